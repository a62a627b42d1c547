/**
 * What every listing action takes: filters, scope, page. A scope can have several readings (see readings.ts), and a
 * table's columns are asked for as a view's where there is no such table.
 */
import { z } from 'zod';
import { anyBoolean, filledText, orNull } from '../../schema.js';
import { LISTING_PAGE_ITEMS } from '../../limits.js';
import { wrongInput } from '../../nango/report.js';
import type { Given, InputError } from '../../nango/report.js';
import { NameInput } from '../../snowflake/name-input.js';
import type { Scopes } from '../kind.js';
import type { Place } from '../walk.js';
import { readingsOf } from './readings.js';

export const pageInput = {
    like: orNull(
        filledText,
        'Only names that match this pattern, in any case: % stands for any text, _ for one character.'
    ),
    starts_with: orNull(filledText, 'Only names that begin with this text, in this case.'),
    role: orNull(NameInput, "The role to list with, case-sensitive. Default: the connection's."),
    limit: orNull(
        z.int().min(1).max(LISTING_PAGE_ITEMS),
        'At most so many items. Default: as many as fit into one output.'
    ),
    cursor: orNull(filledText, 'next_cursor of the page before; the other fields unchanged.')
};

const databaseInput = {
    database: orNull(NameInput, 'Only this database. Default: the whole account.')
};
const schemaInput = {
    ...databaseInput,
    schema: orNull(NameInput, 'Only this schema of the database.'),
    include_information_schema: orNull(anyBoolean, 'Also INFORMATION_SCHEMA. Default: false.')
};
const tableInput = {
    ...schemaInput,
    table: orNull(NameInput, 'Only this table or view of the schema.')
};

/** By the narrowest scope that can be named. */
export const INPUTS = {
    account: z.strictObject(pageInput),
    database: z.strictObject({
        ...databaseInput,
        ...pageInput,
        include_information_schema: schemaInput.include_information_schema
    }),
    schema: z.strictObject({ ...schemaInput, ...pageInput }),
    'schema by either name': z.strictObject({
        ...schemaInput,
        database_name: schemaInput.database.describe('The same as database.'),
        schema_name: schemaInput.schema.describe('The same as schema.'),
        ...pageInput
    }),
    table: z.strictObject({ ...tableInput, ...pageInput })
} as const satisfies Record<Scopes, z.ZodObject>;

/** What every listing takes, without nulls. */
export type PageInput = Given<z.infer<(typeof INPUTS)['account']>>;
/** What one or another takes beside that. */
export type ScopeInput = Omit<
    Given<
        z.infer<(typeof INPUTS)['table']> &
            Pick<z.infer<(typeof INPUTS)['schema by either name']>, 'database_name' | 'schema_name'>
    >,
    keyof PageInput
>;

/** The places that the scope can mean, the likeliest first. */
export function rootsOf({ database, schema, table }: ScopeInput): Place[] {
    if (schema !== undefined && database === undefined) throw missing('database', 'schema');
    if (table !== undefined && schema === undefined) throw missing('schema', 'table');
    const exact = [database, schema, table].filter((part) => part !== undefined);
    return readingsOf(exact).flatMap((names): Place[] =>
        names.length < 3 ? [{ names }] : [{ names }, { names, isView: true }]
    );
}

function missing(field: string, narrower: string): InputError {
    return wrongInput(field, `is required with ${narrower}`, `Name the ${field} in which the ${narrower} is.`);
}
