/** Tables of every sort: permanent, transient, external, dynamic, hybrid, Iceberg, event. https://docs.snowflake.com/en/sql-reference/sql/show-tables */
import { amount, count, flags, mark, schemaObject, word } from '../fields.js';
import { IN_SCHEMA, listedKind, syncOf } from '../kind.js';
import { ADMINISTRATION, HISTORY_ONLY, leftOut, MOVES } from '../left-out.js';

const fields = {
    ...schemaObject,
    kind: word('TABLE, TRANSIENT, TEMPORARY ...'),
    cluster_by: word(),
    rows: count(),
    bytes: amount(),
    retention_time: count('Days of Time Travel.'),
    ...flags(
        'automatic_clustering, change_tracking, search_optimization, enable_schema_evolution',
        'is_external, is_event, is_hybrid, is_iceberg, is_dynamic, is_immutable'
    ),
    is_interactive: mark('Of an interactive table; missing for all others.')
};

export const tables = {
    ...listedKind('tables', IN_SCHEMA, fields, {
        leftOut: {
            ...leftOut('search_optimization_progress search_optimization_bytes', MOVES),
            ...leftOut('row_timestamp error_logging budget', ADMINISTRATION),
            dropped_on: HISTORY_ONLY
        },
        description:
            'Lists tables of every sort in a schema, a database or the account, with their rows and bytes: the way to find the table to query. Views are in list-views; the columns of one table in describe-table, those of many in list-columns.'
    }),
    sync: syncOf(IN_SCHEMA, fields, 'Table', 'Tables of every sort, with rows, bytes and features.')
};
