/**
 * Of what kind each statement of a text is, by Snowflake's own words, for whoever lets some kinds through. In doubt a
 * statement is of the kind that may do anything, or of none.
 * https://docs.snowflake.com/en/sql-reference/sql-all
 */
import { names, nameSet } from '../names.js';
import { Effects } from './effects.js';
import { isCloser, isOpener } from './one-statement.js';
import { QueryShape } from './query-shape.js';
import { tokensOf } from './tokens.js';
import type { Token } from './tokens.js';

export const STATEMENT_KINDS = names(
    'select, show, describe, explain, list, insert, update, delete, merge, truncate, copy, remove',
    'create, alter, drop, undrop, comment, grant, revoke, use, set, unset, begin, commit, rollback, call, execute'
);
export type StatementKind = (typeof STATEMENT_KINDS)[number];

const BY_WORD: ReadonlyMap<string, StatementKind> = new Map([
    ...STATEMENT_KINDS.map((kind) => [kind.toUpperCase(), kind] as const),
    ['DESC', 'describe'],
    ['LS', 'list'],
    ['RM', 'remove'],
    ['VALUES', 'select'],
    ['WITH', 'select'],
    ['START', 'begin']
]);
/** Beside those that may do anything in any case. */
const MAY_HOLD_A_QUERY: ReadonlySet<string> = nameSet('insert, update, delete, merge, copy, set');
/** What follows BEGIN where it begins a transaction and no block. */
const OF_A_TRANSACTION: ReadonlySet<string> = nameSet('TRANSACTION, WORK, NAME');

/** Null for a statement of no kind, and for what follows where the text can be read in two ways. */
export function statementKinds(sql: string): (StatementKind | null)[] {
    const kinds: (StatementKind | null)[] = [];
    for (const tokens of statementsIn(sql)) {
        const kind = kindOf(sql, tokens);
        kinds.push(kind);
        // The semicolons of a block are its own.
        if (kind === 'execute' && !startsWith(sql, tokens, 'EXECUTE')) break;
    }
    return kinds;
}

/** The parts of a flow are statements too. */
function statementsIn(sql: string): Token[][] {
    const statements: Token[][] = [];
    let tokens: Token[] | undefined;
    for (const token of tokensOf(sql)) {
        if (token.kind === 'space' || token.kind === 'comment') continue;
        if (token.kind === 'flow' || (token.kind === 'symbol' && sql[token.start] === ';')) {
            tokens = undefined;
            continue;
        }
        if (tokens === undefined) statements.push((tokens = []));
        tokens.push(token);
    }
    return statements;
}

function wordAt(sql: string, tokens: readonly Token[], index: number): string {
    const token = tokens[index];
    return token?.kind === 'word' ? sql.slice(token.start, token.end).toUpperCase() : '';
}

function startsWith(sql: string, tokens: readonly Token[], word: string): boolean {
    return wordAt(sql, tokens, 0) === word;
}

function kindOf(sql: string, tokens: readonly Token[]): StatementKind | null {
    if (tokens.some(({ kind }) => kind === 'unclosed' || kind === 'unclear')) return null;
    const first = wordAt(sql, tokens, 0);
    if (first === 'DECLARE') return 'execute';
    if (first === 'BEGIN' && tokens.length > 1 && !OF_A_TRANSACTION.has(wordAt(sql, tokens, 1))) return 'execute';
    const isInBrackets = sql[tokens[0]?.start ?? 0] === '(';
    const kind = isInBrackets ? 'select' : (BY_WORD.get(first) ?? null);
    const reads = kind === 'select' || kind === 'explain';
    const mayCall =
        (kind === 'select' && !isQuery(sql, tokens)) ||
        ((reads || (kind !== null && MAY_HOLD_A_QUERY.has(kind))) && hasEffects(sql, tokens, !reads));
    return mayCall ? 'call' : kind;
}

/** A WITH may end in a CALL: https://docs.snowflake.com/en/sql-reference/sql/call-with */
function isQuery(sql: string, tokens: readonly Token[]): boolean {
    if (startsWith(sql, tokens, 'VALUES')) return true;
    const shape = new QueryShape();
    return everyToken(sql, tokens, {
        take: (token, text, depth) => shape.take(token.kind, text, depth),
        close: (depth) => shape.close(depth)
    });
}

/** Whether it calls what is known to change something. */
function hasEffects(sql: string, tokens: readonly Token[], mayMoveSequences: boolean): boolean {
    const effects = new Effects({ mayMoveSequences });
    return !everyToken(sql, tokens, {
        take: (token, text, depth) => effects.take(token.kind, text, depth) === null,
        close: (depth) => effects.close(depth)
    });
}

interface Reader {
    take(token: Token, text: string, depth: number): boolean;
    close(depth: number): void;
}

function everyToken(sql: string, tokens: readonly Token[], { take, close }: Reader): boolean {
    let depth = 0;
    for (const token of tokens) {
        const text = sql.slice(token.start, token.end);
        if (isCloser(token, text)) {
            depth -= 1;
            close(depth);
            continue;
        }
        if (!take(token, text, depth)) return false;
        if (isOpener(token, text)) depth += 1;
    }
    return true;
}
