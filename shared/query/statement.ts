/**
 * The statement for a configured query. It runs as a subquery, so that the boundary of an incremental read is a bound
 * value. Rows without an id come first: they end the run before anything is saved. Rows with the same id stand together
 * (of an incremental query, those with the same value too), so that a page and the row before it are enough to see them.
 */
import { InputError } from '../nango/report.js';
import type { NamedQuery } from '../settings/query-settings.js';
import { bindOf } from '../snowflake/binds.js';
import type { Bind } from '../snowflake/client.js';
import { quoteIdentifier } from '../snowflake/identifiers.js';
import { oneSelect } from '../sql/one-select.js';
import { fromBoundary } from './boundary.js';
import type { Boundary } from './boundary.js';
import type { QueryColumns } from './columns.js';

export interface QueryStatement {
    readonly text: string;
    readonly binds: readonly Bind[];
}

export function queryStatement(query: NamedQuery, columns: QueryColumns, boundary: Boundary | null): QueryStatement {
    const ids = columns.ids.map(quoteIdentifier);
    const missingId = ids.map((id) => `${id} IS NULL OR CAST(${id} AS VARCHAR) = ''`).join(' OR ');
    const order = [`CASE WHEN ${missingId} THEN 0 ELSE 1 END`];
    const binds = bindsOf(query);
    let where = '';
    if (columns.incremental !== null) {
        const column = quoteIdentifier(columns.incremental);
        order.push(`CASE WHEN ${column} IS NULL THEN 0 ELSE 1 END`, column);
        if (boundary) {
            where = `WHERE ${fromBoundary(columns.incremental, boundary)}\n`;
            binds.push({ type: 'TEXT', value: boundary.value });
        }
    }
    return { text: `${subquery(query)}\n${where}ORDER BY ${[...order, ...ids].join(', ')}`, binds };
}

/** No rows: only what columns the query has. */
export function columnsStatement(query: NamedQuery): QueryStatement {
    return { text: `${subquery(query)}\nLIMIT 0`, binds: bindsOf(query) };
}

function bindsOf(query: NamedQuery): Bind[] {
    return (query.binds ?? []).map(bindOf);
}

function subquery({ query }: NamedQuery): string {
    const guarded = oneSelect(query);
    if ('problem' in guarded) {
        throw new InputError(
            'invalid_settings',
            `The query cannot be run: ${guarded.problem}.`,
            'Set query to one SELECT, or one WITH that ends in a SELECT, and nothing else.'
        );
    }
    return `SELECT * FROM (\n${guarded.text}\n) AS NANGO_QUERY`;
}
