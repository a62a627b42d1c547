/** Tables of every sort: permanent, transient, external, dynamic, hybrid, Iceberg, event. https://docs.snowflake.com/en/sql-reference/sql/show-tables */
import type { z } from 'zod';
import { count, flag, schemaObject, text } from '../fields.js';
import { IN_SCHEMA, listingOf, syncOf } from '../kind.js';

const fields = {
    ...schemaObject,
    kind: text('TABLE, TRANSIENT, TEMPORARY ...'),
    cluster_by: text(),
    rows: count(),
    bytes: count(),
    retention_time: count('Days of Time Travel.'),
    automatic_clustering: flag(),
    change_tracking: flag(),
    search_optimization: flag(),
    enable_schema_evolution: flag(),
    is_external: flag(),
    is_event: flag(),
    is_hybrid: flag(),
    is_iceberg: flag(),
    is_dynamic: flag(),
    is_immutable: flag()
};

export const tables = {
    name: 'tables',
    plural: 'TABLES',
    ...IN_SCHEMA,
    sync: syncOf(fields, {
        model: 'Table',
        description: 'Tables of every sort, with rows, bytes and features. One request per database.',
        record: 'table of the schemas in scope'
    }),
    listing: listingOf(IN_SCHEMA, fields, {
        items: 'tables',
        takes: 'schema',
        description: 'Lists tables of every sort in a schema, a database or the account.'
    })
};
export type Table = z.infer<typeof tables.sync.schema>;
