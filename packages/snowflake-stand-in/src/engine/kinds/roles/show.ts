/** SHOW ROLES. https://docs.snowflake.com/en/sql-reference/sql/show-roles */
import { numberCell, showColumns, timestampCell, yesNo } from '../../cells.js';
import { IN_ACCOUNT, listed } from '../../listing.js';
import { byName } from '../../names.js';

import type { CellText } from '../../cells.js';
import type { Context } from '../../context.js';
import type { Listing } from '../../listing.js';
import type { Role } from '../../objects/role.js';

export const roleListing: Listing = {
    name: 'ROLES',
    clauses: IN_ACCOUNT,
    cutAtCap: true,
    columns: (terse) =>
        terse
            ? showColumns('created_on:time name is_default is_current is_inherited')
            : showColumns(`created_on:time name is_default is_current is_inherited assigned_to_users:number
                granted_to_roles:number granted_roles:number owner comment is_from_organization_user_group`),
    objects: (context) => {
        const mine = context.account.grants.rolesForUser(context.session.user);
        const visible = (role: Role): boolean =>
            context.access.managesGrants || mine.has(role.name) || context.access.hasAny(role);
        return listed(byName(context.account.roles.values()).filter(visible), (role, terse) =>
            roleRow(context, role, terse)
        );
    }
};

function roleRow(context: Context, role: Role, terse: boolean): CellText[] {
    const { grants } = context.account;
    const current = context.session.role;
    const user = context.account.users.get(context.session.user);
    const start = [
        timestampCell(role.createdOn),
        role.name,
        yesNo(user?.defaultRole === role.name),
        yesNo(role.name === current),
        yesNo(role.name !== current && grants.closure(current).has(role.name))
    ];
    if (terse) return start;
    const grantees = grants.granteesOf(role.name);
    const toUsers = grantees.filter((grant) => grant.grantee.kind === 'USER').length;
    return [
        ...start,
        numberCell(toUsers),
        numberCell(grantees.length - toUsers),
        numberCell(grants.rolesOf({ kind: 'ROLE', name: role.name }).length),
        role.owner,
        role.comment,
        'false'
    ];
}
