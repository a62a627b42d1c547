/** Rows of a configured query as records. */
import { z } from 'zod';
import { anyText } from '../schema.js';
import { String } from '../globals.js';
import { InputError } from '../nango/report.js';
import type { ResultColumn, Row } from '../snowflake/client.js';
import { fitId } from '../snowflake/identifiers.js';
import { rowDecoder, uniqueNames } from '../snowflake/values.js';
import type { JsonValue } from '../snowflake/values.js';
import type { QueryColumns } from './columns.js';

export const QueryResultSchema = z.object({
    id: z.string().describe('The value of the id column; of several columns, their values joined by "/".'),
    row_data: z.record(anyText, z.unknown()).describe('The row, by column name.')
});
export interface QueryResult {
    readonly id: string;
    readonly row_data: Record<string, JsonValue>;
}

/** Where each wanted column stands in the result. */
export interface Places {
    readonly ids: readonly number[];
    readonly incremental: { readonly index: number; readonly column: ResultColumn } | null;
}

export function placesOf(wanted: QueryColumns, columns: readonly ResultColumn[]): Places {
    const indexOf = (name: string): number => {
        const index = columns.findIndex((column) => column.name === name);
        if (index >= 0) return index;
        throw new InputError(
            'invalid_settings',
            `The query's result has no column ${name}; it has ${columns.map((column) => column.name).join(', ')}.`,
            'Correct id_column or incremental_column in the settings.'
        );
    };
    const ids = wanted.ids.map(indexOf);
    if (wanted.incremental === null) return { ids, incremental: null };
    const index = indexOf(wanted.incremental);
    const column = columns[index];
    return { ids, incremental: column ? { index, column } : null };
}

export function toQueryResult(row: Row, columns: readonly ResultColumn[], places: Places): QueryResult {
    return queryResultReader(columns, places)(row);
}

/** The same for all rows of a result. */
export function queryResultReader(columns: readonly ResultColumn[], places: Places): (row: Row) => QueryResult {
    const decode = rowDecoder(columns);
    const names = uniqueNames(columns);
    const ids = places.ids.map((index) => ({ name: names[index] ?? '', column: columns[index]?.name ?? '' }));
    const [only] = ids;
    return (row) => {
        const values = decode(row);
        const id =
            only && ids.length === 1
                ? idPart(values[only.name] ?? null, only.column)
                : ids.map(({ name, column }) => escapePart(idPart(values[name] ?? null, column))).join('/');
        return { id: fitId(id), row_data: values };
    };
}

function idPart(value: JsonValue, column: string): string {
    // Nango takes null bytes out of ids.
    if (value === null || (typeof value === 'string' && isEmpty(value))) {
        throw new InputError(
            'invalid_settings',
            `A row of the query has no value in its id column ${column}.`,
            `Leave such rows out (WHERE ${column} IS NOT NULL) or choose an id that every row has.`
        );
    }
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function isEmpty(text: string): boolean {
    return text === '' || (text.startsWith('\0') && text.replaceAll('\0', '') === '');
}

/** `a/b` + `c` must not equal `a` + `b/c`. */
function escapePart(part: string): string {
    return part.replaceAll('\\', '\\\\').replaceAll('/', String.raw`\/`);
}
