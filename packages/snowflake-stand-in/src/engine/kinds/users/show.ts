/**
 * SHOW USERS. Some columns change by themselves (days_to_expiry, mins_to_unlock, last_success_login).
 * https://docs.snowflake.com/en/sql-reference/sql/show-users
 */
import { showColumns, timestampCell } from '../../cells.js';
import { IN_ACCOUNT, listed } from '../../listing.js';
import { byName } from '../../names.js';

import type { CellText } from '../../cells.js';
import type { Context } from '../../context.js';
import type { Listing } from '../../listing.js';
import type { User } from '../../objects/user.js';

const USER_COLUMNS = showColumns(`name created_on:time login_name display_name first_name last_name email mins_to_unlock
                days_to_expiry comment disabled must_change_password snowflake_lock default_warehouse
                default_namespace default_role default_secondary_roles ext_authn_duo ext_authn_uid
                mins_to_bypass_mfa owner last_success_login:time expires_at_time:time locked_until_time:time
                has_password has_rsa_public_key type has_mfa has_pat has_workload_identity
                is_from_organization_user`);
const TERSE_USER = [
    'name',
    'created_on',
    'display_name',
    'first_name',
    'last_name',
    'email',
    'comment',
    'has_password',
    'has_rsa_public_key',
    'type',
    'has_mfa',
    'has_pat',
    'has_workload_identity',
    'is_from_organization_user'
];
const TERSE_USER_INDEXES = new Set(TERSE_USER.map((name) => USER_COLUMNS.findIndex((column) => column.name === name)));

export const userListing: Listing = {
    name: 'USERS',
    clauses: IN_ACCOUNT,
    cutAtCap: false,
    columns: (terse) => (terse ? USER_COLUMNS.filter((_, index) => TERSE_USER_INDEXES.has(index)) : USER_COLUMNS),
    objects: (context) =>
        listed(byName(context.account.users.values()), (user, terse) => {
            const cells = userRow(context, user);
            return terse ? cells.filter((_, index) => TERSE_USER_INDEXES.has(index)) : cells;
        })
};

/** The name is for everybody; the rest only for the user's owner and holders of MANAGE GRANTS. */
function userRow(context: Context, user: User): CellText[] {
    if (!context.access.managesGrants && !context.access.owns(user)) {
        return USER_COLUMNS.map((_, index) => (index === 0 ? user.name : null));
    }
    const now = context.account.now();
    const lockedFor = (user.lockedUntil ?? now) - now;
    const locked = lockedFor > 0;
    return [
        user.name,
        timestampCell(user.createdOn),
        user.loginName,
        user.displayName,
        user.firstName,
        user.lastName,
        user.email,
        lockedFor > 0 ? String(Math.ceil(lockedFor / 60_000)) : '',
        user.expiresAt === null ? '' : ((user.expiresAt - now) / 86_400_000).toFixed(6),
        user.comment,
        String(user.disabled),
        String(user.mustChangePassword),
        String(locked),
        user.defaultWarehouse ?? '',
        user.defaultNamespace ?? '',
        user.defaultRole ?? '',
        user.defaultSecondaryRoles,
        'false',
        '',
        '',
        user.owner,
        timestampCell(user.lastSuccessLogin),
        timestampCell(user.expiresAt),
        timestampCell(locked ? user.lockedUntil : null),
        String(user.password !== null),
        String(user.rsaPublicKey !== null || user.rsaPublicKey2 !== null),
        user.userType,
        String(user.mfa),
        String(user.programmaticAccessTokens.length + Object.keys(user.namedAccessTokens).length > 0),
        'false',
        'false'
    ];
}
