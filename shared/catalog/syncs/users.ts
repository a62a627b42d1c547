/** The sync of users; with `include_user_roles` also the roles each one has, read from the roles that have users. */
import { z } from 'zod';
import type { SnowflakeClient } from '../../snowflake/client.js';
import { within } from '../bookmark.js';
import { fullRefresh } from '../full-refresh.js';
import { readGrants } from '../grants.js';
import { toUser, users as userKind } from '../kinds/users.js';
import { pagesByName } from '../show.js';
import type { Show } from '../show.js';
import { UserRoles } from '../user-roles.js';
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
                const roles = settings.include_user_roles ? await userRoles(nango, from) : null;
                const resumeAt = walk.resumeAt?.page;
                for await (const page of pagesByName(from, 'SHOW USERS', undefined, resumeAt ? { resumeAt } : {})) {
                    const held = await roles?.of(page.rows.map((row) => row.required('name')));
                    const rolesOf = (user: string): readonly string[] | null => held?.get(user) ?? null;
                    const users = page.rows.map((row) => toUser(row, { ownLogin, rolesOf }));
                    await walk.save(users, page.page && within([], page.page));
                }
            }
        },
        stored
    );
}

async function userRoles(nango: CatalogHandle, from: Show): Promise<UserRoles> {
    const roles = await listRoles(from);
    const grants = await readGrants(from, roles, (role) => role.assigned_to_users !== 0);
    await warnOfUnseen(nango, grants);
    return new UserRoles(from, roles, grants);
}
