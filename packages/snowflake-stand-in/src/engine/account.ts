/**
 * One account's catalogue. Everything can be built here without SQL, fast enough for hundreds of thousands of columns;
 * the statements of sessions change the same objects. A table has rows in DuckDB only from its first use on.
 */
import { Grants } from './grants.js';
import { columnOf } from './column.js';
import { NEW_DATABASE } from './objects/database.js';
import { NEW_TABLE } from './objects/table.js';
import { newUser } from './objects/user.js';
import { NEW_VIEW } from './objects/view.js';
import { newWarehouse } from './objects/warehouse.js';
import { newNetworkPolicy } from './objects/network-policy.js';
import { newRole } from './objects/role.js';
import { publicKeyPem } from './public-key.js';
import { objectsIn } from './objects/tree.js';

import type { Grantee } from './grants.js';
import type { Named, New } from './objects/named.js';
import type { NewColumn } from './column.js';
import type { Database, Relation, Schema, Securable, Table, View } from './objects/tree.js';
import type { NetworkPolicy } from './objects/network-policy.js';
import type { Role } from './objects/role.js';
import type { User } from './objects/user.js';
import type { Warehouse } from './objects/warehouse.js';

const SYSTEM_ROLES = ['ACCOUNTADMIN', 'ORGADMIN', 'PUBLIC', 'SECURITYADMIN', 'SYSADMIN', 'USERADMIN'];
const INFORMATION_SCHEMA_COMMENT = 'Views describing the contents of schemas in this database';

export class Account {
    readonly databases = new Map<string, Database>();
    readonly warehouses = new Map<string, Warehouse>();
    readonly roles = new Map<string, Role>();
    readonly users = new Map<string, User>();
    readonly networkPolicies = new Map<string, NetworkPolicy>();
    readonly parameters = new Map<string, string>();
    readonly grants = new Grants();
    /** As under an authentication policy with PAT_POLICY = (NETWORK_POLICY_EVALUATION = ENFORCED_NOT_REQUIRED). */
    accessTokensNeedNoPolicy = false;
    /** Whether Snowflake has brought named key pairs to this account: ALTER USER ... ADD KEY PAIR. */
    hasNamedKeyPairs = true;
    /** More rows than this INFORMATION_SCHEMA does not give. */
    informationSchemaRows = Number.POSITIVE_INFINITY;
    readonly madeOn: number;
    readonly now: () => number;
    #lastId = 0;

    constructor(now: () => number = Date.now) {
        this.now = now;
        this.madeOn = now();
        for (const name of SYSTEM_ROLES) this.addRole({ name, owner: '' });
        this.grantRole('SECURITYADMIN', { kind: 'ROLE', name: 'ACCOUNTADMIN' }, '');
        this.grantRole('SYSADMIN', { kind: 'ROLE', name: 'ACCOUNTADMIN' }, '');
        this.grantRole('USERADMIN', { kind: 'ROLE', name: 'SECURITYADMIN' }, '');
    }

    nextId(): number {
        this.#lastId += 1;
        return this.#lastId;
    }

