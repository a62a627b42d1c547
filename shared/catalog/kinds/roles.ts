/**
 * Roles and their hierarchy. The counts come with SHOW ROLES; who a role is granted to comes from SHOW GRANTS OF ROLE.
 * https://docs.snowflake.com/en/sql-reference/sql/show-roles
 */
import { z } from 'zod';
import { anyText } from '../../schema.js';
import { accountObject, count, flags, readerOf, schemaOf, texts, time } from '../fields.js';
import type { RecordOf } from '../fields.js';
import { IN_ACCOUNT, listedKind } from '../kind.js';
import { ADMINISTRATION } from '../left-out.js';

const listed = {
    ...accountObject,
    ...flags('is_default, is_current, is_inherited'),
    assigned_to_users: count('How many users have this role.'),
    granted_to_roles: count('How many roles have this role.'),
    granted_roles: count('How many roles this role has.'),
    created_on: time(),
    ...texts('owner, comment')
};

/** The part of a role that SHOW ROLES gives. */
export type ListedRole = RecordOf<typeof listed>;
export const toListedRole = readerOf<unknown, typeof listed>(listed);

export const RoleSchema = schemaOf(listed).extend({
    parent_roles: z
        .array(anyText)
        .nullable()
        .describe('Roles that have this role, by name; null where they may not be seen.'),
    child_roles: z
        .array(anyText)
        .nullable()
        .describe('Roles that this role has, by name; null where not all of them may be seen.'),
    users: z.array(anyText).nullable().describe('Users that have this role, by name; null where they may not be seen.')
});
export type Role = z.infer<typeof RoleSchema>;

export const roles = {
    ...listedKind('roles', IN_ACCOUNT, listed, {
        leftOut: { is_from_organization_user_group: ADMINISTRATION },
        description: 'Lists roles with the counts of their members. Who has a role, and what it may do: list-grants.'
    }),
    sync: {
        model: 'Role',
        description:
            'Roles with their hierarchy and the users they are granted to. One request, and one per role with members.',
        record: 'role, with its parents, its children and its users',
        schema: RoleSchema
    }
} as const;
