/** The sync of users; with `include_user_roles` also the roles each one has, read from the roles that have users. */
import { z } from 'zod';
import type { SnowflakeClient } from '../../snowflake/client.js';
import { fullRefresh, pageCheckpoint, pageOf } from '../full-refresh.js';
import { readGrants, rolesByMember } from '../grants.js';
import { toUser } from '../kinds/users.js';
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
    const { settings, from } = await startCatalogSync(nango, client);
    const ownLogin = OwnLoginSchema.parse((await nango.getConnection()).credentials);
    await fullRefresh(nango, 'User', stored, async ({ checkpoint, save }) => {
        const rolesOf = settings.include_user_roles ? await rolesByUser(nango, from) : null;
        const resumeAt = pageOf(checkpoint);
        for await (const page of pagesByName(from, 'SHOW USERS', undefined, resumeAt ? { resumeAt } : {})) {
            const users = page.rows.map((row) =>
                toUser(row, { ownLogin, rolesOf: rolesOf && ((user) => rolesOf.get(user) ?? []) })
            );
            await save(users, pageCheckpoint(page.position));
        }
    });
}

async function rolesByUser(nango: CatalogHandle, from: Show): Promise<Map<string, string[]>> {
    const grants = await readGrants(from, await listRoles(from), (role) => role.assigned_to_users !== 0);
    await warnOfUnseen(nango, grants);
    return rolesByMember(grants, (members) => members.users);
}
