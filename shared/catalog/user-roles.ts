/**
 * The roles that each user has, read from the roles that have users: one request per role. A role whose members cannot be
 * listed (hidden, or 10,000 and more) may be anybody's. Then users are asked one by one, in order, until as many have
 * such roles as SHOW ROLES counts, and as far as that costs no more than reading roles does; who was not asked has null.
 */
import { isRefusedStatement } from '../snowflake/errors.js';
import { compareNames } from '../snowflake/identifiers.js';
import { pMapIterable } from '../vendor/p-map.js';
import { ForeignRows } from './foreign-rows.js';
import type { Grants } from './grants.js';
import { listedName, rolesByMember, showGrants, sortedNames } from './grants.js';
import type { ListedRole } from './kinds/roles.js';
import { atOnce } from './show.js';
import type { Show } from './show.js';

/** The roles of some users at a time; null where not all of one's may be seen. */
export interface RolesOfUsers {
    of(users: readonly string[]): Promise<ReadonlyMap<string, readonly string[] | null>>;
}

/** The roles that Snowflake says the user has; null where it does not say all of them, or of whom. */
async function shownRoles(
    from: Show,
    user: string,
    listed: { has(name: string): boolean }
): Promise<readonly string[] | null> {
    try {
        const { whole, rows } = await showGrants(from, 'TO USER', user);
        return whole ? rows.flatMap((row) => row.text('role') ?? []).map((role) => listedName(listed, role)) : null;
    } catch (error) {
        if (error instanceof ForeignRows) return null;
        throw error;
    }
}

const MOST_ASKED = 1000;
/** Whoever may not see the roles of some users will hardly see those of others. */
const MOST_REFUSED = 10;

export class UserRoles implements RolesOfUsers {
    readonly #from: Show;
    readonly #listed: ReadonlyMap<string, readonly string[]>;
    /** Roles whose members could not be listed: how many of their users were not met yet; infinite where unknown. */
    readonly #hidden: Map<string, number>;
    #asked = 0;
    #refused = 0;

    constructor(from: Show, roles: readonly ListedRole[], grants: Grants) {
        const counts = new Map(roles.map((role) => [role.name, role.assigned_to_users ?? Infinity]));
        this.#from = from;
        this.#listed = rolesByMember(grants, (members) => members.users);
        this.#hidden = new Map(grants.unseen.map((name) => [name, counts.get(name) ?? Infinity]));
    }

    async of(users: readonly string[]): Promise<ReadonlyMap<string, readonly string[] | null>> {
        const found = new Map<string, readonly string[] | null>();
        if (this.#mayAsk()) {
            const answers = pMapIterable(users, async (user) => ({ user, hidden: await this.#ask(user) }), {
                concurrency: atOnce(this.#from)
            });
            for await (const { user, hidden } of answers) {
                found.set(user, hidden && [...this.#listedOf(user), ...hidden].sort(compareNames));
            }
        }
        const areAllMet = this.#areAllMet();
        return new Map(users.map((user) => [user, found.get(user) ?? (areAllMet ? this.#listedOf(user) : null)]));
    }

    #listedOf(user: string): readonly string[] {
        return this.#listed.get(user) ?? [];
    }

    #areAllMet(): boolean {
        return [...this.#hidden.values()].every((left) => left <= 0);
    }

    #mayAsk(): boolean {
        return !this.#areAllMet() && this.#asked < MOST_ASKED && this.#refused < MOST_REFUSED;
    }

    /** Which of the hidden roles the user has; null where that cannot be seen, or was not asked. */
    async #ask(user: string): Promise<string[] | null> {
        if (!this.#mayAsk()) return null;
        this.#asked += 1;
        try {
            const shown = await shownRoles(this.#from, user, this.#hidden);
            if (!shown) return null;
            const granted = new Set(shown);
            const held = [...this.#hidden.keys()].filter((role) => granted.has(role));
            for (const role of held) this.#hidden.set(role, (this.#hidden.get(role) ?? 0) - 1);
            return held;
        } catch (error) {
            if (!isRefusedStatement(error)) throw error;
            this.#refused += 1;
            return null;
        }
    }
}

/**
 * The roles that each user has, asked of the users one by one: more requests than by roles, as a rule, but each of them
 * gives a record. For a run whose executions are too short to read all roles before the first record.
 */
export class EachUsersRoles implements RolesOfUsers {
    readonly #from: Show;
    readonly #roles: ReadonlySet<string>;

    constructor(from: Show, roles: readonly ListedRole[]) {
        this.#from = from;
        this.#roles = new Set(roles.map(({ name }) => name));
    }

    async of(users: readonly string[]): Promise<ReadonlyMap<string, readonly string[] | null>> {
        const answers = pMapIterable(users, async (user) => ({ user, roles: await this.#rolesOf(user) }), {
            concurrency: atOnce(this.#from)
        });
        const found = new Map<string, readonly string[] | null>();
        for await (const { user, roles } of answers) found.set(user, roles);
        return found;
    }

    async #rolesOf(user: string): Promise<string[] | null> {
        try {
            const shown = await shownRoles(this.#from, user, this.#roles);
            return shown && sortedNames(shown);
        } catch (error) {
            if (!isRefusedStatement(error)) throw error;
            return null;
        }
    }
}
