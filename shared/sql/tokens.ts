/**
 * A customer's SQL cut into tokens, as Snowflake reads it, in one pass: each character is looked at once, and no
 * expression goes back over the text. What can be read in two ways is a token of its own, `unclear`: whoever guards
 * something by these tokens refuses it.
 * https://docs.snowflake.com/en/sql-reference/data-types-text#string-constants
 */
import type { NameIn } from '../names.js';
import { endOf } from './end-of.js';

export type TokenKind = NameIn<'space, comment, text, quoted, word, stage, flow, symbol, unclosed, unclear'>;

export interface Token {
    readonly kind: TokenKind;
    readonly start: number;
    /** Behind the last character. */
    readonly end: number;
}

const FLOW = '->>';

export function* tokensOf(sql: string): Generator<Token> {
    for (let start = 0; start < sql.length;) {
        const token = tokenAt(sql, start);
        yield token;
        start = token.end;
    }
}

/** Whether a comment, or the text between `$$`, begins here. */
const OPENERS = ['--', '//', '/*', '$$'];

function tokenAt(sql: string, start: number): Token {
    const until = (kind: TokenKind, end: number): Token => ({ kind, start, end });
    const closedBy = (kind: TokenKind, closer: string): Token => {
        const at = sql.indexOf(closer, start + 2);
        return at < 0 ? until('unclosed', sql.length) : until(kind, at + closer.length);
    };
    if (sql.startsWith('--', start) || sql.startsWith('//', start)) {
        const at = sql.indexOf('\n', start);
        return until('comment', at < 0 ? sql.length : at);
    }
    if (sql.startsWith('/*', start)) return closedBy('comment', '*/');
    if (sql.startsWith('$$', start)) return closedBy('text', '$$');
    if (sql.startsWith(FLOW, start)) return until('flow', start + FLOW.length);
    switch (sql[start]) {
        case "'":
            return quotedToken(sql, start, 'text');
        case '"':
            return quotedToken(sql, start, 'quoted');
        case '@': {
            const path = sql.slice(start, endOf(STAGE_PATH, sql, start + 1));
            return until(OPENERS.some((opener) => path.includes(opener)) ? 'unclear' : 'stage', start + path.length);
        }
        default:
            break;
    }
    const space = endOf(SPACE, sql, start);
    if (space > start) return until('space', space);
    const word = endOf(WORD, sql, start);
    if (word === start) return until('symbol', start + 1);
    // A name may hold dollar signs, so `A$$B` is a name or the start of a text, and `$$A$$$` may end one $ later.
    const isClear = !sql.slice(start, word).includes('$$') && !(sql[start] === '$' && sql[start - 1] === '$');
    return until(isClear ? 'word' : 'unclear', word);
}

/** Each is one set of characters, so that there is nothing to go back to. */
const SPACE = /\s*/y;
/** Letters and digits of any script, `_` and `$`. */
const WORD = /[^\s\0-#%-/:-@[-^`{-\x7f]*/y;
const STAGE_PATH = /[^\s'"(),;]*/y;
const PLAIN_TEXT = /[^'\\]*/y;
const PLAIN_NAME = /[^"]*/y;

/** A doubled quote is one of the text, which is also what two texts without anything between them would be here. */
function quotedToken(sql: string, start: number, kind: 'text' | 'quoted'): Token {
    const quote = sql[start] ?? '';
    let end = start + 1;
    for (;;) {
        end = endOf(kind === 'text' ? PLAIN_TEXT : PLAIN_NAME, sql, end);
        if (end >= sql.length) return { kind: 'unclosed', start, end: sql.length };
        if (sql[end] === '\\' || sql[end + 1] === quote) end += 2;
        else return { kind, start, end: end + 1 };
    }
}
