/** The sync of users; with `include_user_roles` also the roles each one has, read from the roles that have users. */
import { z } from 'zod';
import type { SnowflakeClient } from '../../snowflake/client.js';
import { pageBehind, within } from '../bookmark.js';
import { refuseParts } from '../part.js';
import { fullRefresh } from '../full-refresh.js';
import { readGrants } from '../grants.js';
import { toUser, users as userKind } from '../kinds/users.js';
import type { User } from '../kinds/users.js';
import { pagesByName } from '../show.js';
import type { Show } from '../show.js';
import type { ShowRow } from '../show-row.js';
import { EachUsersRoles, UserRoles } from '../user-roles.js';
import type { RolesOfUsers } from '../user-roles.js';
import type { OpenWalk } from '../listed-model.js';
import { listRoles, warnOfUnseen } from './roles.js';
import type { CatalogHandle, Start } from './start.js';
import { startCatalogSync } from './start.js';

/** Each of them costs a request, which an execution that is cut off has made in vain. */
const USERS_AT_ONCE = 50;
/** The place of a walk that asks of each user. */
const BY_USER = 'by user';

const OwnLoginSchema = z.union([
    z.object({ userName: z.string() }).transform((key) => key.userName),
    z.object({ username: z.string() }).transform((basic) => basic.username),
    z.unknown().transform(() => null)
]);

export async function syncUsers(nango: CatalogHandle, client: SnowflakeClient, stored: unknown): Promise<void> {
    refuseParts('users', nango.variant);
    const start = await startCatalogSync(nango, client, userKind);
    const ownLogin = OwnLoginSchema.parse((await nango.getConnection()).credentials);
    await fullRefresh(
        start,
        {
            model: 'User',
            groupOf: null,
            read: async (walk) => await readUsers(start, walk, ownLogin)
        },
        stored
    );
}

async function readUsers(
    { nango, from, settings }: Start,
    walk: OpenWalk<User>,
    ownLogin: string | null
): Promise<void> {
    const { resumeAt, isResumed } = walk;
    // Where an execution came to its end before all roles were read, users are asked instead, in this whole walk.
    const isByUser = isResumed && (resumeAt === null || resumeAt.place.length > 0);
    const roles = settings.include_user_roles ? await userRoles(nango, from, isByUser) : null;
    const place = isByUser && roles ? [BY_USER] : [];
    let reached = resumeAt?.page ?? null;
    for await (const { rows, page } of pagesByName(
        from,
        'SHOW USERS',
        undefined,
        reached ? { resumeAt: reached } : {}
    )) {
        for (const [portion, isLast] of portionsOf(rows, place.length > 0)) {
            const names = portion.map((row) => row.required('name'));
            const held = await roles?.of(names);
            const rolesOf = (user: string): readonly string[] | null => held?.get(user) ?? null;
            const users = portion.map((row) => toUser(row, { ownLogin, rolesOf }));
            reached = isLast ? page : pageBehind(names, reached);
            await walk.save(users, reached && within(place, reached));
        }
    }
}

/** The rows of a page at once, or the first and then some at a time. */
function* portionsOf(rows: readonly ShowRow[], areSmall: boolean): Generator<[readonly ShowRow[], boolean]> {
    if (!areSmall || rows.length <= 1) {
        yield [rows, true];
        return;
    }
    yield [rows.slice(0, 1), false];
    for (let first = 1; first < rows.length; first += USERS_AT_ONCE) {
        yield [rows.slice(first, first + USERS_AT_ONCE), first + USERS_AT_ONCE >= rows.length];
    }
}

async function userRoles(nango: CatalogHandle, from: Show, isByUser: boolean): Promise<RolesOfUsers> {
    const roles = await listRoles(from);
    if (isByUser) return new EachUsersRoles(from, roles);
    const grants = await readGrants(from, roles, (role) => role.assigned_to_users !== 0);
    await warnOfUnseen(nango, grants);
    return new UserRoles(from, roles, grants);
}
