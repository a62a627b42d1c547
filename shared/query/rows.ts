/** Rows of a configured query as records. */
import { z } from 'zod';
import { InputError } from '../nango/report.js';
import type { ResultColumn, Row } from '../snowflake/client.js';
import { fitId } from '../snowflake/identifiers.js';
import { decodeRow, uniqueNames } from '../snowflake/values.js';
import type { JsonValue } from '../snowflake/values.js';
import type { QueryColumns } from './columns.js';

export const QueryResultSchema = z.object({
    id: z.string().describe('The value of the id column; of several columns, their values joined by "/".'),
    row_data: z.record(z.string(), z.unknown()).describe('The row, by column name.')
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
    const values = decodeRow(row, columns);
    const names = uniqueNames(columns);
    const parts = places.ids.map((index) => idPart(values[names[index] ?? ''] ?? null, columns[index]?.name ?? ''));
    const [only] = parts;
    const id = parts.length === 1 && only !== undefined ? only : parts.map(escapePart).join('/');
    return { id: fitId(id), row_data: values };
}

function idPart(value: JsonValue, column: string): string {
    // Nango takes null bytes out of ids.
    if (value === null || (typeof value === 'string' && value.replaceAll('\0', '') === '')) {
        throw new InputError(
            'invalid_settings',
            `A row of the query has no value in its id column ${column}.`,
            `Leave such rows out (WHERE ${column} IS NOT NULL) or choose an id that every row has.`
        );
    }
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** `a/b` + `c` must not equal `a` + `b/c`. */
function escapePart(part: string): string {
    return part.replaceAll('\\', '\\\\').replaceAll('/', String.raw`\/`);
}