    #named(name: string): Named {
        return { id: this.nextId(), name, createdOn: this.now(), owner: 'SYSADMIN', comment: '' };
    }

    /** With PUBLIC (unless imported) and INFORMATION_SCHEMA, as CREATE DATABASE makes it. */
    addDatabase(properties: New<Database>): Database {
        const database: Database = {
            ...this.#named(properties.name),
            ...NEW_DATABASE,
            type: 'DATABASE',
            schemas: new Map(),
            ...properties
        };
        this.databases.set(database.name, database);
        const createdOn = database.createdOn;
        this.addSchema(database, {
            name: 'INFORMATION_SCHEMA',
            createdOn,
            owner: '',
            comment: INFORMATION_SCHEMA_COMMENT
        });
        if (database.kind === 'STANDARD')
            this.addSchema(database, { name: 'PUBLIC', createdOn, owner: database.owner });
        if (database.name === 'SNOWFLAKE') this.addSchema(database, { name: 'ACCOUNT_USAGE', createdOn, owner: '' });
        return database;
    }

    addSchema(database: Database | string, properties: New<Omit<Schema, 'database'>>): Schema {
        const owner = typeof database === 'string' ? this.database(database) : database;
        const schema: Schema = {
            ...this.#named(properties.name),
            type: 'SCHEMA',
            database: owner,
            owner: owner.owner,
            options: '',
            retentionDays: owner.retentionDays,
            relations: new Map(),
            plain: new Map(),
            ...properties
        };
        owner.schemas.set(schema.name, schema);
        this.grants.applyFuture(schema, schema.createdOn);
        return schema;
    }

    addTable(
        schema: Schema,
        properties: New<Omit<Table, 'schema' | 'columns'>>,
        columns: readonly NewColumn[] = []
    ): Table {
        return this.#addRelation({
            ...this.#named(properties.name),
            ...NEW_TABLE,
            type: 'TABLE',
            schema,
            owner: schema.owner,
            columns: columns.map(columnOf),
            retentionDays: schema.retentionDays,
            ...properties
        });
    }

    addView(
        schema: Schema,
        properties: New<Omit<View, 'schema' | 'columns'>>,
        columns: readonly NewColumn[] = []
    ): View {
        return this.#addRelation({
            ...this.#named(properties.name),
            ...NEW_VIEW,
            type: 'VIEW',
            schema,
            owner: schema.owner,
            columns: columns.map(columnOf),
            ...properties
        });
    }

    #addRelation<R extends Relation>(relation: R): R {
        relation.schema.relations.set(relation.name, relation);
        this.grants.applyFuture(relation, relation.createdOn);
        return relation;
    }

    addWarehouse(properties: New<Warehouse>): Warehouse {
        return kept(this.warehouses, newWarehouse(this.#named(properties.name), properties));
    }

    addRole(properties: New<Role>): Role {
        return kept(this.roles, newRole(this.#named(properties.name), properties));
    }

    addUser(properties: New<User>): User {
        return kept(this.users, newUser(this.#named(properties.name), properties));
    }

    addNetworkPolicy(properties: New<NetworkPolicy>): NetworkPolicy {
        return kept(this.networkPolicies, newNetworkPolicy(this.#named(properties.name), properties));
    }

    /** The user's own, or else the account's. https://docs.snowflake.com/en/user-guide/network-policies#network-policy-precedence */
    networkPolicyOf(user: User): NetworkPolicy | null {
        const name = user.networkPolicy ?? this.parameters.get('NETWORK_POLICY');
        return name === undefined ? null : (this.networkPolicies.get(name) ?? null);
    }

    grantRole(role: string, to: Grantee, grantedBy = 'USERADMIN', createdOn = this.now()): void {
        this.grants.addRole({ createdOn, role, grantee: to, grantedBy });
    }

    grant(privilege: string, on: Securable, role: string, grantedBy = 'SYSADMIN', grantOption = false): void {
        const grantee: Grantee = { kind: 'ROLE', name: role };
        this.grants.add({ createdOn: this.now(), privilege, on, grantee, grantOption, grantedBy });
    }

    /** Owners and grants follow. */
    renameRole(name: string, renamed: string): void {
        const role = found(this.roles.get(name), `role ${name}`);
        this.roles.delete(name);
        role.name = renamed;
        this.roles.set(renamed, role);
        for (const object of this.securables()) if (object.owner === name) object.owner = renamed;
        this.grants.renameRole(name, renamed);
    }

    *securables(): Generator<Securable, void, undefined> {
        yield* this.warehouses.values();
        yield* this.roles.values();
        yield* this.users.values();
        yield* this.networkPolicies.values();
        for (const database of this.databases.values()) {
            yield database;
            for (const schema of database.schemas.values()) {
                yield schema;
                yield* objectsIn(schema);
            }
        }
    }

    /** Throws for a name that is not there: for building, not for statements. */
    database(name: string): Database {
        return found(this.databases.get(name), `database ${name}`);
    }

    schema(database: string, name: string): Schema {
        return found(this.database(database).schemas.get(name), `schema ${database}.${name}`);
    }

    relation(database: string, schema: string, name: string): Relation {
        return found(this.schema(database, schema).relations.get(name), `table or view ${name}`);
    }

    table(database: string, schema: string, name: string): Table {
        const relation = this.relation(database, schema, name);
        if (relation.type !== 'TABLE') throw new Error(`${name} is a view`);
        return relation;
    }

    user(name: string): User {
        return found(this.users.get(name), `user ${name}`);
    }

    /** A PEM, or its base64 body alone as ALTER USER ... SET RSA_PUBLIC_KEY takes it. */
    setPublicKey(user: string, key: string | null, slot: 1 | 2 = 1): void {
        const pem = key === null ? null : publicKeyPem(key);
        if (slot === 1) this.user(user).rsaPublicKey = pem;
        else this.user(user).rsaPublicKey2 = pem;
    }

    findUserByLogin(loginName: string): User | undefined {
        const wanted = loginName.toUpperCase();
        const direct = this.users.get(wanted);
        if (direct?.loginName.toUpperCase() === wanted) return direct;
        for (const user of this.users.values()) if (user.loginName.toUpperCase() === wanted) return user;
        return undefined;
    }
}

function kept<T extends Named>(collection: Map<string, T>, object: T): T {
    collection.set(object.name, object);
    return object;
}

function found<T>(value: T | undefined, what: string): T {
    if (value === undefined) throw new Error(`There is no ${what} in this account`);
    return value;
}
