/**
 * Columns as list-columns gives them: the sync's record, and `default` beside `default_value`. They stand in the order
 * of their table. An ordinal changes when a column before it is dropped, so the place to go on from is an id; a name
 * can stand in a semantic view twice.
 */
import { z } from 'zod';
import { qualifiedName } from '../../snowflake/identifiers.js';
import { ColumnSchema, toColumns } from '../kinds/column.js';
import type { ShowRow } from '../show-row.js';
import type { Keyed } from './listings.js';
import { comparePaths } from './paths.js';

const ORDINAL_DIGITS = 6;
/** Database, schema and table, which a key begins with. */
const TABLE_PARTS = 3;
const FIRST = '';

export const ColumnItemSchema = ColumnSchema.extend({
    ordinal_position: z
        .number()
        .nullable()
        .describe('1 for the first column; null in a filtered listing, which does not show where a column stands.'),
    default: z.string().nullable().describe('The same as default_value.')
});
export type ColumnItem = z.infer<typeof ColumnItemSchema>;

/** A key is the table, the ordinal, the column's id, and the id of the column before it. */
export function columnItems(rows: readonly ShowRow[], filtered: boolean): Keyed<ColumnItem>[] {
    const previous = new Map<string, string>();
    return toColumns(rows).map((column) => {
        const place = [column.database_name, column.schema_name, column.table_name];
        const table = qualifiedName(...place);
        const before = previous.get(table) ?? FIRST;
        previous.set(table, column.id);
        return {
            key: [...place, String(column.ordinal_position).padStart(ORDINAL_DIGITS, '0'), column.id, before],
            name: column.column_name,
            item: {
                ...column,
                ordinal_position: filtered ? null : column.ordinal_position,
                default: column.default_value
            }
        };
    });
}

/** Within its table after the last column given, or after the one before it where that was dropped. */
export function columnsAfter(
    items: readonly Keyed<ColumnItem>[],
    after: readonly string[]
): Keyed<ColumnItem>[] | null {
    const [id, before] = after.slice(TABLE_PARTS + 1);
    const inTable = items.filter((item) => compareTables(item, after) === 0);
    const last = inTable.find(({ item }) => item.id === id) ?? inTable.find(({ item }) => item.id === before);
    if (last === undefined && inTable.length > 0 && before !== FIRST) return null;
    return items.filter((item) => {
        const order = compareTables(item, after);
        return order > 0 || (order === 0 && (last === undefined || comparePaths(item.key, last.key) > 0));
    });
}

function compareTables({ key }: Keyed<ColumnItem>, after: readonly string[]): number {
    return comparePaths(key.slice(0, TABLE_PARTS), after.slice(0, TABLE_PARTS));
}
