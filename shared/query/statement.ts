/**
 * The statement for a configured query. It runs as a subquery, so that only a SELECT can get through, and so that the
 * boundary of an incremental read is a bound value. Rows without an id come first: they end the run before anything is
 * saved.
 */
import type { NamedQuery } from '../settings/query-settings.js';
import { bindOf } from '../snowflake/binds.js';
import type { Bind } from '../snowflake/client.js';
import { quoteIdentifier } from '../snowflake/identifiers.js';
import { fromBoundary } from './boundary.js';
import type { Boundary } from './boundary.js';
import type { QueryColumns } from './columns.js';

export interface QueryStatement {
    readonly text: string;
    readonly binds: readonly Bind[];
}

export function queryStatement(query: NamedQuery, columns: QueryColumns, boundary: Boundary | null): QueryStatement {
    const missingId = columns.ids.map((id) => `${quoteIdentifier(id)} IS NULL`).join(' OR ');
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
    return { text: `${subquery(query)}\n${where}ORDER BY ${order.join(', ')}`, binds };
}

/** No rows: only what columns the query has. */
export function columnsStatement(query: NamedQuery): QueryStatement {
    return { text: `${subquery(query)}\nLIMIT 0`, binds: bindsOf(query) };
}

function bindsOf(query: NamedQuery): Bind[] {
    return (query.binds ?? []).map(bindOf);
}

function subquery(query: NamedQuery): string {
    return `SELECT * FROM (\n${withoutEnd(query.query)}\n) AS NANGO_QUERY`;
}

/** Texts and quoted names, in which `;` and `--` mean nothing; comments; the rest, piece by piece. */
const PIECES =
    /'(?:[^'\\]|\\[^]|'')*'|"(?:[^"]|"")*"|\$\$[^]*?\$\$|(?<outside>(?:--|\/\/)[^\n]*|\/\*[^]*?\*\/|[\s;]+)|[^\s;'"$/-]+|[^]/g;

/** Without the semicolons and comments that follow the query: after them, the parenthesis would be a second statement. */
function withoutEnd(text: string): string {
    let end = 0;
    for (const piece of text.matchAll(PIECES)) {
        if (piece.groups?.['outside'] === undefined) end = piece.index + piece[0].length;
    }
    return (text.includes(';', end) ? text.slice(0, end) : text).trim();
}
