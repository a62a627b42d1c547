/**
 * Grants: privileges on objects, and roles held by users and roles. The commands name the same facts differently
 * (SHOW GRANTS OF ROLE has neither privilege nor object), so what a command does not say is null.
 * https://docs.snowflake.com/en/sql-reference/sql/show-grants
 */
import { z } from 'zod';
import type { ShowRow } from '../show-row.js';

export const GrantSchema = z.object({
    created_on: z.string().nullable().describe('ISO 8601, UTC.'),
    privilege: z.string().nullable().describe('SELECT, USAGE, OWNERSHIP ...; null where a role is granted.'),
    granted_on: z.string().nullable().describe('The type of the object: TABLE, DATABASE, ROLE ...'),
    name: z.string().nullable().describe('The object, as Snowflake shows it.'),
    role: z.string().nullable().describe('The role that is granted.'),
    granted_to: z.string().nullable().describe('ROLE, USER, DATABASE_ROLE, SHARE ...'),
    grantee_name: z.string().nullable(),
    grant_option: z.boolean().nullable().describe('The grantee may grant it on.'),
    granted_by: z.string().nullable()
});
export type Grant = z.infer<typeof GrantSchema>;

export function toGrant(row: ShowRow): Grant {
    return {
        created_on: row.time('created_on'),
        privilege: row.text('privilege'),
        granted_on: row.text('granted_on'),
        name: row.text('name'),
        role: row.text('role'),
        granted_to: row.text('granted_to'),
        grantee_name: row.text('grantee_name'),
        grant_option: row.flag('grant_option'),
        granted_by: row.text('granted_by')
    };
}
