/**
 * The guard of a query that is put into a statement of ours: one balanced SELECT or WITH, and nothing else. Comments are
 * taken out of what is sent, so that it does not matter how Snowflake would read them.
 */
import { tokensOf } from './tokens.js';
import type { Token } from './tokens.js';
import { QueryShape } from './query-shape.js';

const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const OPENERS: ReadonlySet<string> = new Set(Object.keys(CLOSERS));
const CLOSING: ReadonlySet<string> = new Set(Object.values(CLOSERS));

export type OneSelect = { readonly text: string } | { readonly problem: string };

/** The query without its comments and the semicolons behind it, or why it is none. Says nothing of its values. */
export function oneSelect(sql: string): OneSelect {
    const kept: string[] = [];
    const open: string[] = [];
    const shape = new QueryShape();
    let hasEnded = false;
    for (const token of tokensOf(sql)) {
        const text = sql.slice(token.start, token.end);
        if (token.kind === 'space') kept.push(text);
        else if (token.kind === 'comment') kept.push(text.includes('\n') ? '\n' : ' ');
        else {
            const problem = UNFIT[token.kind];
            if (problem !== undefined) return { problem };
            if (hasEnded && text !== ';') return { problem: 'it holds several statements' };
            if (token.kind === 'symbol' && text === ';') {
                if (open.length > 0) return { problem: `a ${open.at(-1)} is not closed` };
                hasEnded = true;
                continue;
            }
            const isOpener = token.kind === 'symbol' && OPENERS.has(text);
            if (token.kind === 'symbol' && CLOSING.has(text)) {
                const opener = open.pop();
                if (opener === undefined) return { problem: `a ${text} closes nothing` };
                if (CLOSERS[opener] !== text) return { problem: `a ${opener} is closed by ${text}` };
                shape.close(open.length);
            } else if (!shape.take(token.kind, text, open.length)) {
                return { problem: 'it is no SELECT, nor a WITH that ends in one' };
            }
            if (isOpener) open.push(text);
            kept.push(text);
        }
    }
    if (open.length > 0) return { problem: `a ${open.at(-1)} is not closed` };
    if (!shape.isWhole) return { problem: 'it is no SELECT, nor a WITH that ends in one' };
    return { text: kept.join('').trim() };
}

const UNFIT: Partial<Record<Token['kind'], string>> = {
    unclosed: 'a quote or a comment in it is not closed',
    unclear: 'it can be read in two ways: put stage paths, and names that hold $$, in quotes',
    flow: 'it holds the flow operator ->>, which joins statements'
};
