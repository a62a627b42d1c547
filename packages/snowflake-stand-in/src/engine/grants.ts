/**
 * Who may do what: privileges on objects, and the tree of roles. A role also has what the roles granted to it have, and
 * every role has PUBLIC. https://docs.snowflake.com/en/user-guide/security-access-control-overview
 */
import { specificType } from './full-name.js';

import type { Database, Schema, Securable } from './objects/tree.js';

export interface Grantee {
    readonly kind: 'ROLE' | 'USER' | 'DATABASE_ROLE' | 'SHARE';
    readonly name: string;
    /** Of a database role its database, of a share its account: SHOW GRANTS put it before the name until BCR-2371. */
    readonly prefix?: string;
}

/**
 * One grant on all objects of a type in a container, present and future.
 * https://docs.snowflake.com/en/user-guide/inherited-grants-intro
 */
export interface InheritedGrant {
    readonly createdOn: number;
    readonly privilege: string;
    /** E.g. `TABLE` or `EXTERNAL TABLE`. */
    readonly objectType: string;
    readonly database: string | null;
    readonly schema: string | null;
    readonly grantee: Grantee;
    readonly grantedBy: string;
}

/** What an object that is made in the container will be granted. */
export interface FutureGrant {
    readonly createdOn: number;
    readonly privilege: string;
    /** E.g. `TABLE` or `EXTERNAL TABLE`. */
    readonly objectType: string;
    readonly container: Database | Schema;
    readonly grantee: Grantee;
    readonly grantOption: boolean;
    readonly grantedBy: string;
}

export interface PrivilegeGrant {
    readonly createdOn: number;
    readonly privilege: string;
    readonly on: Securable;
    readonly grantee: Grantee;
    readonly grantOption: boolean;
    readonly grantedBy: string;
}

/** A privilege of the whole account, e.g. CREATE DATABASE or MANAGE GRANTS. */
export interface AccountGrant {
    readonly createdOn: number;
    readonly privilege: string;
    readonly grantee: Grantee;
    readonly grantOption: boolean;
    readonly grantedBy: string;
}

export interface RoleGrant {
    readonly createdOn: number;
    readonly role: string;
    readonly grantee: Grantee;
    readonly grantedBy: string;
}

export class Grants {
    readonly account: AccountGrant[] = [];
    inherited: InheritedGrant[] = [];
    future: FutureGrant[] = [];
    /** Database roles of others' databases, e.g. `SNOWFLAKE.OBJECT_VIEWER`, by the role that has them. */
    readonly #databaseRoles = new Map<string, Set<string>>();
    #byObject = new Map<number, PrivilegeGrant[]>();
    #byRole = new Map<string, Map<string, RoleGrant>>();
    #byGrantee = new Map<string, Map<string, RoleGrant>>();
    #closures = new Map<string, ReadonlySet<string>>();

    databaseRolesOf(role: string): ReadonlySet<string> {
        return this.#databaseRoles.get(role) ?? new Set();
    }

    addDatabaseRole(name: string, role: string): void {
        this.#databaseRoles.set(role, new Set([...this.databaseRolesOf(role), name]));
    }

    removeDatabaseRole(name: string, role: string): void {
        this.#databaseRoles.get(role)?.delete(name);
    }

    on(object: Securable): readonly PrivilegeGrant[] {
        return this.#byObject.get(object.id) ?? [];
    }

