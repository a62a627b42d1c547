/**
 * Grants: privileges on objects, and roles held by users and roles. The commands name the same facts differently
 * (SHOW GRANTS OF ROLE has neither privilege nor object), so what a command does not say is null. All of them put
 * names in quotes that need them; here only the object's name keeps them, which can have several parts. A grant on all
 * objects of a container (an inherited one) has no object's name, but its container's.
 * https://docs.snowflake.com/en/sql-reference/sql/show-grants
 */
import { z } from 'zod';
import { anyBoolean, anyText, nullable } from '../schema.js';
import { unquoteIdentifier } from '../snowflake/identifiers.js';
import type { ShowRow } from './show-row.js';

export const GrantSchema = z.object({
    created_on: nullable(anyText, 'ISO 8601, UTC.'),
    privilege: nullable(anyText, 'SELECT, USAGE, OWNERSHIP ...; null where a role is granted.'),
    granted_on: nullable(
        anyText,
        'The type of the object: TABLE, DATABASE, ROLE ... A view is a TABLE in accounts without bundle 2026_06.'
    ),
    name: nullable(
        anyText,
        'The object, as Snowflake shows it: each part quoted where it needs quotes; null for a grant on all of them.'
    ),
    role: nullable(anyText, 'The role that is granted, by its plain name.'),
    granted_to: nullable(anyText, 'ROLE, USER, DATABASE_ROLE, SHARE ...'),
    grantee_name: nullable(
        anyText,
        'The plain name of a role or user, as list-roles and list-users show it. Database roles and shares have their prefix in accounts without bundle 2026_06.'
    ),
    grant_option: nullable(anyBoolean, 'The grantee may grant it on.'),
    granted_by: anyText.nullable(),
    is_inherited: nullable(
        anyBoolean,
        'The grant is on all objects of a type in a container; null where Snowflake does not say.'
    ),
    inherited_from: nullable(anyText, 'The type of the container: ACCOUNT, DATABASE or SCHEMA.'),
    inherited_from_database: nullable(anyText, "The container's database, by its plain name."),
    inherited_from_schema: nullable(anyText, "The container's schema, by its plain name.")
});
export type Grant = z.infer<typeof GrantSchema>;

/** Of SHOW GRANTS in all its forms: those that are read, and two of FUTURE GRANTS, which is not asked for. */
export const grants = {
    plural: 'GRANTS',
    columns: new Set([...Object.keys(GrantSchema.shape), 'grant_on', 'grant_to'])
};

export function toGrant(row: ShowRow): Grant {
    return {
        created_on: row.time('created_on'),
        privilege: row.word('privilege'),
        granted_on: row.word('granted_on'),
        name: row.text('name'),
        role: plainName(row.text('role')),
        granted_to: row.word('granted_to'),
        grantee_name: plainName(row.text('grantee_name')),
        grant_option: row.flag('grant_option'),
        granted_by: plainName(row.text('granted_by')),
        is_inherited: row.flag('is_inherited'),
        inherited_from: row.word('inherited_from'),
        inherited_from_database: plainName(row.text('inherited_from_database')),
        inherited_from_schema: plainName(row.text('inherited_from_schema'))
    };
}

function plainName(shown: string | null): string | null {
    return shown === null ? null : unquoteIdentifier(shown);
}
