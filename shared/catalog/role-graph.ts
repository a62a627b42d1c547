/**
 * Roles in the order in which what they have is known: first those that have no role, then those whose roles all came
 * before, level by level. A role's record is whole as soon as it comes, so it can be saved at once, and an execution that
 * is cut off leaves behind what it has read. Snowflake lets no role have itself, so the order exists; only where members
 * are hidden, or a count speaks of roles that SHOW ROLES does not list, some are left over.
 */
import { compareNames } from '../snowflake/identifiers.js';
import type { Members } from './grants.js';
import type { ListedRole } from './kinds/roles.js';

const LEVEL_DIGITS = 6;
/** The level of roles that are left over, and a name for having come to it; they sort behind all others. */
const LEFT_OVER = 'left over';
export const BEFORE_LEFT_OVER = 'left';

export interface RoleLevel {
    /** Names sort as the levels follow each other. */
    readonly name: string;
    /** In the order of their names. */
    readonly roles: readonly ListedRole[];
    readonly isLeftOver: boolean;
}

export class RoleGraph {
    readonly #left: Map<string, ListedRole>;
    /** The roles that each role has, as far as they were met. */
    readonly #children = new Map<string, string[]>();
    #next: ListedRole[];

    constructor(roles: readonly ListedRole[]) {
        this.#left = new Map(roles.map((role) => [role.name, role]));
        this.#next = roles.filter((role) => role.granted_roles === 0);
    }

    /** The levels one by one; each role has to be met before the next level is asked for. */
    *levels(): Generator<RoleLevel> {
        for (let level = 0; this.#next.length > 0; level += 1) {
            const roles = this.#next.sort((a, b) => compareNames(a.name, b.name));
            this.#next = [];
            for (const { name } of roles) this.#left.delete(name);
            yield { name: String(level).padStart(LEVEL_DIGITS, '0'), roles, isLeftOver: false };
        }
        const roles = [...this.#left.values()].sort((a, b) => compareNames(a.name, b.name));
        if (roles.length > 0) yield { name: LEFT_OVER, roles, isLeftOver: true };
    }

    /** Whose role it is. */
    meet(role: string, members: Members): void {
        for (const parent of members?.roles ?? []) {
            const children = this.#children.get(parent) ?? [];
            children.push(role);
            this.#children.set(parent, children);
            const waiting = this.#left.get(parent);
            if (waiting && waiting.granted_roles === children.length) this.#next.push(waiting);
        }
    }

    /** In the order of their names. */
    childrenOf(role: string): string[] {
        return [...(this.#children.get(role) ?? [])].sort(compareNames);
    }
}
