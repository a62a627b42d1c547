/**
 * Grants: privileges on objects, and roles held by users and roles. The commands name the same facts differently
 * (SHOW GRANTS OF ROLE has neither privilege nor object), so what a command does not say is null. All of them put
 * names in quotes that need them; here only the object's name keeps them, which can have several parts.
 * https://docs.snowflake.com/en/sql-reference/sql/show-grants
 */
import { z } from 'zod';
import { unquoteIdentifier } from '../../snowflake/identifiers.js';
import type { ShowRow } from '../show-row.js';

export const GrantSchema = z.object({
    created_on: z.string().nullable().describe('ISO 8601, UTC.'),
    privilege: z.string().nullable().describe('SELECT, USAGE, OWNERSHIP ...; null where a role is granted.'),
    granted_on: z.string().nullable().describe('The type of the object: TABLE, DATABASE, ROLE ...'),
    name: z.string().nullable().describe('The object, as Snowflake shows it: each part quoted where it needs quotes.'),
    role: z.string().nullable().describe('The role that is granted, by its plain name.'),
    granted_to: z.string().nullable().describe('ROLE, USER, DATABASE_ROLE, SHARE ...'),
    grantee_name: z
        .string()
        .nullable()
        .describe('The plain name of a role or user, as list-roles and list-users show it.'),
    grant_option: z.boolean().nullable().describe('The grantee may grant it on.'),
    granted_by: z.string().nullable()
});
export type Grant = z.infer<typeof GrantSchema>;

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
        granted_by: plainName(row.text('granted_by'))
    };
}

function plainName(shown: string | null): string | null {
    return shown === null ? null : unquoteIdentifier(shown);
}
