/** SHOW DATABASES. https://docs.snowflake.com/en/sql-reference/sql/show-databases */
import { showColumns, timestampCell, yesNo } from '../../cells.js';
import { IN_ACCOUNT, listed } from '../../listing.js';
import { byName } from '../../names.js';
import { droppedOn, ownerRoleType, TERSE } from '../rows.js';

import type { CellText } from '../../cells.js';
import type { Context } from '../../context.js';
import type { Listing } from '../../listing.js';
import type { Database } from '../../objects/tree.js';

export const databaseListing: Listing = {
    name: 'DATABASES',
    clauses: { ...IN_ACCOUNT, history: true, scopes: 'account' },
    cutAtCap: false,
    columns: (terse, history) =>
        terse
            ? TERSE
            : showColumns(`created_on:time name is_default is_current origin owner comment options retention_time
                ${droppedOn(history)} kind owner_role_type object_visibility data_quality_monitoring_settings
                resharing_settings`),
    objects: (context) =>
        listed(
            byName(context.account.databases.values()).filter((database) => context.access.seesDatabase(database)),
            (database, terse, history) => databaseRow(context, database, terse, history)
        )
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
        ownerRoleType(database),
        null,
        null,
        null
    ];
}
