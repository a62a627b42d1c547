/**
 * Users. Detail columns are null where the role may not see them. Columns that count down by themselves
 * (`mins_to_unlock`, `days_to_expiry`, `mins_to_bypass_mfa`) are left out: they would update every record each run.
 * https://docs.snowflake.com/en/sql-reference/sql/show-users
 */
import { z } from 'zod';
import { recordId } from '../../snowflake/identifiers.js';
import type { ShowRow } from '../show-row.js';

export const UserSchema = z.object({
    id: z.string().describe('The name as Snowflake shows it, quoted where it needs quotes.'),
    name: z.string(),
    login_name: z.string().nullable(),
    email: z.string().nullable(),
    first_name: z.string().nullable(),
    last_name: z.string().nullable(),
    display_name: z.string().nullable(),
    type: z.string().nullable().describe('PERSON, SERVICE, LEGACY_SERVICE or null.'),
    created_on: z.string().nullable().describe('ISO 8601, UTC.'),
    owner: z.string().nullable(),
    comment: z.string().nullable(),
    disabled: z.boolean().nullable(),
    must_change_password: z.boolean().nullable(),
    snowflake_lock: z.boolean().nullable(),
    default_role: z.string().nullable(),
    default_secondary_roles: z.string().nullable(),
    default_warehouse: z.string().nullable(),
    default_namespace: z.string().nullable(),
    ext_authn_duo: z.boolean().nullable(),
    ext_authn_uid: z.string().nullable(),
    has_password: z.boolean().nullable(),
    has_rsa_public_key: z.boolean().nullable(),
    has_mfa: z.boolean().nullable(),
    has_pat: z.boolean().nullable(),
    has_workload_identity: z.boolean().nullable(),
    last_success_login: z
        .string()
        .nullable()
        .describe("ISO 8601, UTC. Null for the connection's own user, which each run would change."),
    expires_at_time: z.string().nullable().describe('ISO 8601, UTC.'),
    locked_until_time: z.string().nullable().describe('ISO 8601, UTC.'),
    roles: z
        .array(z.string())
        .nullable()
        .describe(
            'Roles granted to the user, by name; null unless include_user_roles is set, and where not all may be seen.'
        )
});
export type User = z.infer<typeof UserSchema>;

/** `ownLogin` is the login name of the connection itself. */
export function toUser(row: ShowRow, ownLogin: string | null, roles: readonly string[] | null): User {
    const name = row.required('name');
    const loginName = row.text('login_name');
    const own = ownLogin !== null && [name, loginName].includes(ownLogin.toUpperCase());
    return {
        id: recordId(name),
        name,
        login_name: loginName,
        email: row.text('email'),
        first_name: row.text('first_name'),
        last_name: row.text('last_name'),
        display_name: row.text('display_name'),
        type: row.text('type'),
        created_on: row.time('created_on'),
        owner: row.text('owner'),
        comment: row.text('comment'),
        disabled: row.flag('disabled'),
        must_change_password: row.flag('must_change_password'),
        snowflake_lock: row.flag('snowflake_lock'),
        default_role: row.text('default_role'),
        default_secondary_roles: row.text('default_secondary_roles'),
        default_warehouse: row.text('default_warehouse'),
        default_namespace: row.text('default_namespace'),
        ext_authn_duo: row.flag('ext_authn_duo'),
        ext_authn_uid: row.text('ext_authn_uid'),
        has_password: row.flag('has_password'),
        has_rsa_public_key: row.flag('has_rsa_public_key'),
        has_mfa: row.flag('has_mfa'),
        has_pat: row.flag('has_pat'),
        has_workload_identity: row.flag('has_workload_identity'),
        last_success_login: own ? null : row.time('last_success_login'),
        expires_at_time: row.time('expires_at_time'),
        locked_until_time: row.time('locked_until_time'),
        roles: roles === null ? null : [...roles]
    };
}
