/** Streams: what changed in a table or view since they were last read. https://docs.snowflake.com/en/sql-reference/sql/show-streams */
import { z } from 'zod';
import type { ShowRow } from '../show-row.js';
import { SchemaObjectSchema, toSchemaObject } from './schema-object.js';

export const StreamSchema = SchemaObjectSchema.extend({
    table_name: z.string().nullable().describe('The source, fully qualified.'),
    source_type: z.string().nullable().describe('Table, View, External Table, Stage ...'),
    base_tables: z.string().nullable(),
    type: z.string().nullable().describe('DELTA.'),
    stale: z.boolean().nullable().describe('Its offset is out of the retention period: it must be created anew.'),
    stale_after: z.string().nullable().describe('ISO 8601, UTC.'),
    mode: z.string().nullable().describe('DEFAULT, APPEND_ONLY or INSERT_ONLY.'),
    invalid_reason: z.string().nullable()
});
export type Stream = z.infer<typeof StreamSchema>;

export function toStream(row: ShowRow): Stream {
    const invalid = row.text('invalid_reason');
    return {
        ...toSchemaObject(row),
        table_name: row.text('table_name'),
        source_type: row.text('source_type'),
        base_tables: row.text('base_tables'),
        type: row.text('type'),
        stale: row.flag('stale'),
        stale_after: row.time('stale_after'),
        mode: row.text('mode'),
        invalid_reason: invalid === 'N/A' ? null : invalid
    };
}
