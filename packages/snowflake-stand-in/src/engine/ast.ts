/**
 * The syntax tree of one statement, from the translator library. Nodes are objects with one key, their kind:
 * `{ column: { name, table } }`; names are `{ name, quoted, trailing_comments }` wherever they stand.
 */
import { Dialect, generate, parse, transpile } from '@polyglot-sql/sdk';
import { z } from 'zod';
import { StatementFailure } from '../types.js';
import { syntaxError, unsupported } from './failures.js';
import { withoutQuotes, withQuotes } from './stored-names.js';
import { tokenize } from './tokens.js';

export type Ast = z.infer<typeof AstSchema>;
export type AstNode = { [key: string]: Ast };

const AstSchema = z.json();

export function isNode(value: Ast | undefined): value is AstNode {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The inside of a node of that kind, or null. */
export function inside(value: Ast | undefined, kind: string): AstNode | null {
    if (!isNode(value)) return null;
    const inner = value[kind];
    return isNode(inner) ? inner : null;
}

export function list(value: Ast | undefined): Ast[] {
    return Array.isArray(value) ? value : [];
}

export interface Identifier extends AstNode {
    name: string;
    quoted: boolean;
}

export function isIdentifier(value: Ast | undefined): value is Identifier {
    return (
        isNode(value) && typeof value['name'] === 'string' && typeof value['quoted'] === 'boolean' && !('args' in value)
    );
}

/** Folded or exact, as it is written. */
export function identifierName({ name, quoted }: Identifier): string {
    return quoted ? withQuotes(name) : name.toUpperCase();
}

export function identifier(name: string): Identifier {
    return { name: withoutQuotes(name), quoted: true, trailing_comments: [] };
}

export function functionCall(name: string, ...args: readonly Ast[]): AstNode {
    return { function: { name, args: [...args], distinct: false, trailing_comments: [], no_parens: false } };
}

export function numberLiteral(value: string): AstNode {
    return { literal: { literal_type: 'number', value } };
}

export function stringNode(value: string): AstNode {
    return { literal: { literal_type: 'string', value } };
}

export function parseStatement(sql: string): Ast {
    const result = parse(readable(sql), Dialect.Snowflake);
    // The translator library's own limit, of about 32 parentheses; Snowflake reads far more.
    if (result.error?.includes('E_GUARD_')) throw unsupported('nesting this deep in the embedded Snowflake');
    if (!result.success) throw parseFailure(sql, result.errorStart ?? sql.length, result.errorEnd ?? sql.length);
    const statements = AstSchema.parse(result.ast);
    const [statement] = list(statements);
    if (statement === undefined) throw new StatementFailure('000900', '42601', 'Empty SQL statement.');
    return statement;
}

function readable(sql: string): string {
    if (!sql.includes('""')) return sql;
    let result = '';
    let copied = 0;
    for (const token of tokenize(sql)) {
        if (token.kind !== 'quoted') continue;
        result += `${sql.slice(copied, token.start)}"${withoutQuotes(token.text)}"`;
        copied = token.end;
    }
    return result + sql.slice(copied);
}

function parseFailure(sql: string, start: number, end: number): StatementFailure {
    const before = sql.slice(0, start).split('\n');
    return syntaxError(before.length, before.at(-1)?.length ?? 0, sql.slice(start, end));
}

/** A tree's text in Snowflake's dialect, then in DuckDB's. */
export function toDuckDb(statement: Ast): string {
    const snowflake = generate([statement], Dialect.Snowflake);
    const text = snowflake.sql?.[0];
    if (!snowflake.success || text === undefined) throw new Error(`Cannot write the statement: ${snowflake.error}`);
    const duckdb = transpile(text, Dialect.Snowflake, Dialect.DuckDB);
    const translated = duckdb.sql?.[0];
    if (!duckdb.success || translated === undefined) throw new Error(`Cannot translate the statement: ${duckdb.error}`);
    return translated;
}

/** Replaces nodes from the leaves up; what `change` returns stands in the node's place. */
export function rewrite(value: Ast, change: (node: AstNode) => Ast): Ast {
    if (Array.isArray(value)) return value.map((item) => rewrite(item, change));
    if (!isNode(value)) return value;
    const copy: AstNode = {};
    for (const [key, inner] of Object.entries(value)) copy[key] = rewrite(inner, change);
    return change(copy);
}

export function visit(value: Ast, see: (node: AstNode) => void): void {
    if (Array.isArray(value)) for (const item of value) visit(item, see);
    else if (isNode(value)) {
        see(value);
        for (const inner of Object.values(value)) visit(inner, see);
    }
}
