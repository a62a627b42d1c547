/**
 * A model as one table of fields: each with its zod schema, its description and the column of SHOW that it is read
 * from. The schema that Nango is told, the records and the docs all come from that table, so that a fact stands once.
 */
import { z } from 'zod';
import { anyBoolean, anyNumber, anyText } from '../schema.js';
import { eachName } from '../names.js';
import { shapeOf } from '../shape.js';
import { recordId } from '../snowflake/identifiers.js';
import type { Column, ShowColumns, ShowRow } from './show-row.js';

/** `context` is what a row alone does not say, e.g. a column's place among the columns of its table. */
export interface Field<Schema extends z.ZodType = z.ZodType, Context = unknown> {
    readonly schema: Schema;
    /** The columns of SHOW that it is read from; unset: the one of its own name. */
    readonly columns?: readonly string[];
    /** It follows from one cell alone: where that is the same as in the row before, so is the field. */
    readonly isOfOneCell?: true;
    read(row: ShowRow, column: Column, context: Context): z.output<Schema>;
}

export type Fields<Context> = Readonly<Record<string, Field<z.ZodType, Context>>>;
/** Every record has an id. */
export type ModelFields<Context> = Fields<Context> & { readonly id: Field<z.ZodString, Context> };

export type SchemaOf<F extends Fields<never>> = z.ZodObject<
    { -readonly [K in keyof F]: F[K]['schema'] },
    z.core.$strip
>;
export type RecordOf<F extends Fields<never>> = z.output<SchemaOf<F>>;

/** TypeScript loses the tie between a field's name and its type on the way through a loop; the overload states it. */
export function schemaOf<F extends Fields<never>>(fields: F): SchemaOf<F>;
export function schemaOf(fields: Fields<never>): z.ZodObject {
    return z.object(Object.fromEntries(Object.entries(fields).map(([name, { schema }]) => [name, schema])));
}

/** Reads a row into a record whose fields stand in the table's order: Nango counts another order as a change. */
export function readerOf<Context, F extends Fields<Context>>(
    fields: F
): (row: ShowRow, context: Context) => RecordOf<F>;
export function readerOf<Context>(
    fields: Fields<Context>
): (row: ShowRow, context: Context) => Record<string, unknown> {
    const listed = Object.entries(fields).map(([name, field]) => ({
        name,
        column: field.columns?.[0] ?? name,
        field,
        isOptional: field.schema instanceof z.ZodOptional
    }));
    const shape = shapeOf(listed.filter(({ isOptional }) => !isOptional).map(({ name }) => name));
    // The rows of an answer have their columns at the same places.
    let columns: ShowColumns | undefined;
    let placed: ((typeof listed)[number] & { readonly place: Column })[] = [];
    let last: { readonly row: ShowRow; readonly record: Record<string, unknown> } | null = null;
    const inOrder = (row: ShowRow, context: Context): Record<string, unknown> => {
        const read = listed.map(({ name, column, field }) => [name, field.read(row, column, context)] as const);
        return Object.fromEntries(read.filter(([, value]) => value !== undefined));
    };
    return (row, context) => {
        if (row.columns !== columns) {
            ({ columns } = row);
            placed = listed.map((each) => ({ ...each, place: placeOf(each.field, each.column, row.columns) }));
            last = null;
        }
        const before = last;
        // A copy of the record before: nobody changes a record that was made.
        const record: Record<string, unknown> = { ...(before?.record ?? shape) };
        for (const { name, place, field, isOptional } of placed) {
            const isAsBefore =
                field.isOfOneCell === true && before !== null && row.cell(place) === before.row.cell(place);
            if (isAsBefore) continue;
            const value = field.read(row, place, context);
            if (isOptional !== (value === undefined)) return inOrder(row, context);
            if (!isOptional) record[name] = value;
        }
        last = { row, record };
        return record;
    };
}

/** Where the field is read, looked up once for all rows of an answer; by name where the answer lacks the column. */
function placeOf(field: Field<z.ZodType, never>, column: string, columns: ShowColumns): Column {
    return field.columns?.length === 0 ? column : (columns.get(column) ?? column);
}

