/**
 * FLATTEN, as a subquery that DuckDB runs once for each row of the tables before it.
 * https://docs.snowflake.com/en/sql-reference/functions/flatten
 */
import { identifier, inside, isIdentifier, isNode, list, parseStatement, rewrite } from './ast.js';
import { unsupported } from './failures.js';

import type { Ast, AstNode } from './ast.js';

const COLUMNS = ['SEQ', 'KEY', 'PATH', 'INDEX', 'VALUE', 'THIS'];
const TEMPLATE = `SELECT ${COLUMNS.map((name) => `STRUCT_EXTRACT(SF_E, '${name}') AS "${name}"`).join(', ')}
    FROM (SELECT UNNEST(SF_FLATTEN(0, 0, 0)) AS SF_E) AS SF_ROWS`;

/** Null: no FLATTEN. */
export function flattened(node: AstNode): Ast | null {
    const lateral = inside(node, 'lateral');
    const inLateral = lateral && rowsOf(lateral['this'] ?? null);
    if (lateral && inLateral) {
        const alias = typeof lateral['alias'] === 'string' ? identifier(lateral['alias'].toUpperCase()) : null;
        const names = list(lateral['column_aliases']).flatMap((name) =>
            typeof name === 'string' ? [identifier(name.toUpperCase())] : isIdentifier(name) ? [name] : []
        );
        return subquery(inLateral, alias, names);
    }
    const wrapped = inside(node, 'alias');
    const aliased = wrapped && rowsOf(wrapped['this'] ?? null);
    if (wrapped && aliased) {
        const alias = isIdentifier(wrapped['alias']) ? wrapped['alias'] : null;
        return subquery(aliased, alias, list(wrapped['column_aliases']));
    }
    const rows = rowsOf(node);
    return rows && subquery(rows, null, []);
}

function subquery(query: Ast, alias: AstNode | null, names: Ast[]): AstNode {
    const empty = parseStatement('SELECT 1 FROM (SELECT 1) AS F');
    const [from] = list(inside(inside(empty, 'select')?.['from'] ?? null, 'from')?.['expressions'] ?? fromOf(empty));
    const written = inside(from, 'subquery') ?? {};
    return { subquery: { ...written, this: query, alias, column_aliases: names } };
}

function fromOf(statement: Ast): Ast {
    const from = inside(statement, 'select')?.['from'];
    return isNode(from) ? (from['expressions'] ?? null) : null;
}

/** `TABLE(FLATTEN(...))` and `FLATTEN(...)` alike. */
function rowsOf(node: Ast): Ast | null {
    const called = inside(node, 'function');
    const name = String(called?.['name']).toUpperCase();
    const args = list(called?.['args']);
    if (name === 'TABLE') return inside(args[0], 'function') ? rowsOf(args[0] ?? null) : null;
    if (name !== 'FLATTEN') return null;
    const named = new Map<string, Ast>();
    for (const [at, argument] of args.entries()) {
        const given = inside(argument, 'named_argument');
        const key = isIdentifier(given?.['name']) ? given['name'].name.toUpperCase() : ['INPUT', 'PATH'][at];
        named.set(key ?? '', given ? (given['value'] ?? null) : argument);
    }
    const isTrue = (key: string): boolean => inside(named.get(key) ?? null, 'boolean')?.['value'] === true;
    if (named.has('PATH') || isTrue('RECURSIVE')) throw unsupported('FLATTEN with PATH or RECURSIVE');
    const mode = String(inside(named.get('MODE') ?? null, 'literal')?.['value'] ?? 'BOTH').toUpperCase();
    const outer: AstNode = { boolean: { value: isTrue('OUTER') } };
    const input = named.get('INPUT') ?? null;
    return rewrite(parseStatement(TEMPLATE), (inner) => {
        const flatten = inside(inner, 'function');
        if (flatten?.['name'] !== 'SF_FLATTEN') return inner;
        const literal: AstNode = { literal: { literal_type: 'string', value: mode } };
        return { function: { ...flatten, args: [input, outer, literal] } };
    });
}
