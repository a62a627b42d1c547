/**
 * What a role may see and use. SHOW lists an object when the role, or one it inherits, has any privilege on it or owns
 * it, and may use the database and the schema it is in. MANAGE GRANTS sees everything.
 * https://docs.snowflake.com/en/sql-reference/sql/show-tables#usage-notes
 */
import type { Account } from './account.js';
import type { Database, Relation, Schema, SchemaObject, Securable } from './objects/tree.js';
import type { User } from './objects/user.js';

export class Access {
    readonly #account: Account;
    readonly role: string;
    readonly roles: ReadonlySet<string>;
    readonly managesGrants: boolean;

    /** INFORMATION_SCHEMA does not heed MANAGE GRANTS. */
    constructor(account: Account, role: string, { heedsManageGrants = true } = {}) {
        this.#account = account;
        this.role = role;
        this.roles = account.grants.closure(role);
        const manages = this.#hasAccountPrivilege('MANAGE GRANTS') || this.roles.has('SECURITYADMIN');
        this.managesGrants = heedsManageGrants && manages;
    }

    /** IMPORTED PRIVILEGES on the database give all that its database roles do. */
    hasDatabaseRole(name: string): boolean {
        if (this.roles.has('ACCOUNTADMIN')) return true;
        const database = this.#account.databases.get(name.split('.')[0] ?? '');
        if (database && this.has(database, 'IMPORTED PRIVILEGES')) return true;
        return [...this.roles].some((role) => this.#account.grants.databaseRolesOf(role).has(name));
    }

    /** A database role may use its database. */
    #hasRoleOf(database: Database): boolean {
        return [...this.roles].some((role) =>
            [...this.#account.grants.databaseRolesOf(role)].some((name) => name.startsWith(`${database.name}.`))
        );
    }

    #hasAccountPrivilege(privilege: string): boolean {
        return this.#account.grants.account.some(
            (grant) =>
                grant.privilege === privilege && grant.grantee.kind === 'ROLE' && this.roles.has(grant.grantee.name)
        );
    }

    owns(object: Securable): boolean {
        return this.roles.has(object.owner);
    }

    hasAny(object: Securable): boolean {
        if (this.owns(object)) return true;
        return this.#grantsOn(object).length > 0;
    }

    /** What the role has of the object, also by a grant on all objects of its type. */
    #grantsOn(object: Securable): { readonly privilege: string }[] {
        const { grants } = this.#account;
        return [...grants.on(object), ...grants.inheritedOn(object)].filter(
            ({ grantee }) => grantee.kind === 'ROLE' && this.roles.has(grantee.name)
        );
    }

    has(object: Securable, ...privileges: readonly string[]): boolean {
        if (this.owns(object)) return true;
        return this.#grantsOn(object).some(
            ({ privilege }) => privileges.includes(privilege) || privilege === 'OWNERSHIP'
        );
    }

    seesDatabase(database: Database): boolean {
        return this.managesGrants || this.hasAny(database) || this.#hasRoleOf(database);
    }

    /** USAGE, or IMPORTED PRIVILEGES for what comes from a share. */
    usesDatabase(database: Database): boolean {
        if (database.unreadable !== null) return false;
        return this.managesGrants || this.has(database, 'USAGE', 'IMPORTED PRIVILEGES') || this.#hasRoleOf(database);
    }

    seesSchema(schema: Schema): boolean {
        if (this.managesGrants) return true;
        if (!this.usesDatabase(schema.database)) return false;
        return schema.name === 'INFORMATION_SCHEMA' || this.#imported(schema) || this.hasAny(schema);
    }

    usesSchema(schema: Schema): boolean {
        if (this.managesGrants) return true;
        if (!this.usesDatabase(schema.database)) return false;
        if (schema.name === 'INFORMATION_SCHEMA' || this.#imported(schema)) return true;
        return this.has(schema, 'USAGE') || this.#hasRoleOf(schema.database);
    }

    sees(object: SchemaObject): boolean {
        if (this.managesGrants) return true;
        return this.usesSchema(object.schema) && (this.#imported(object.schema) || this.hasAny(object));
    }

    /** What belongs to the account itself, e.g. a warehouse. */
    seesOfAccount(object: Securable): boolean {
        return this.managesGrants || this.hasAny(object);
    }

    mayRead(relation: Relation): boolean {
        if (this.roles.has('ACCOUNTADMIN') || (relation.type === 'VIEW' && relation.isSystem)) return true;
        return this.#imported(relation.schema) || this.has(relation, 'SELECT');
    }

    mayWrite(relation: Relation, privilege: string): boolean {
        return this.roles.has('ACCOUNTADMIN') || this.has(relation, privilege);
    }

    mayCreateIn(schema: Schema, kind: string): boolean {
        return this.roles.has('ACCOUNTADMIN') || this.has(schema, `CREATE ${kind}`);
    }

    /** In the account; `creator` is the system role that may without being granted it. */
    mayCreate(kind: string, creator: string | null): boolean {
        return (
            this.roles.has('ACCOUNTADMIN') ||
            this.#hasAccountPrivilege(`CREATE ${kind}`) ||
            (creator !== null && this.roles.has(creator))
        );
    }

    mayDrop(object: Securable): boolean {
        return this.roles.has('ACCOUNTADMIN') || this.owns(object);
    }

    mayChange(object: Securable): boolean {
        return this.roles.has('ACCOUNTADMIN') || this.owns(object) || this.has(object, 'OWNERSHIP', 'MODIFY');
    }

    /** Of another user, as of a service user for itself. */
    managesSignIn(user: User): boolean {
        return this.managesGrants || this.has(user, 'MODIFY PROGRAMMATIC AUTHENTICATION METHODS');
    }

    mayGrant(object: Securable): boolean {
        return this.managesGrants || this.owns(object);
    }

    /** A share is granted as one: with IMPORTED PRIVILEGES comes everything in it. */
    #imported(schema: Schema): boolean {
        const kind = schema.database.kind;
        return (
            (kind === 'IMPORTED DATABASE' || kind === 'APPLICATION') && this.has(schema.database, 'IMPORTED PRIVILEGES')
        );
    }
}
