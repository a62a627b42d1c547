/**
 * The sync of roles. A role's children are known only when every role's members are, so all grants are read before the
 * first record is saved; a resumed run reads them again and goes on after the last role that was saved.
 */
import { RECORDS_AT_ONCE } from '../../limits.js';
import type { SnowflakeClient } from '../../snowflake/client.js';
import { compareNames } from '../../snowflake/identifiers.js';
import { behind } from '../bookmark.js';
import { fullRefresh } from '../full-refresh.js';
import type { Grants } from '../grants.js';
import { readGrants, rolesByMember } from '../grants.js';
import type { ListedRole, Role } from '../kinds/roles.js';
import { roles as roleKind, toListedRole } from '../kinds/roles.js';
import type { Show } from '../show.js';
import { pagesByName } from '../show.js';
import type { CatalogHandle } from './start.js';
import { startCatalogSync } from './start.js';

export async function syncRoles(nango: CatalogHandle, client: SnowflakeClient, stored: unknown): Promise<void> {
    const start = await startCatalogSync(nango, client, roleKind);
    await fullRefresh(
        start,
        {
            model: 'Role',
            groupOf: null,
            read: async (walk) => {
                const [savedUpTo = ''] = walk.resumeAt?.place ?? [];
                const roles = await listRoles(start.from);
                const grants = await readGrants(start.from, roles, hasMembers);
                await warnOfUnseen(nango, grants);
                const children = rolesByMember(grants, (members) => members.roles);
                const left = roles.filter((role) => compareNames(role.name, savedUpTo) > 0);
                for (let at = 0; at < left.length; at += RECORDS_AT_ONCE) {
                    const batch = left.slice(at, at + RECORDS_AT_ONCE);
                    const records = batch.map((role) => withGrants(role, grants, children));
                    await walk.save(records, behind([batch.at(-1)?.name ?? '']));
                }
            }
        },
        stored
    );
}

export async function listRoles(from: Show): Promise<ListedRole[]> {
    const roles: ListedRole[] = [];
    for await (const page of pagesByName(from, 'SHOW ROLES', undefined))
        roles.push(...page.rows.map((row) => toListedRole(row, undefined)));
    return roles.sort((a, b) => compareNames(a.name, b.name));
}

/** An unknown count is asked about: only a known zero saves the request. */
function hasMembers(role: ListedRole): boolean {
    return role.assigned_to_users !== 0 || role.granted_to_roles !== 0;
}

function withGrants(role: ListedRole, grants: Grants, children: ReadonlyMap<string, readonly string[]>): Role {
    const members = grants.members.get(role.name) ?? null;
    return {
        ...role,
        parent_roles: members && [...members.roles],
        child_roles: childrenOf(role, grants, children),
        users: members && [...members.users]
    };
}

/**
 * A role whose members could not be listed may be a child of any other. So the children are known where all members
 * are, or where as many were found as SHOW ROLES says there are.
 */
function childrenOf(
    role: ListedRole,
    grants: Grants,
    children: ReadonlyMap<string, readonly string[]>
): string[] | null {
    const found = children.get(role.name) ?? [];
    return grants.unseen.length === 0 || found.length === role.granted_roles ? [...found] : null;
}

export async function warnOfUnseen(nango: CatalogHandle, grants: Grants): Promise<void> {
    if (grants.unseen.length === 0) return;
    const [first] = grants.unseen;
    await nango.log(
        `The members of ${grants.unseen.length} role(s) could not be listed, ${first} first. ${grants.reason ?? ''}`,
        {
            level: 'warn'
        }
    );
}
