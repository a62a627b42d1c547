/** SHOW of what belongs to the account itself: databases, roles, users, warehouses, network policies. */
import { numberCell, showColumns, timestampCell, yesNo } from './cells.js';
import { byName, databasesIn } from './listing.js';
import { userListing } from './show-users.js';
import { warehouseListing } from './show-warehouses.js';

import type { CellText } from './cells.js';
import type { Context } from './context.js';
import type { Database, Role, Schema } from './objects.js';
import type { Listed, Listing } from './listing.js';

const TERSE = showColumns('created_on:time name kind database_name schema_name');
const droppedOn = (history: boolean): string => (history ? 'dropped_on:time' : '');
const ownerRoleType = (owner: string): string => (owner === '' ? '' : 'ROLE');

const databases: Listing = {
    columns: (terse, history) =>
        terse
            ? TERSE
            : showColumns(`created_on:time name is_default is_current origin owner comment options retention_time
                ${droppedOn(history)} kind owner_role_type object_visibility data_quality_monitoring_settings
                resharing_settings`),
    objects: (context) =>
        byName(context.account.databases.values())
            .filter((database) => context.access.seesDatabase(database))
            .map((database) => ({
                name: database.name,
                securable: database,
                row: (terse, history) => databaseRow(context, database, terse, history)
            }))
};

function databaseRow(context: Context, database: Database, terse: boolean, history: boolean): CellText[] {
    const created = timestampCell(database.createdOn);
    if (terse) return [created, database.name, database.kind, null, null];
    const user = context.account.users.get(context.session.user);
    return [
        created,
        database.name,
        yesNo(user?.defaultNamespace?.split('.')[0] === database.name),
        yesNo(context.session.database === database.name),
        database.origin,
        database.owner,
        database.comment,
        database.options,
        String(database.retentionDays),
        ...(history ? [null] : []),
        database.kind,
        ownerRoleType(database.owner),
        null,
        null,
        null
    ];
}

const schemas: Listing = {
    columns: (terse, history) =>
        terse
            ? TERSE
            : showColumns(`created_on:time name is_default is_current database_name owner comment options retention_time
                ${droppedOn(history)} owner_role_type classification_profile_database
                classification_profile_schema classification_profile object_visibility is_nested`),
    *objects(context, command): Generator<Listed, void, undefined> {
        for (const database of databasesIn(context, command)) {
            for (const schema of byName(database.schemas.values())) {
                if (!context.access.seesSchema(schema)) continue;
                yield {
                    name: schema.name,
                    securable: schema,
                    row: (terse, history) => schemaRow(context, schema, terse, history)
                };
            }
        }
    }
};

function schemaRow(context: Context, schema: Schema, terse: boolean, history: boolean): CellText[] {
    const created = timestampCell(schema.createdOn);
    const database = schema.database.name;
    if (terse) return [created, schema.name, null, database, null];
    const user = context.account.users.get(context.session.user);
    return [
        created,
        schema.name,
        yesNo(user?.defaultNamespace === `${database}.${schema.name}`),
        yesNo(context.session.database === database && context.session.schema === schema.name),
        database,
        schema.owner,
        schema.comment,
        schema.options,
        String(schema.retentionDays),
        ...(history ? [null] : []),
        ownerRoleType(schema.owner),
        null,
        null,
        null,
        null,
        'false'
    ];
}

const roles: Listing = {
    columns: (terse) =>
        terse
            ? showColumns('created_on:time name is_default is_current is_inherited')
            : showColumns(`created_on:time name is_default is_current is_inherited assigned_to_users:number
                granted_to_roles:number granted_roles:number owner comment is_from_organization_user_group`),
    objects: (context) => {
        const mine = context.account.grants.rolesForUser(context.session.user);
        const visible = (role: Role): boolean =>
            context.access.managesGrants || mine.has(role.name) || context.access.hasAny(role);
        return byName(context.account.roles.values())
            .filter(visible)
            .map((role) => ({ name: role.name, securable: role, row: (terse) => roleRow(context, role, terse) }));
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

const networkPolicies: Listing = {
    columns: () =>
        showColumns(`created_on:time name comment entries_in_allowed_ip_list:number
                entries_in_blocked_ip_list:number`),
    objects: (context) =>
        byName(context.account.networkPolicies.values())
            .filter((policy) => context.access.managesGrants || context.access.hasAny(policy))
            .map((policy) => ({
                name: policy.name,
                securable: policy,
                row: () => [
                    timestampCell(policy.createdOn),
                    policy.name,
                    policy.comment,
                    numberCell(policy.allowed.length),
                    numberCell(policy.blocked.length)
                ]
            }))
};

export const accountListings = {
    DATABASES: databases,
    SCHEMAS: schemas,
    ROLES: roles,
    USERS: userListing,
    WAREHOUSES: warehouseListing,
    'NETWORK POLICIES': networkPolicies
};
