/** Columns as list-columns gives them: the sync's record, and `default` beside `default_value`. */
import { z } from 'zod';
import { ColumnSchema, toColumns } from '../kinds/column.js';
import type { ShowRow } from '../show-row.js';
import type { Keyed } from './listings.js';

const ORDINAL_DIGITS = 6;

export const ColumnItemSchema = ColumnSchema.extend({
    ordinal_position: z
        .number()
        .nullable()
        .describe('1 for the first column; null in a filtered listing, which does not show where a column stands.'),
    default: z.string().nullable().describe('The same as default_value.')
});
export type ColumnItem = z.infer<typeof ColumnItemSchema>;

export function columnItems(rows: readonly ShowRow[], filtered: boolean): Keyed<ColumnItem>[] {
    return toColumns(rows).map((column) => ({
        key: [
            column.database_name,
            column.schema_name,
            column.table_name,
            String(column.ordinal_position).padStart(ORDINAL_DIGITS, '0')
        ],
        name: column.column_name,
        item: {
            ...column,
            ordinal_position: filtered ? null : column.ordinal_position,
            default: column.default_value
        }
    }));
}
