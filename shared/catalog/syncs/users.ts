/** The sync of users; with `include_user_roles` also the roles each one has, read from the roles that have users. */
import { z } from 'zod';
import { anyText } from '../../schema.js';
import type { SnowflakeClient } from '../../snowflake/client.js';
import { pageBehind, within } from '../bookmark.js';
import { grantsOf } from '../deep/grants.js';
import { refuseParts } from '../part.js';
import { fullRefresh } from '../full-refresh.js';
import { toUser, users as userKind } from '../kinds/users.js';
import type { User } from '../kinds/users.js';
import { portionAfter } from '../portions.js';
import { pagesByName } from '../show.js';
import type { ShowRow } from '../show-row.js';
import { EachUsersRoles, UserRoles } from '../user-roles.js';
import type { RolesOfUsers } from '../user-roles.js';
import type { OpenWalk } from '../listed-model.js';
import { listRoles, warnOfUnseen } from './roles.js';
import type { CatalogHandle, Start } from './start.js';
import { startCatalogSync } from './start.js';

/** The place of a walk that asks of each user. */
const BY_USER = 'by user';

const OwnLoginSchema = z.union([
    z.object({ userName: anyText }).transform((key) => key.userName),
    z.object({ username: anyText }).transform((basic) => basic.username),
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

async function readUsers(start: Start, walk: OpenWalk<User>, ownLogin: string | null): Promise<void> {
    const { from, settings } = start;
    const { resumeAt, isResumed } = walk;
    // Where an execution came to its end before all roles were read, users are asked instead, in this whole walk.
    const isByUser = isResumed && (resumeAt === null || resumeAt.place.length > 0);
    const roles = settings.include_user_roles ? await userRoles(start, isByUser) : null;
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

/** The rows of a page at once, or some at a time. */
function* portionsOf(rows: readonly ShowRow[], areSmall: boolean): Generator<[readonly ShowRow[], boolean]> {
    if (!areSmall || rows.length === 0) {
        yield [rows, true];
        return;
    }
    for (let first = 0; first < rows.length;) {
        const end = first + portionAfter(first);
        yield [rows.slice(first, end), end >= rows.length];
        first = end;
    }
}

async function userRoles(start: Start, isByUser: boolean): Promise<RolesOfUsers> {
    const { nango, from } = start;
    const roles = await listRoles(from);
    if (isByUser) return new EachUsersRoles(from, roles);
    const grants = await grantsOf(start, roles, (role) => role.assigned_to_users !== 0);
    await warnOfUnseen(nango, grants);
    return new UserRoles(from, roles, grants);
}
