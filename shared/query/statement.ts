/**
 * The statement for a configured query. It runs as a subquery, so that only a SELECT can get through, and so that the
 * boundary of an incremental read is a bound value. Rows without an id come first: they end the run before anything is
 * saved.
 */
import { bindOf } from '../snowflake/binds.js';
import type { Bind, ResultColumn } from '../snowflake/client.js';
import { asIdentifier, isQuoted, quoteIdentifier } from '../snowflake/identifiers.js';
import { decodeCell } from '../snowflake/values.js';
import type { NamedQuery } from '../settings/query-settings.js';

/** Where an incremental read goes on: the last value, as text that Snowflake casts back to its type. */
export interface Boundary {
    readonly value: string;
    readonly type: string;
}

/** Columns as Snowflake names them. */
export interface QueryColumns {
    readonly ids: readonly string[];
    readonly incremental: string | null;
}

/** The names taken as identifiers: bare ones are upper case, quoted ones are exact. */
export function columnsOf(query: NamedQuery, exact: boolean): QueryColumns {
    const resolve = (name: string): string => resolveName(name, exact);
    return {
        ids: (typeof query.id_column === 'string' ? [query.id_column] : query.id_column).map(resolve),
        incremental: query.incremental_column === undefined ? null : resolve(query.incremental_column)
    };
}

function resolveName(name: string, exact: boolean): string {
    return exact && !isQuoted(name) ? name : asIdentifier(name);
}

/** True where reading the names exactly as written gives other columns. */
export function hasExactForm(query: NamedQuery): boolean {
    return JSON.stringify(columnsOf(query, true)) !== JSON.stringify(columnsOf(query, false));
}

export interface QueryStatement {
    readonly text: string;
    readonly binds: readonly Bind[];
}

export function queryStatement(query: NamedQuery, columns: QueryColumns, boundary: Boundary | null): QueryStatement {
    const missingId = columns.ids.map((id) => `${quoteIdentifier(id)} IS NULL`).join(' OR ');
    const order = [`CASE WHEN ${missingId} THEN 0 ELSE 1 END`];
    const binds = (query.binds ?? []).map(bindOf);
    let where = '';
    if (columns.incremental !== null) {
        const column = quoteIdentifier(columns.incremental);
        // Rows with no value are read each time: nothing says when they changed.
        order.push(`CASE WHEN ${column} IS NULL THEN 0 ELSE 1 END`, column);
        if (boundary) {
            where = `WHERE ${column} >= CAST(? AS ${boundary.type}) OR ${column} IS NULL\n`;
            binds.push({ type: 'TEXT', value: boundary.value });
        }
    }
    const inner = query.query.trim().replace(/;+\s*$/, '');
    return { text: `SELECT * FROM (\n${inner}\n) AS NANGO_QUERY\n${where}ORDER BY ${order.join(', ')}`, binds };
}

/** A value of the incremental column as a boundary; null for a type whose values have no order. */
export function boundaryOf(cell: string, column: ResultColumn): Boundary | null {
    switch (column.type) {
        case 'FIXED':
            return { value: cell, type: `NUMBER(38, ${column.scale ?? 0})` };
        case 'REAL':
            return { value: cell, type: 'DOUBLE' };
        case 'TEXT':
            return { value: cell, type: 'VARCHAR' };
        case 'DATE':
        case 'TIME':
        case 'TIMESTAMP_NTZ':
        case 'TIMESTAMP_LTZ':
        case 'TIMESTAMP_TZ':
            // Snowflake's AUTO input format documents offsets, not the letter Z.
            return { value: String(decodeCell(cell, column)).replace(/Z$/, '+00:00'), type: column.type };
        default:
            return null;
    }
}
