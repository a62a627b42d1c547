/**
 * Roles and their hierarchy. The counts come with SHOW ROLES; who a role is granted to comes from SHOW GRANTS OF ROLE.
 * https://docs.snowflake.com/en/sql-reference/sql/show-roles
 */
import { z } from 'zod';
import { recordId } from '../../snowflake/identifiers.js';
import type { ShowRow } from '../show-row.js';

export const RoleSchema = z.object({
    id: z.string().describe('The name as Snowflake shows it, quoted where it needs quotes.'),
    name: z.string(),
    is_default: z.boolean().nullable(),
    is_current: z.boolean().nullable(),
    is_inherited: z.boolean().nullable(),
    assigned_to_users: z.number().nullable().describe('How many users have this role.'),
    granted_to_roles: z.number().nullable().describe('How many roles have this role.'),
    granted_roles: z.number().nullable().describe('How many roles this role has.'),
    created_on: z.string().nullable().describe('ISO 8601, UTC.'),
    owner: z.string().nullable(),
    comment: z.string().nullable(),
    parent_roles: z
        .array(z.string())
        .nullable()
        .describe('Roles that have this role, by name; null where they may not be seen.'),
    child_roles: z
        .array(z.string())
        .nullable()
        .describe('Roles that this role has, by name; null where not all of them may be seen.'),
    users: z
        .array(z.string())
        .nullable()
        .describe('Users that have this role, by name; null where they may not be seen.')
});
export type Role = z.infer<typeof RoleSchema>;

/** The part of a role that SHOW ROLES gives. */
export type ListedRole = Omit<Role, 'parent_roles' | 'child_roles' | 'users'>;

export function toListedRole(row: ShowRow): ListedRole {
    const name = row.required('name');
    return {
        id: recordId(name),
        name,
        is_default: row.flag('is_default'),
        is_current: row.flag('is_current'),
        is_inherited: row.flag('is_inherited'),
        assigned_to_users: row.count('assigned_to_users'),
        granted_to_roles: row.count('granted_to_roles'),
        granted_roles: row.count('granted_roles'),
        created_on: row.time('created_on'),
        owner: row.text('owner'),
        comment: row.text('comment')
    };
}
