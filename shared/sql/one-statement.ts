/**
 * The frame of what guards a customer's SQL: one statement, its brackets balanced, whose tokens a shape takes one by one.
 * Comments are taken out of what is sent, and blanks are plain ones, so that it does not matter how Snowflake reads them.
 */
import { tokensOf } from './tokens.js';
import type { Token, TokenKind } from './tokens.js';

const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const OPENERS: ReadonlySet<string> = new Set(Object.keys(CLOSERS));
const CLOSING: ReadonlySet<string> = new Set(Object.values(CLOSERS));

/** What a statement may look like. Each method says what is wrong, or null; `depth` is that of the brackets around. */
export interface StatementShape {
    take(kind: TokenKind, text: string, depth: number): string | null;
    /** A bracket was closed; `depth` is that outside it. */
    close(depth: number): string | null;
    /** No token is left. */
    end(): string | null;
}

export type OneStatement = { readonly text: string } | { readonly problem: string };

/** The statement without its comments and the semicolons behind it, or what is wrong. Says nothing of its values. */
export function oneStatement(sql: string, shape: StatementShape): OneStatement {
    const kept: string[] = [];
    const open: string[] = [];
    let hasEnded = false;
    for (const token of tokensOf(sql)) {
        const text = sql.slice(token.start, token.end);
        if (token.kind === 'space') kept.push(text.replaceAll(/[^ \t\r\n]/g, ' '));
        else if (token.kind === 'comment') kept.push(text.includes('\n') ? '\n' : ' ');
        else {
            const unfit = UNFIT[token.kind];
            if (unfit !== undefined) return { problem: unfit };
            if (hasEnded && text !== ';') return { problem: 'it holds several statements' };
            if (token.kind === 'symbol' && text === ';') {
                if (open.length > 0) return { problem: `a ${open.at(-1)} is not closed` };
                hasEnded = true;
                continue;
            }
            let problem: string | null;
            if (isCloser(token, text)) {
                const opener = open.pop();
                if (opener === undefined) return { problem: `a ${text} closes nothing` };
                if (CLOSERS[opener] !== text) return { problem: `a ${opener} is closed by ${text}` };
                problem = shape.close(open.length);
            } else {
                problem = shape.take(token.kind, text, open.length);
            }
            if (problem !== null) return { problem };
            if (isOpener(token, text)) open.push(text);
            kept.push(text);
        }
    }
    if (open.length > 0) return { problem: `a ${open.at(-1)} is not closed` };
    const problem = shape.end();
    return problem === null ? { text: kept.join('').trim() } : { problem };
}

export function isOpener({ kind }: Token, text: string): boolean {
    return kind === 'symbol' && OPENERS.has(text);
}

export function isCloser({ kind }: Token, text: string): boolean {
    return kind === 'symbol' && CLOSING.has(text);
}

const UNFIT: Partial<Record<Token['kind'], string>> = {
    unclosed: 'a quote or a comment in it is not closed',
    unclear: 'it can be read in two ways: put stage paths, and names that hold $$, in quotes'
};
