/**
 * Users. Detail columns are null where the role may not see them. Columns that count down by themselves
 * (`mins_to_unlock`, `days_to_expiry`, `mins_to_bypass_mfa`) are left out: they would update every record each run.
 * https://docs.snowflake.com/en/sql-reference/sql/show-users
 */
import { z } from 'zod';
import { anyText } from '../../schema.js';
import { accountObject, derived, flag, flags, readerOf, schemaOf, texts, time, times, word, words } from '../fields.js';
import { IN_ACCOUNT, listedKind } from '../kind.js';
import { ADMINISTRATION, leftOut, MOVES } from '../left-out.js';

const listed = {
    ...accountObject,
    ...texts('login_name, email, first_name, last_name, display_name'),
    type: word('PERSON, SERVICE, LEGACY_SERVICE or null.'),
    created_on: time(),
    ...texts('owner, comment'),
    ...flags('disabled, must_change_password, snowflake_lock'),
    ...words('default_role, default_secondary_roles, default_warehouse, default_namespace'),
    ext_authn_duo: flag(),
    ext_authn_uid: word(),
    ...flags('has_password, has_rsa_public_key, has_mfa, has_pat, has_workload_identity'),
    last_success_login: time("ISO 8601, UTC. Null for the connection's own user, which each run would change."),
    ...times('expires_at_time, locked_until_time')
};

/** What a sync knows beside the row of SHOW USERS. */
export interface UserContext {
    /** The login name of the connection itself. */
    readonly ownLogin: string | null;
    /** Null where they are not known. */
    readonly rolesOf: (user: string) => readonly string[] | null;
}

const fields = {
    ...listed,
    last_success_login: derived(
        ['last_success_login', 'name', 'login_name'],
        listed.last_success_login.schema,
        (row, { ownLogin }: UserContext) => {
            const own =
                ownLogin !== null && [row.text('name'), row.text('login_name')].includes(ownLogin.toUpperCase());
            return own ? null : row.time('last_success_login');
        }
    ),
    roles: derived(
        ['name'],
        z
            .array(anyText)
            .nullable()
            .describe(
                'Roles granted to the user, by name; null unless include_user_roles is set, and where not all may be seen.'
            ),
        (row, { rolesOf }: UserContext) => {
            const held = rolesOf(row.required('name'));
            return held && [...held];
        }
    )
};

export const UserSchema = schemaOf(fields);
export type User = z.infer<typeof UserSchema>;
export const toUser = readerOf<UserContext, typeof fields>(fields);

export const users = {
    ...listedKind('users', IN_ACCOUNT, listed, {
        leftOut: {
            ...leftOut('mins_to_unlock days_to_expiry mins_to_bypass_mfa', MOVES),
            is_from_organization_user: ADMINISTRATION
        },
        items: 'items',
        description:
            'Lists users with login, authentication and role details, as far as the role may see them. What one user may do: list-grants with to_user.'
    }),
    sync: {
        model: 'User',
        description: 'Users with login, authentication and role details. One request.',
        record: "user that the connection's role can see",
        schema: UserSchema
    }
} as const;
