/** Tables of every sort: permanent, transient, external, dynamic, hybrid, Iceberg, event. https://docs.snowflake.com/en/sql-reference/sql/show-tables */
import { z } from 'zod';
import type { ShowRow } from '../show-row.js';
import { SchemaObjectSchema, toSchemaObject } from './schema-object.js';

/** Bytes can pass what a number of JSON holds exactly; rows, of at least a byte each, stay far below it. */
const AmountSchema = z
    .union([z.number(), z.string()])
    .nullable()
    .describe('A number; past 2^53 its digits as text, so that none is lost.');

export const TableSchema = SchemaObjectSchema.extend({
    kind: z.string().nullable().describe('TABLE, TRANSIENT, TEMPORARY ...'),
    cluster_by: z.string().nullable(),
    rows: z.number().nullable(),
    bytes: AmountSchema,
    retention_time: z.number().nullable().describe('Days of Time Travel.'),
    automatic_clustering: z.boolean().nullable(),
    change_tracking: z.boolean().nullable(),
    search_optimization: z.boolean().nullable(),
    enable_schema_evolution: z.boolean().nullable(),
    is_external: z.boolean().nullable(),
    is_event: z.boolean().nullable(),
    is_hybrid: z.boolean().nullable(),
    is_iceberg: z.boolean().nullable(),
    is_dynamic: z.boolean().nullable(),
    is_immutable: z.boolean().nullable(),
    is_interactive: z.boolean().optional().describe('Of an interactive table; missing for all others.')
});
export type Table = z.infer<typeof TableSchema>;

export function toTable(row: ShowRow): Table {
    return {
        ...toSchemaObject(row),
        kind: row.word('kind'),
        cluster_by: row.word('cluster_by'),
        rows: row.count('rows'),
        bytes: row.amount('bytes'),
        retention_time: row.count('retention_time'),
        automatic_clustering: row.flag('automatic_clustering'),
        change_tracking: row.flag('change_tracking'),
        search_optimization: row.flag('search_optimization'),
        enable_schema_evolution: row.flag('enable_schema_evolution'),
        is_external: row.flag('is_external'),
        is_event: row.flag('is_event'),
        is_hybrid: row.flag('is_hybrid'),
        is_iceberg: row.flag('is_iceberg'),
        is_dynamic: row.flag('is_dynamic'),
        is_immutable: row.flag('is_immutable'),
        // Missing where it is false: an account that gets the column must not update every record.
        ...(row.flag('is_interactive') === true && { is_interactive: true })
    };
}