/** The columns of SHOW that these fields are read from. */
export function columnsOf(fields: Fields<never>): string[] {
    return [...new Set(Object.entries(fields).flatMap(([name, { columns }]) => columns ?? [name]))];
}

function described<Schema extends z.ZodType>(
    schema: Schema,
    about: string | undefined,
    read: Field<Schema>['read']
): Field<Schema> {
    return { schema: about === undefined ? schema : schema.describe(about), isOfOneCell: true, read };
}

/** Text that a row cannot be without: a part of the object's name. */
export function required(about?: string): Field<z.ZodString> {
    return described(anyText, about, (row, column) => row.required(column));
}

/** What a person wrote, to the letter: a comment can be the word null. */
export function text(about?: string): Field<z.ZodNullable<z.ZodString>> {
    return described(anyText.nullable(), about, (row, column) => row.text(column));
}

/** What Snowflake itself wrote: null for its words for "none" too. */
export function word(about?: string): Field<z.ZodNullable<z.ZodString>> {
    return described(anyText.nullable(), about, (row, column) => row.word(column));
}

export function flag(about?: string): Field<z.ZodNullable<z.ZodBoolean>> {
    return described(anyBoolean.nullable(), about, (row, column) => row.flag(column));
}

export function count(about?: string): Field<z.ZodNullable<z.ZodNumber>> {
    return described(anyNumber.nullable(), about, (row, column) => row.count(column));
}

/** A count that can pass 2^53: then its digits as text. */
export function amount(
    about = 'A number; past 2^53 its digits as text, so that none is lost.'
): Field<z.ZodNullable<z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>>> {
    return described(z.union([anyNumber, anyText]).nullable(), about, (row, column) => row.amount(column));
}

/** Missing where it is not true: an account that gets the column must not update every record. */
export function mark(about: string): Field<z.ZodOptional<z.ZodBoolean>> {
    return described(anyBoolean.optional(), about, (row, column) => row.flag(column) === true || undefined);
}

export function time(about = 'ISO 8601, UTC.'): Field<z.ZodNullable<z.ZodString>> {
    return described(anyText.nullable(), about, (row, column) => row.time(column));
}

/** Several fields of one sort that need no description: `flags('is_default, is_current')`. */
export const texts = <Text extends string>(...list: readonly Text[]) => eachName(list, text());
export const words = <Text extends string>(...list: readonly Text[]) => eachName(list, word());
export const flags = <Text extends string>(...list: readonly Text[]) => eachName(list, flag());
export const counts = <Text extends string>(...list: readonly Text[]) => eachName(list, count());
export const times = <Text extends string>(...list: readonly Text[]) => eachName(list, time());

/** What no single column says as it is. */
export function derived<Schema extends z.ZodType, Context = unknown>(
    columns: readonly string[],
    schema: Schema,
    read: (row: ShowRow, context: Context) => z.output<Schema>
): Field<Schema, Context> {
    return { schema, columns, read: (row, _column, context) => read(row, context) };
}

/** The same field, read from a column of another name. */
export function from<Schema extends z.ZodType, Context>(
    column: string,
    of: Field<Schema, Context>
): Field<Schema, Context> {
    return { ...of, columns: [column] };
}

/** Objects of the account: their name is unique in it. */
export const accountObject = {
    id: derived(['name'], anyText.describe('The name as Snowflake shows it, quoted where it needs quotes.'), (row) =>
        recordId(row.required('name'))
    ),
    name: required()
};

/** What every object that lives in a schema has. */
export const schemaObject = {
    id: derived(
        ['database_name', 'schema_name', 'name'],
        anyText.describe('DATABASE.SCHEMA.NAME, each part quoted where it needs quotes.'),
        (row) => recordId(row.required('database_name'), row.required('schema_name'), row.required('name'))
    ),
    name: required(),
    database_name: required(),
    schema_name: required(),
    created_on: time(),
    owner: text(),
    owner_role_type: word(),
    comment: text()
};
