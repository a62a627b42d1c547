/** Columns of tables and views. https://docs.snowflake.com/en/sql-reference/sql/show-columns */
import { z } from 'zod';
import { fitId, qualifiedName } from '../../snowflake/identifiers.js';
import { decodeJson } from '../../snowflake/values.js';
import type { ShowRow } from '../show-row.js';

export const ColumnSchema = z.object({
    id: z
        .string()
        .describe(
            'DATABASE.SCHEMA.TABLE.COLUMN, each part quoted where it needs quotes; with # and a number from the second column of that name on, which semantic views can have.'
        ),
    database_name: z.string(),
    schema_name: z.string(),
    table_name: z.string().describe('The table or view, a semantic view too.'),
    column_name: z.string(),
    ordinal_position: z.number().describe('1 for the first column, in the order in which Snowflake lists them.'),
    data_type: z.string().nullable().describe('The type as Snowflake describes it: JSON text.'),
    data_type_type: z.string().nullable().describe('FIXED, TEXT, TIMESTAMP_NTZ ...'),
    data_type_precision: z.number().nullable(),
    data_type_scale: z.number().nullable(),
    data_type_byte_length: z.number().nullable(),
    data_type_length: z.number().nullable(),
    nullable: z.boolean().nullable(),
    default_value: z.string().nullable(),
    kind: z.string().nullable().describe('COLUMN or VIRTUAL_COLUMN; DIMENSION, FACT or METRIC in a semantic view.'),
    expression: z.string().nullable(),
    comment: z.string().nullable(),
    autoincrement: z.string().nullable(),
    schema_evolution_record: z.string().nullable()
});
export type Column = z.infer<typeof ColumnSchema>;

const DataTypeSchema = z
    .object({
        type: z.string().nullable().catch(null),
        precision: z.number().nullable().catch(null),
        scale: z.number().nullable().catch(null),
        byteLength: z.number().nullable().catch(null),
        length: z.number().nullable().catch(null),
        nullable: z.boolean().nullable().catch(null)
    })
    .catch({ type: null, precision: null, scale: null, byteLength: null, length: null, nullable: null });

/**
 * The columns of one SHOW. It gives no ordinal, but lists the columns of a table in order; the database is counted too,
 * since an account's listing holds tables of the same name in several. A semantic view can have several columns of one
 * name, of different logical tables that SHOW does not name: they are told apart by their order.
 */
export function toColumns(rows: readonly ShowRow[]): Column[] {
    const counted = new Map<string, number>();
    const count = (key: string): number => {
        const next = (counted.get(key) ?? 0) + 1;
        counted.set(key, next);
        return next;
    };
    return rows.map((row) => {
        const table = [row.required('database_name'), row.required('schema_name'), row.required('table_name')];
        const ordinal = count(qualifiedName(...table));
        return toColumn(row, ordinal, count(qualifiedName(...table, row.required('column_name'))));
    });
}

/** `occurrence`: 1 for the first column of its name in its table. */
export function toColumn(row: ShowRow, ordinal: number, occurrence = 1): Column {
    const database = row.required('database_name');
    const schema = row.required('schema_name');
    const table = row.required('table_name');
    const name = row.required('column_name');
    const full = qualifiedName(database, schema, table, name);
    const dataType = row.word('data_type');
    const type = DataTypeSchema.parse(dataType === null ? null : decodeJson(dataType));
    return {
        id: fitId(occurrence === 1 ? full : `${full}#${occurrence}`),
        database_name: database,
        schema_name: schema,
        table_name: table,
        column_name: name,
        ordinal_position: ordinal,
        data_type: dataType,
        data_type_type: type.type,
        data_type_precision: type.precision,
        data_type_scale: type.scale,
        data_type_byte_length: type.byteLength,
        data_type_length: type.length,
        nullable: type.nullable ?? row.flag('null?'),
        default_value: row.text('default'),
        kind: row.word('kind'),
        expression: row.text('expression'),
        comment: row.text('comment'),
        autoincrement: row.word('autoincrement'),
        schema_evolution_record: row.word('schema_evolution_record')
    };
}
