/** SHOW SCHEMAS. https://docs.snowflake.com/en/sql-reference/sql/show-schemas */
import { showColumns, timestampCell, yesNo } from '../../cells.js';
import { databasesIn, IN_ACCOUNT, listed } from '../../listing.js';
import { byName } from '../../names.js';
import { droppedOn, ownerRoleType, TERSE } from '../rows.js';

import type { CellText } from '../../cells.js';
import type { Context } from '../../context.js';
import type { Listing, ShowCommand } from '../../listing.js';
import type { Schema } from '../../objects/tree.js';

export const schemaListing: Listing = {
    name: 'SCHEMAS',
    clauses: { ...IN_ACCOUNT, history: true, scopes: 'database' },
    cutAtCap: false,
    columns: (terse, history) =>
        terse
            ? TERSE
            : showColumns(`created_on:time name is_default is_current database_name owner comment options retention_time
                ${droppedOn(history)} owner_role_type classification_profile_database
                classification_profile_schema classification_profile object_visibility is_nested`),
    objects: (context, command) =>
        listed(visibleSchemas(context, command), (schema, terse, history) => schemaRow(context, schema, terse, history))
};

function* visibleSchemas(context: Context, command: ShowCommand): Generator<Schema, void, undefined> {
    for (const database of databasesIn(context, command)) {
        for (const schema of byName(database.schemas.values())) if (context.access.seesSchema(schema)) yield schema;
    }
}

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
        ownerRoleType(schema),
        null,
        null,
        null,
        null,
        'false'
    ];
}
