/**
 * Who may do what: privileges on objects, and the tree of roles. A role also has what the roles granted to it have, and
 * every role has PUBLIC. https://docs.snowflake.com/en/user-guide/security-access-control-overview
 */
import type { Securable } from './objects.js';

export interface Grantee {
    readonly kind: 'ROLE' | 'USER' | 'DATABASE_ROLE' | 'SHARE';
    readonly name: string;
    /** Of a database role its database, of a share its account: SHOW GRANTS put it before the name until BCR-2371. */
    readonly prefix?: string;
}

/**
 * One grant on all objects of a type in a container, present and future. Only shown here: it opens nothing.
 * https://docs.snowflake.com/en/user-guide/inherited-grants-intro
 */
export interface InheritedGrant {
    readonly createdOn: number;
    readonly privilege: string;
    /** E.g. `TABLE`. */
    readonly objectType: string;
    readonly database: string | null;
    readonly schema: string | null;
    readonly grantee: Grantee;
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
    readonly inherited: InheritedGrant[] = [];
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

function sameGrantee(left: Grantee, right: Grantee): boolean {
    return left.kind === right.kind && left.name === right.name && left.prefix === right.prefix;
}
