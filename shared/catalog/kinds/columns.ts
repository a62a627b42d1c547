/**
 * Columns of tables and views. SHOW gives no ordinal, but lists the columns of a table in order; the database is counted
 * too, since an account's listing holds tables of the same name in several. A semantic view can have several columns of
 * one name, of different logical tables that SHOW does not name: they are told apart by their order.
 * https://docs.snowflake.com/en/sql-reference/sql/show-columns
 */
import { z } from 'zod';
import { anyBoolean, anyNumber, anyText } from '../../schema.js';
import { displayIdentifier, fitId, qualifiedName } from '../../snowflake/identifiers.js';
import { decodeJson } from '../../snowflake/values.js';
import { derived, from, readerOf, required, schemaOf, text, texts, word, words } from '../fields.js';
import type { Field, RecordOf } from '../fields.js';
import { IN_TABLE, knownColumns, named } from '../kind.js';
import { ADMINISTRATION } from '../left-out.js';
import type { Keyed } from '../kind.js';
import { comparePaths } from '../paths.js';
import type { ShowRow } from '../show-row.js';

/** What a row does not say by itself. */
export interface ColumnContext {
    /** 1 for the first column of its table. */
    readonly ordinal: number;
    /** The full name of its table. */
    readonly table: string;
    /** 1 for the first column of its name in its table. */
    readonly occurrence: number;
    readonly type: DataType;
}

const DataTypeSchema = z
    .object({
        type: anyText.nullable().catch(null),
        precision: anyNumber.nullable().catch(null),
        scale: anyNumber.nullable().catch(null),
        byteLength: anyNumber.nullable().catch(null),
        length: anyNumber.nullable().catch(null),
        nullable: anyBoolean.nullable().catch(null)
    })
    .catch({ type: null, precision: null, scale: null, byteLength: null, length: null, nullable: null });
export type DataType = z.infer<typeof DataTypeSchema>;

function ofType<Schema extends z.ZodType>(
    schema: Schema,
    read: (type: DataType) => z.output<Schema>
): Field<Schema, ColumnContext> {
    return derived([], schema, (_row, { type }: ColumnContext) => read(type));
}

const fields = {
    id: derived(
        ['database_name', 'schema_name', 'table_name', 'column_name'],
        z
            .string()
            .describe(
                'DATABASE.SCHEMA.TABLE.COLUMN, each part quoted where it needs quotes; with # and a number from the second column of that name on, which semantic views can have.'
            ),
        (row, { table, occurrence }: ColumnContext) => {
            const full = `${table}.${displayIdentifier(row.required('column_name'))}`;
            return fitId(occurrence === 1 ? full : `${full}#${occurrence}`);
        }
    ),
    database_name: required(),
    schema_name: required(),
    table_name: required('The table or view, a semantic view too.'),
    column_name: required(),
    ordinal_position: derived(
        [],
        z.number().describe('1 for the first column, in the order in which Snowflake lists them.'),
        (_row, { ordinal }: ColumnContext) => ordinal
    ),
    data_type: word('The type as Snowflake describes it: JSON text.'),
    data_type_type: ofType(anyText.nullable().describe('FIXED, TEXT, TIMESTAMP_NTZ ...'), ({ type }) => type),
    data_type_precision: ofType(anyNumber.nullable(), ({ precision }) => precision),
    data_type_scale: ofType(anyNumber.nullable(), ({ scale }) => scale),
    data_type_byte_length: ofType(anyNumber.nullable(), ({ byteLength }) => byteLength),
    data_type_length: ofType(anyNumber.nullable(), ({ length }) => length),
    nullable: derived(
        ['data_type', 'null?'],
        anyBoolean.nullable(),
        (row, { type }: ColumnContext) => type.nullable ?? row.flag('null?')
    ),
    default_value: from('default', text()),
    kind: word('COLUMN or VIRTUAL_COLUMN; DIMENSION, FACT or METRIC in a semantic view.'),
    ...texts('expression, comment'),
    ...words('autoincrement, schema_evolution_record')
};