    all(): PrivilegeGrant[] {
        return [...this.#byObject.values()].flat();
    }

    add(grant: PrivilegeGrant): void {
        const existing = this.#byObject.get(grant.on.id);
        if (!existing) {
            this.#byObject.set(grant.on.id, [grant]);
            return;
        }
        const same = existing.findIndex(
            (other) => other.privilege === grant.privilege && sameGrantee(other.grantee, grant.grantee)
        );
        if (same === -1) existing.push(grant);
        else if (grant.grantOption) existing[same] = grant;
    }

    remove(object: Securable, privileges: readonly string[] | 'ALL', grantee: Grantee): void {
        const kept = this.on(object).filter(
            (grant) =>
                !sameGrantee(grant.grantee, grantee) || (privileges !== 'ALL' && !privileges.includes(grant.privilege))
        );
        this.#byObject.set(object.id, kept);
    }

    forget(object: Securable): void {
        this.#byObject.delete(object.id);
        this.future = this.future.filter(
            ({ container }) => container !== object && !('database' in container && container.database === object)
        );
        this.inherited = this.inherited.filter((grant) => !isContainer(grant, object));
    }

    /** The grants on all objects of a type that reach this object. */
    inheritedOn(object: Securable): InheritedGrant[] {
        return this.inherited.length === 0 ? [] : this.inherited.filter((grant) => reaches(grant, object));
    }

    /**
     * Gives a new object what was granted for it. Grants of its schema leave those of its database without effect, for
     * all roles and privileges on that type of object.
     * https://docs.snowflake.com/en/sql-reference/sql/grant-privilege#considerations
     */
    applyFuture(object: Securable, createdOn: number): void {
        if (this.future.length === 0) return;
        const schema = 'schema' in object ? object.schema : null;
        const database = schema?.database ?? ('database' in object ? object.database : null);
        const type = specificType(object);
        const ofType = this.future.filter(({ objectType }) => objectType === type);
        const ofSchema = ofType.filter(({ container }) => container === schema);
        for (const grant of ofSchema.length > 0 ? ofSchema : ofType) {
            if (grant.container !== schema && grant.container !== database) continue;
            const { privilege, grantee, grantOption, grantedBy } = grant;
            if (privilege === 'OWNERSHIP') object.owner = grantee.name;
            else this.add({ createdOn, privilege, on: object, grantee, grantOption, grantedBy });
        }
    }

    addRole(grant: RoleGrant): void {
        nested(this.#byRole, grant.role).set(key(grant.grantee), grant);
        nested(this.#byGrantee, key(grant.grantee)).set(grant.role, grant);
        this.#closures.clear();
    }

    removeRole(role: string, grantee: Grantee): void {
        this.#byRole.get(role)?.delete(key(grantee));
        this.#byGrantee.get(key(grantee))?.delete(role);
        this.#closures.clear();
    }

    /** The roles and users that were granted this role. */
    granteesOf(role: string): RoleGrant[] {
        return [...(this.#byRole.get(role)?.values() ?? [])];
    }

    /** The roles that were granted to this role or user. */
    rolesOf(grantee: Grantee): RoleGrant[] {
        return [...(this.#byGrantee.get(key(grantee))?.values() ?? [])];
    }

    /** Removes every edge and privilege of a dropped role or user. */
    forgetGrantee(grantee: Grantee): void {
        for (const grant of this.rolesOf(grantee)) this.removeRole(grant.role, grantee);
        if (grantee.kind === 'ROLE') {
            for (const grant of this.granteesOf(grantee.name)) this.removeRole(grantee.name, grant.grantee);
        }
        this.future = this.future.filter((grant) => !sameGrantee(grant.grantee, grantee));
        this.inherited = this.inherited.filter((grant) => !sameGrantee(grant.grantee, grantee));
        for (const [id, grants] of this.#byObject) {
            if (grants.some((grant) => sameGrantee(grant.grantee, grantee))) {
                this.#byObject.set(
                    id,
                    grants.filter((grant) => !sameGrantee(grant.grantee, grantee))
                );
            }
        }
    }

    renameRole(name: string, renamed: string): void {
        const grantee: Grantee = { kind: 'ROLE', name: renamed };
        for (const grant of this.granteesOf(name)) this.addRole({ ...grant, role: renamed });
        for (const grant of this.rolesOf({ kind: 'ROLE', name })) this.addRole({ ...grant, grantee });
        for (const grant of this.all()) {
            if (grant.grantee.kind === 'ROLE' && grant.grantee.name === name) this.add({ ...grant, grantee });
        }
        const renamedGrantee = <G extends { readonly grantee: Grantee }>(grant: G): G =>
            grant.grantee.kind === 'ROLE' && grant.grantee.name === name ? { ...grant, grantee } : grant;
        this.future = this.future.map(renamedGrantee);
        this.inherited = this.inherited.map(renamedGrantee);
        this.forgetGrantee({ kind: 'ROLE', name });
    }

    /** The role itself, all that it inherits, and PUBLIC. */
    closure(role: string): ReadonlySet<string> {
        const known = this.#closures.get(role);
        if (known) return known;
        const reached = new Set([role, 'PUBLIC']);
        for (const name of reached) {
            for (const grant of this.rolesOf({ kind: 'ROLE', name })) reached.add(grant.role);
        }
        this.#closures.set(role, reached);
        return reached;
    }

    /** Every role a user may take: the granted ones and what they inherit. */
    rolesForUser(user: string): ReadonlySet<string> {
        const roles = new Set(['PUBLIC']);
        for (const grant of this.rolesOf({ kind: 'USER', name: user })) {
            for (const role of this.closure(grant.role)) roles.add(role);
        }
        return roles;
    }
}

function nested<V>(map: Map<string, Map<string, V>>, outer: string): Map<string, V> {
    const inner = map.get(outer) ?? new Map<string, V>();
    map.set(outer, inner);
    return inner;
}

function key(grantee: Grantee): string {
    return `${grantee.kind} ${grantee.name}`;
}

function reaches(grant: InheritedGrant, object: Securable): boolean {
    if (specificType(object) !== grant.objectType) return false;
    const schema = 'schema' in object ? object.schema : null;
    const database = schema?.database ?? ('database' in object ? object.database : null);
    const inDatabase = grant.database === null || grant.database === database?.name;
    return inDatabase && (grant.schema === null || grant.schema === schema?.name);
}

function isContainer(grant: InheritedGrant, object: Securable): boolean {
    if (object.type === 'DATABASE') return grant.database === object.name;
    return object.type === 'SCHEMA' && grant.database === object.database.name && grant.schema === object.name;
}

export function sameGrantee(left: Grantee, right: Grantee): boolean {
    return left.kind === right.kind && left.name === right.name && left.prefix === right.prefix;
}
