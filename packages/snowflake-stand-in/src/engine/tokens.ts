/**
 * Cuts Snowflake SQL into tokens. Everything above works on these, never on raw text: a semicolon in a string, a
 * comment or a $$ body is not the end of a statement.
 * https://docs.snowflake.com/en/sql-reference/data-types-text#string-constants
 */
import { syntaxError } from './failures.js';

export type TokenKind = 'word' | 'quoted' | 'string' | 'number' | 'bind' | 'symbol';

export interface Token {
    readonly kind: TokenKind;
    /** Word: as written. Quoted: the name without its quotes. String: its value. Bind: '' for `?`, else number or name. */
    readonly text: string;
    readonly start: number;
    readonly end: number;
}

const SYMBOLS = ['->>', '::', '=>', '->', '||', '<=', '>=', '<>', '!=', ':='];
const WORD_START = /[\p{L}_]/u;
const WORD_PART = /[\p{L}\p{N}\p{M}_$]/u;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '0': '\0' };

export function tokenize(sql: string): Token[] {
    const tokens: Token[] = [];
    let at = 0;
    const fail = (position: number): never => {
        const before = sql.slice(0, position).split('\n');
        throw syntaxError(before.length, before.at(-1)?.length ?? 0, sql.slice(position, position + 20));
    };
    while (at < sql.length) {
        const start = at;
        const char = sql.charAt(at);
        const two = sql.slice(at, at + 2);
        if (/\s/.test(char)) {
            at += 1;
        } else if (two === '--' || two === '//') {
            const end = sql.indexOf('\n', at);
            at = end === -1 ? sql.length : end + 1;
        } else if (two === '/*') {
            const end = sql.indexOf('*/', at + 2);
            at = end === -1 ? sql.length : end + 2;
        } else if (two === '$$') {
            const end = sql.indexOf('$$', at + 2);
            if (end === -1) fail(start);
            tokens.push({ kind: 'string', text: sql.slice(at + 2, end), start, end: end + 2 });
            at = end + 2;
        } else if (char === "'") {
            const { value, end } = readString(sql, at);
            if (end === -1) fail(start);
            tokens.push({ kind: 'string', text: value, start, end });
            at = end;
        } else if (char === '"') {
            const { value, end } = readQuoted(sql, at);
            if (end === -1) fail(start);
            tokens.push({ kind: 'quoted', text: value, start, end });
            at = end;
        } else if (/[0-9]/.test(char) || (char === '.' && /[0-9]/.test(sql.charAt(at + 1)))) {
            const text = /^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/.exec(sql.slice(at, at + 400))?.[0] ?? char;
            at += text.length;
            tokens.push({ kind: 'number', text, start, end: at });
        } else if (char === '?') {
            at += 1;
            tokens.push({ kind: 'bind', text: '', start, end: at });
        } else if (char === ':' && /[0-9]/.test(sql.charAt(at + 1)) && !followsValue(tokens.at(-1), start)) {
            const text = /^\d+/.exec(sql.slice(at + 1, at + 12))?.[0] ?? '';
            at += 1 + text.length;
            tokens.push({ kind: 'bind', text, start, end: at });
        } else if (WORD_START.test(codePointAt(sql, at))) {
            at = endOfWord(sql, at);
            tokens.push({ kind: 'word', text: sql.slice(start, at), start, end: at });
        } else {
            const symbol = SYMBOLS.find((candidate) => sql.startsWith(candidate, start)) ?? codePointAt(sql, at);
            at += symbol.length;
            tokens.push({ kind: 'symbol', text: symbol, start, end: at });
        }
    }
    return tokens;
}

/** `v:1` reads an element of a variant; `= :1` is a bind. */
function followsValue(previous: Token | undefined, start: number): boolean {
    if (!previous || previous.end !== start) return false;
    return previous.kind === 'word' || previous.kind === 'quoted' || previous.text === ']' || previous.text === ')';
}

function codePointAt(text: string, at: number): string {
    return String.fromCodePoint(text.codePointAt(at) ?? 0);
}

function endOfWord(sql: string, from: number): number {
    let at = from;
    while (at < sql.length) {
        const char = codePointAt(sql, at);
        if (!WORD_PART.test(char)) break;
        at += char.length;
    }
    return at;
}

function readString(sql: string, start: number): { value: string; end: number } {
    let value = '';
    let at = start + 1;
    while (at < sql.length) {
        const char = sql.charAt(at);
        if (char === "'" && sql.charAt(at + 1) === "'") {
            value += "'";
            at += 2;
        } else if (char === "'") {
            return { value, end: at + 1 };
        } else if (char === '\\' && at + 1 < sql.length) {
            const { text, length } = readEscape(sql, at + 1);
            value += text;
            at += 1 + length;
        } else {
            value += char;
            at += 1;
        }
    }
    return { value, end: -1 };
}

function readEscape(sql: string, at: number): { text: string; length: number } {
    const code = /^(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4}))/.exec(sql.slice(at, at + 5));
    const hex = code?.[1] ?? code?.[2];
    if (hex !== undefined) return { text: String.fromCharCode(Number.parseInt(hex, 16)), length: hex.length + 1 };
    const char = sql.charAt(at);
    return { text: ESCAPES[char] ?? char, length: 1 };
}

function readQuoted(sql: string, start: number): { value: string; end: number } {
    let value = '';
    let at = start + 1;
    while (at < sql.length) {
        const char = sql.charAt(at);
        if (char !== '"') {
            value += char;
            at += 1;
        } else if (sql.charAt(at + 1) === '"') {
            value += '"';
            at += 2;
        } else {
            return { value, end: at + 1 };
        }
    }
    return { value, end: -1 };
}

/** Cuts at top-level semicolons; a BEGIN ... END block counts as one statement. Empty statements are dropped. */
export function splitStatements(sql: string): string[] {
    const statements: string[] = [];
    let first: Token | undefined;
    let previous: Token | undefined;
    let depth = 0;
    const tokens = tokenize(sql);
    for (const [index, token] of tokens.entries()) {
        if (token.kind === 'symbol' && token.text === ';' && depth === 0) {
            if (first && previous) statements.push(sql.slice(first.start, previous.end));
            first = undefined;
            previous = undefined;
            continue;
        }
        if (opensBlock(token, tokens[index + 1], first)) depth += 1;
        else if (depth > 0 && isWord(token, 'END')) depth -= 1;
        else if (depth > 0 && isWord(token, 'CASE')) depth += 1;
        first ??= token;
        previous = token;
    }
    if (first && previous) statements.push(sql.slice(first.start, previous.end));
    return statements;
}

/** `BEGIN;`, `BEGIN WORK`, `BEGIN TRANSACTION` and `BEGIN NAME x` start a transaction, every other BEGIN a block. */
function opensBlock(token: Token, next: Token | undefined, first: Token | undefined): boolean {
    if (!isWord(token, 'BEGIN') || (first && !isWord(first, 'DECLARE') && !isWord(first, 'BEGIN'))) return false;
    return (
        next !== undefined && next.text !== ';' && !['WORK', 'TRANSACTION', 'NAME'].some((word) => isWord(next, word))
    );
}

export function isWord(token: Token | undefined, word: string): boolean {
    return token?.kind === 'word' && token.text.toUpperCase() === word;
}