export const ColumnSchema = schemaOf(fields);
export type Column = RecordOf<typeof fields>;

const read = readerOf<ColumnContext, typeof fields>(fields);

/** The columns of one SHOW. */
export function toColumns(rows: readonly ShowRow[]): Column[] {
    const tables = new Map<string, Counted>();
    let table: Counted | undefined;
    return rows.map((row) => {
        // Rows of one table stand together: its name need not be made for each.
        if (table === undefined || !isOf(table, row)) table = countedOf(tables, tableOf(row));
        const { full, occurrences } = table;
        const name = row.required('column_name');
        const occurrence = (occurrences.get(name) ?? 0) + 1;
        occurrences.set(name, occurrence);
        table.ordinal += 1;
        return read(row, { table: full, ordinal: table.ordinal, occurrence, type: typeOf(row.word('data_type')) });
    });
}

/** A table, and what was counted of it so far. */
interface Counted {
    readonly names: readonly string[];
    readonly full: string;
    ordinal: number;
    /** By the name of a column. */
    readonly occurrences: Map<string, number>;
}

function isOf({ names: [database, schema, table] }: Counted, row: ShowRow): boolean {
    return (
        row.required('table_name') === table &&
        row.required('schema_name') === schema &&
        row.required('database_name') === database
    );
}

function countedOf(tables: Map<string, Counted>, names: readonly string[]): Counted {
    const full = qualifiedName(...names);
    const known = tables.get(full);
    if (known !== undefined) return known;
    const counted = { names, full, ordinal: 0, occurrences: new Map<string, number>() };
    tables.set(full, counted);
    return counted;
}

function tableOf(row: ShowRow): string[] {
    return IN_TABLE.names.map((column) => row.required(column));
}

/** An account has many columns and few types. */
const types = new Map<string, DataType>();
const MOST_TYPES = 1000;

function typeOf(written: string | null): DataType {
    const known = types.get(written ?? '');
    if (known !== undefined) return known;
    const type = DataTypeSchema.parse(written === null ? null : decodeJson(written));
    if (types.size >= MOST_TYPES) types.clear();
    types.set(written ?? '', type);
    return type;
}

const ORDINAL_DIGITS = 6;
const TABLE_PARTS = IN_TABLE.names.length;
const FIRST = '';

/** As list-columns gives them: the sync's record, and `default` beside `default_value`. */
export const ColumnItemSchema = ColumnSchema.extend({
    ordinal_position: z
        .number()
        .nullable()
        .describe('1 for the first column; null in a filtered listing, which does not show where a column stands.'),
    default: anyText.nullable().describe('The same as default_value.')
});
export type ColumnItem = z.infer<typeof ColumnItemSchema>;

/**
 * A key is the table, the ordinal, the column's id, and the id of the column before it. An ordinal changes when a column
 * before it is dropped, so the place to go on from is an id; a name can stand in a semantic view twice.
 */
function columnItems(rows: readonly ShowRow[], filtered: boolean): Keyed<ColumnItem>[] {
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
function columnsAfter(items: readonly Keyed<ColumnItem>[], after: readonly string[]): Keyed<ColumnItem>[] | null {
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

export const columns = {
    ...named('columns'),
    columns: knownColumns(fields, { write_default: ADMINISTRATION }),
    ...IN_TABLE,
    sync: {
        model: 'Column',
        description: `Columns of tables and views, with their types. ${IN_TABLE.cost}`,
        record: `column ${IN_TABLE.inScope}`,
        schema: ColumnSchema,
        toRecords: toColumns
    },
    listing: {
        items: 'columns',
        takes: 'table',
        description:
            'Lists columns of a table, a view, a schema, a database or the account, with their types: the way to find in which tables a column is (like). For one table with its keys and policies, use describe-table.',
        schema: ColumnItemSchema,
        toItems: columnItems,
        itemsAfter: columnsAfter
    }
} as const;
