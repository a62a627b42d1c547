/** Views, secure and materialized ones too. https://docs.snowflake.com/en/sql-reference/sql/show-views */
import { z } from 'zod';
import type { ShowRow } from '../show-row.js';
import { SchemaObjectSchema, toSchemaObject } from './schema-object.js';

export const ViewSchema = SchemaObjectSchema.extend({
    text: z.string().nullable().describe('The defining statement; null for a secure view that the role does not own.'),
    is_secure: z.boolean().nullable(),
    is_materialized: z.boolean().nullable(),
    change_tracking: z.boolean().nullable()
});
export type View = z.infer<typeof ViewSchema>;

export function toView(row: ShowRow): View {
    return {
        ...toSchemaObject(row),
        text: row.text('text'),
        is_secure: row.flag('is_secure'),
        is_materialized: row.flag('is_materialized'),
        change_tracking: row.flag('change_tracking')
    };
}
