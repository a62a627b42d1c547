/**
 * A model as one table of fields: each with its zod schema, its description and the column of SHOW that it is read
 * from. The schema that Nango is told, the records and the docs all come from that table, so that a fact stands once.
 */
import { z } from 'zod';
import { recordId } from '../snowflake/identifiers.js';
import type { ShowRow } from './show-row.js';

/** `context` is what a row alone does not say, e.g. a column's place among the columns of its table. */
export interface Field<Schema extends z.ZodType = z.ZodType, Context = unknown> {
    readonly schema: Schema;
    /** The column of SHOW, where it has another name than the field. */
    readonly column?: string;
    read(row: ShowRow, column: string, context: Context): z.output<Schema>;
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
    const listed = Object.entries(fields).map(([name, field]) => ({ name, column: field.column ?? name, field }));
    return (row, context) => {
        const record: Record<string, unknown> = {};
        for (const { name, column, field } of listed) record[name] = field.read(row, column, context);
        return record;
    };
}

function described<Schema extends z.ZodType>(
    schema: Schema,
    about: string | undefined,
    read: Field<Schema>['read']
): Field<Schema> {
    return { schema: about === undefined ? schema : schema.describe(about), read };
}

/** Text that a row cannot be without: a part of the object's name. */
export function required(about?: string): Field<z.ZodString> {
    return described(z.string(), about, (row, column) => row.required(column));
}

export function text(about?: string): Field<z.ZodNullable<z.ZodString>> {
    return described(z.string().nullable(), about, (row, column) => row.text(column));
}

/** As `text`, where SHOW writes a word (`null`, `N/A`) for "none". */
export function textUnless(none: string, about?: string): Field<z.ZodNullable<z.ZodString>> {
    return described(z.string().nullable(), about, (row, column) => {
        const said = row.text(column);
        return said === none ? null : said;
    });
}

export function flag(about?: string): Field<z.ZodNullable<z.ZodBoolean>> {
    return described(z.boolean().nullable(), about, (row, column) => row.flag(column));
}

export function count(about?: string): Field<z.ZodNullable<z.ZodNumber>> {
    return described(z.number().nullable(), about, (row, column) => row.count(column));
}

export function time(about = 'ISO 8601, UTC.'): Field<z.ZodNullable<z.ZodString>> {
    return described(z.string().nullable(), about, (row, column) => row.time(column));
}

/** Several fields of one sort that need no description. */
export const texts = <const Names extends readonly string[]>(...names: Names) => each(names, text());
export const flags = <const Names extends readonly string[]>(...names: Names) => each(names, flag());
export const counts = <const Names extends readonly string[]>(...names: Names) => each(names, count());
export const times = <const Names extends readonly string[]>(...names: Names) => each(names, time());

function each<const Names extends readonly string[], F extends Field>(
    names: Names,
    of: F
): { readonly [K in Names[number]]: F };
function each<F extends Field>(names: readonly string[], of: F): Readonly<Record<string, F>> {
    return Object.fromEntries(names.map((name) => [name, of]));
}

/** What no single column says. */
export function derived<Schema extends z.ZodType, Context = unknown>(
    schema: Schema,
    read: (row: ShowRow, context: Context) => z.output<Schema>
): Field<Schema, Context> {
    return { schema, read: (row, _column, context) => read(row, context) };
}

/** The same field, read from a column of another name. */
export function from<Schema extends z.ZodType, Context>(
    column: string,
    of: Field<Schema, Context>
): Field<Schema, Context> {
    return { ...of, column };
}

/** Objects of the account: their name is unique in it. */
export const accountObject = {
    id: derived(z.string().describe('The name as Snowflake shows it, quoted where it needs quotes.'), (row) =>
        recordId(row.required('name'))
    ),
    name: required()
};

/** What every object that lives in a schema has. */
export const schemaObject = {
    id: derived(z.string().describe('DATABASE.SCHEMA.NAME, each part quoted where it needs quotes.'), (row) =>
        recordId(row.required('database_name'), row.required('schema_name'), row.required('name'))
    ),
    name: required(),
    database_name: required(),
    schema_name: required(),
    created_on: time(),
    ...texts('owner', 'owner_role_type', 'comment')
};
