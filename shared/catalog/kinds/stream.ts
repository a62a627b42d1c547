/** Streams: what changed in a table or view since they were last read. https://docs.snowflake.com/en/sql-reference/sql/show-streams */
import { z } from 'zod';
import type { ShowRow } from '../show-row.js';
import { SchemaObjectSchema, toSchemaObject } from './schema-object.js';

export const StreamSchema = SchemaObjectSchema.extend({
    table_name: z
        .string()
        .nullable()
        .describe('The source, fully qualified; null where the role does not see it, or it was dropped.'),
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
    return {
        ...toSchemaObject(row),
        table_name: sourceOf(row.word('table_name')),
        source_type: row.word('source_type'),
        base_tables: sourceOf(row.word('base_tables')),
        type: row.word('type'),
        stale: row.flag('stale'),
        stale_after: row.time('stale_after'),
        mode: row.word('mode'),
        invalid_reason: row.word('invalid_reason')
    };
}

/**
 * A name is fully qualified here. Of a source that was dropped, or that the role may not see, Snowflake writes the
 * sentence "No privilege or table dropped" in its place.
 */
function sourceOf(text: string | null): string | null {
    return text === null || !text.includes('.') || /^no privilege\b/i.test(text) ? null : text;
}
