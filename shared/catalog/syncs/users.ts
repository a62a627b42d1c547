/** The sync of users; with `include_user_roles` also the roles each one has, read from the roles that have users. */
import { z } from 'zod';
import type { SnowflakeClient } from '../../snowflake/client.js';
import { pageCheckpoint, pageOf } from '../checkpoint.js';
import { fullRefresh } from '../full-refresh.js';
import { readGrants, rolesByMember } from '../grants.js';
import { toUser, users as userKind } from '../kinds/users.js';
import { pagesByName } from '../show.js';
import type { Show } from '../show.js';
import { listRoles, warnOfUnseen } from './roles.js';
import type { CatalogHandle } from './start.js';
import { startCatalogSync } from './start.js';

const OwnLoginSchema = z.union([
    z.object({ userName: z.string() }).transform((key) => key.userName),
    z.object({ username: z.string() }).transform((basic) => basic.username),
    z.unknown().transform(() => null)
]);

export async function syncUsers(nango: CatalogHandle, client: SnowflakeClient, stored: unknown): Promise<void> {
    const start = await startCatalogSync(nango, client, userKind);
    const { settings, from } = start;
    const ownLogin = OwnLoginSchema.parse((await nango.getConnection()).credentials);
    await fullRefresh(
        start,
        {
            model: 'User',
            groupOf: null,
            read: async (walk) => {
                const rolesOf = settings.include_user_roles ? await rolesByUser(nango, from) : NOT_ASKED;
                const resumeAt = pageOf(walk.checkpoint);
                for await (const page of pagesByName(from, 'SHOW USERS', undefined, resumeAt ? { resumeAt } : {})) {
                    const users = page.rows.map((row) => toUser(row, { ownLogin, rolesOf }));
                    await walk.save(users, page.position && pageCheckpoint(page.position));
                }
            }
        },
        stored
    );
}

type RolesOf = (user: string) => string[] | null;

const NOT_ASKED: RolesOf = () => null;

/** One role whose members could not be listed may be any user's: then nobody's roles are known. */
async function rolesByUser(nango: CatalogHandle, from: Show): Promise<RolesOf> {
    const grants = await readGrants(from, await listRoles(from), (role) => role.assigned_to_users !== 0);
    await warnOfUnseen(nango, grants);
    if (grants.unseen.length > 0) return NOT_ASKED;
    const roles = rolesByMember(grants, (members) => members.users);
    return (user) => roles.get(user) ?? [];
}
