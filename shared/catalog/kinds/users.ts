/**
 * Users. Detail columns are null where the role may not see them. Columns that count down by themselves
 * (`mins_to_unlock`, `days_to_expiry`, `mins_to_bypass_mfa`) are left out: they would update every record each run.
 * https://docs.snowflake.com/en/sql-reference/sql/show-users
 */
import { z } from 'zod';
import { accountObject, derived, flag, readerOf, schemaOf, text, time } from '../fields.js';
import { IN_ACCOUNT, listingOf } from '../kind.js';

const listed = {
    ...accountObject,
    login_name: text(),
    email: text(),
    first_name: text(),
    last_name: text(),
    display_name: text(),
    type: text('PERSON, SERVICE, LEGACY_SERVICE or null.'),
    created_on: time(),
    owner: text(),
    comment: text(),
    disabled: flag(),
    must_change_password: flag(),
    snowflake_lock: flag(),
    default_role: text(),
    default_secondary_roles: text(),
    default_warehouse: text(),
    default_namespace: text(),
    ext_authn_duo: flag(),
    ext_authn_uid: text(),
    has_password: flag(),
    has_rsa_public_key: flag(),
    has_mfa: flag(),
    has_pat: flag(),
    has_workload_identity: flag(),
    last_success_login: time("ISO 8601, UTC. Null for the connection's own user, which each run would change."),
    expires_at_time: time(),
    locked_until_time: time()
};

/** What a sync knows beside the row of SHOW USERS. */
export interface UserContext {
    /** The login name of the connection itself. */
    readonly ownLogin: string | null;
    readonly rolesOf: ((user: string) => readonly string[]) | null;
}

const fields = {
    ...listed,
    last_success_login: derived(listed.last_success_login.schema, (row, { ownLogin }: UserContext) => {
        const own = ownLogin !== null && [row.text('name'), row.text('login_name')].includes(ownLogin.toUpperCase());
        return own ? null : row.time('last_success_login');
    }),
    roles: derived(
        z
            .array(z.string())
            .nullable()
            .describe('Roles granted to the user, by name; null unless include_user_roles is set.'),
        (row, { rolesOf }: UserContext) => rolesOf && [...rolesOf(row.required('name'))]
    )
};

export const UserSchema = schemaOf(fields);
export type User = z.infer<typeof UserSchema>;
export const toUser = readerOf<UserContext, typeof fields>(fields);

export const users = {
    name: 'users',
    plural: 'USERS',
    ...IN_ACCOUNT,
    sync: {
        model: 'User',
        description: 'Users with login, authentication and role details. One request.',
        record: "user that the connection's role can see",
        schema: UserSchema
    },
    listing: listingOf(IN_ACCOUNT, listed, {
        items: 'items',
        takes: 'account',
        description: 'Lists users with login, authentication and role details.'
    })
} as const;
