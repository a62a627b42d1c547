/**
 * Who each role is granted to. One request per role that has members at all, side by side; the hierarchy's other
 * direction (a role's children) is the same edges read backwards, so it costs none. SHOW GRANTS puts names in quotes
 * that need them, e.g. "ann@acme.com"; SHOW ROLES and SHOW USERS do not, and the edges must meet.
 * https://docs.snowflake.com/en/sql-reference/sql/show-grants
 */
import { pMapIterable } from '../vendor/p-map.js';
import { isRefusedStatement } from '../snowflake/errors.js';
import { compareNames, quoteIdentifier, unquoteIdentifier } from '../snowflake/identifiers.js';
import { ForeignRows, isName } from './foreign-rows.js';
import type { ListedRole } from './kinds/roles.js';
import { atOnce, show } from './show.js';
import type { Show, Shown } from './show.js';
import type { ShowRow } from './show-row.js';

/** The members of a role, sorted; null where they cannot be listed. */
export type Members = { readonly roles: readonly string[]; readonly users: readonly string[] } | null;

export const NO_MEMBERS: Members = { roles: [], users: [] };

export interface Grants {
    readonly members: ReadonlyMap<string, Members>;
    /** Roles whose members could not be listed, with the reason of the first. */
    readonly unseen: readonly string[];
    readonly reason: string | null;
}

export async function readGrants(
    from: Show,
    roles: readonly ListedRole[],
    hasMembers: (role: ListedRole) => boolean
): Promise<Grants> {
    const members = new Map<string, Members>(roles.map((role) => [role.name, NO_MEMBERS]));
    const unseen: string[] = [];
    let reason: string | null = null;
    const granted = roles.filter(hasMembers);
    const nameOf = (shown: string): string => listedName(members, shown);
    const read = pMapIterable(granted, async ({ name }) => ({ name, found: await membersOf(from, name, nameOf) }), {
        concurrency: atOnce(from)
    });
    for await (const { name, found } of read) {
        if (typeof found === 'string') {
            unseen.push(name);
            reason ??= found;
            members.set(name, null);
        } else members.set(name, found);
    }
    return { members, unseen, reason };
}

/** Quotes may also be part of a role's own name; those of the listing are sure. */
export function listedName(listed: { has(name: string): boolean }, shown: string): string {
    return listed.has(shown) ? shown : unquoteIdentifier(shown);
}

/**
 * The grants of a role, or those to a role or user; throws ForeignRows where they are another's. SHOW GRANTS cannot be
 * paged: it takes LIMIT, but no FROM.
 */
export async function showGrants(from: Show, of: 'OF ROLE' | 'TO ROLE' | 'TO USER', name: string): Promise<Shown> {
    const shown = await show(from, `SHOW GRANTS ${of} ${quoteIdentifier(name)}`);
    const column = of === 'OF ROLE' ? 'role' : 'grantee_name';
    const foreign = shown.rows.map((row) => row.text(column)).find((each) => each !== null && !isName(each, name));
    if (foreign !== undefined && foreign !== null) throw new ForeignRows(name, foreign);
    return shown;
}

/** What `read` makes of them, or why they cannot be listed. */
async function readShown<Found>(
    shown: Promise<Shown>,
    tooMany: string,
    read: (rows: readonly ShowRow[]) => Found
): Promise<Found | string> {
    try {
        const { whole, rows } = await shown;
        return whole ? read(rows) : tooMany;
    } catch (error) {
        if (!isRefusedStatement(error) && !(error instanceof ForeignRows)) throw error;
        return error.advice;
    }
}

/** The members, or why they cannot be listed. */
export async function membersOf(
    from: Show,
    role: string,
    nameOf: (shown: string) => string
): Promise<Members | string> {
    const tooMany = 'It has 10,000 members or more, which SHOW GRANTS cannot list.';
    return await readShown(showGrants(from, 'OF ROLE', role), tooMany, (rows) => {
        const namesOf = (grantee: string): string[] => {
            const granted = rows.filter((row) => row.text('granted_to')?.toUpperCase() === grantee);
            return sortedNames(granted.map((row) => nameOf(row.required('grantee_name'))));
        };
        return { roles: namesOf('ROLE'), users: namesOf('USER') };
    });
}

/** The roles that a role has, or why they cannot be listed. */
export async function rolesOf(from: Show, role: string, nameOf: (shown: string) => string): Promise<string[] | string> {
    const tooMany = 'It has 10,000 privileges or more, which SHOW GRANTS cannot list.';
    return await readShown(showGrants(from, 'TO ROLE', role), tooMany, (rows) => {
        const granted = rows.filter((row) => row.text('granted_on') === 'ROLE' && row.text('privilege') === 'USAGE');
        return sortedNames(granted.map((row) => nameOf(row.required('name'))));
    });
}

/** Each once. */
export function sortedNames(names: readonly string[]): string[] {
    return [...new Set(names)].sort(compareNames);
}

/** For each member, the roles that it has: `pick` says which members to turn round. */
export function rolesByMember(
    grants: Grants,
    pick: (members: NonNullable<Members>) => readonly string[]
): Map<string, string[]> {
    const held = new Map<string, string[]>();
    for (const [role, members] of grants.members) {
        for (const member of members ? pick(members) : []) {
            const roles = held.get(member);
            if (roles) roles.push(role);
            else held.set(member, [role]);
        }
    }
    for (const roles of held.values()) roles.sort(compareNames);
    return held;
}
