/** Tables of every sort: permanent, transient, external, dynamic, hybrid, Iceberg, event. https://docs.snowflake.com/en/sql-reference/sql/show-tables */
import type { z } from 'zod';
import { count, counts, flags, schemaObject, text } from '../fields.js';
import { IN_SCHEMA, listingOf, syncOf } from '../kind.js';

const fields = {
    ...schemaObject,
    kind: text('TABLE, TRANSIENT, TEMPORARY ...'),
    cluster_by: text(),
    ...counts('rows', 'bytes'),
    retention_time: count('Days of Time Travel.'),
    ...flags(
        'automatic_clustering',
        'change_tracking',
        'search_optimization',
        'enable_schema_evolution',
        'is_external',
        'is_event',
        'is_hybrid',
        'is_iceberg',
        'is_dynamic',
        'is_immutable'
    )
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
