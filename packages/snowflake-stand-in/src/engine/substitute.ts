/**
 * Puts values into a statement's text before it is parsed: binds, session variables and the functions that tell about
 * the session. What stands in strings, comments and quoted names is left alone. Also finds the texts of the selected
 * expressions, for Snowflake names a column without an alias after them.
 */
import { bindLiteral } from './binds.js';
import { stringLiteral } from './names.js';
import { isWord, tokenize } from './tokens.js';

import type { BindValue } from '../types.js';
import type { Context } from './context.js';
import type { Token } from './tokens.js';

export interface Facts {
    readonly accountLocator: string;
    readonly organizationName: string;
    readonly accountName: string;
    readonly region: string;
    readonly version: string;
}

/** Functions without arguments whose answer is a string. */
function sessionFunction(name: string, context: Context, facts: Facts): string | null | undefined {
    const { session, account } = context;
    switch (name) {
        case 'CURRENT_ROLE':
            return session.role;
        case 'CURRENT_USER':
            return session.user;
        case 'CURRENT_WAREHOUSE':
            return session.warehouse;
        case 'CURRENT_DATABASE':
            return session.database;
        case 'CURRENT_SCHEMA':
            return session.schema;
        case 'CURRENT_SESSION':
            return session.id;
        case 'CURRENT_ACCOUNT':
            return facts.accountLocator;
        case 'CURRENT_ACCOUNT_NAME':
            return facts.accountName;
        case 'CURRENT_ORGANIZATION_NAME':
            return facts.organizationName;
        case 'CURRENT_REGION':
            return facts.region;
        case 'CURRENT_VERSION':
            return facts.version;
        case 'CURRENT_CLIENT':
            return session.parameters.get('CLIENT') ?? 'SnowflakeSQLAPI';
        case 'CURRENT_IP_ADDRESS':
            return '127.0.0.1';
        case 'CURRENT_ROLE_TYPE':
            return 'ROLE';
        case 'CURRENT_SECONDARY_ROLES':
            return JSON.stringify({ roles: '', value: '' });
        case 'CURRENT_AVAILABLE_ROLES':
            return JSON.stringify([...account.grants.rolesForUser(session.user)].sort());
        case 'LAST_QUERY_ID':
            return session.parameters.get('LAST_QUERY_ID') ?? null;
        default:
            return undefined;
    }
}

/** With or without parentheses; the translator library would give each a type of its own. */
const CLOCKS: Readonly<Record<string, string>> = {
    CURRENT_TIMESTAMP: 'SF_NOW()',
    LOCALTIMESTAMP: 'SF_NOW()',
    GETDATE: 'SF_NOW()',
    SYSTIMESTAMP: 'SF_NOW()',
    SYSDATE: 'SF_SYSDATE()',
    CURRENT_DATE: 'SF_TODAY()',
    CURRENT_TIME: 'SF_CLOCK()',
    LOCALTIME: 'SF_CLOCK()'
};

/** An account whose clock a test has set tells that time. */
function clock(name: string, { account }: Context): string | undefined {
    const reading = CLOCKS[name.toUpperCase()];
    return reading === 'SF_NOW()' && account.now !== Date.now ? `SF_AT(${account.now()})` : reading;
}

export interface Substituted {
    readonly sql: string;
    /** Per selected expression its text as written, in upper case. */
    readonly itemTexts: readonly string[];
}

export function substitute(
    sql: string,
    tokens: readonly Token[],
    context: Context,
    facts: Facts,
    binds: readonly BindValue[]
): Substituted {
    let result = '';
    let copied = 0;
    let positional = 0;
    for (let at = 0; at < tokens.length; at += 1) {
        const token = tokens[at];
        if (!token) continue;
        const call = tokens[at + 1]?.text === '(' && tokens[at + 2]?.text === ')' ? tokens[at + 2] : undefined;
        let replacement: string | undefined;
        let end = token.end;
        if (token.kind === 'bind') {
            if (token.text === '') positional += 1;
            const position = token.text === '' ? positional : Number(token.text);
            replacement = bindLiteral(binds[position - 1], position);
        } else if (token.kind === 'word' && call && call.kind === 'symbol') {
            const value = sessionFunction(token.text.toUpperCase(), context, facts);
            if (value !== undefined) replacement = value === null ? 'CAST(NULL AS VARCHAR)' : stringLiteral(value);
            else replacement = clock(token.text, context);
            end = call.end;
        } else if (token.kind === 'word' && CLOCKS[token.text.toUpperCase()] && tokens[at - 1]?.text !== '.') {
            replacement = clock(token.text, context);
        } else if (isWord(token, 'CURRENT_USER') && tokens[at + 1]?.text !== '(') {
            replacement = stringLiteral(context.session.user);
        } else if (token.text === '$' && tokens[at + 1]?.kind === 'word' && tokens[at + 1]?.start === token.end) {
            const name = tokens[at + 1]?.text.toUpperCase() ?? '';
            const value = context.session.parameters.get(`$${name}`);
            if (value !== undefined) {
                replacement = value;
                end = tokens[at + 1]?.end ?? end;
            }
        }
        if (replacement === undefined) continue;
        result += sql.slice(copied, token.start) + replacement;
        copied = end;
        while ((tokens[at + 1]?.start ?? Infinity) < end) at += 1;
    }
    return { sql: result + sql.slice(copied), itemTexts: itemTexts(sql, tokens) };
}

const AFTER_ITEMS = [
    'FROM',
    'WHERE',
    'GROUP',
    'HAVING',
    'QUALIFY',
    'ORDER',
    'LIMIT',
    'UNION',
    'EXCEPT',
    'MINUS',
    'INTERSECT',
    'INTO',
    'FETCH',
    'OFFSET'
];

function itemTexts(sql: string, tokens: readonly Token[]): string[] {
    let at = 0;
    while (tokens[at]?.text === '(') at += 1;
    at = skipWith(tokens, at);
    if (!isWord(tokens[at], 'SELECT')) return [];
    at += 1;
    if (isWord(tokens[at], 'DISTINCT') || isWord(tokens[at], 'ALL')) at += 1;
    if (isWord(tokens[at], 'TOP')) at += 2;
    const items: string[] = [];
    let depth = 0;
    let first = at;
    const close = (): void => {
        const start = tokens[first];
        const end = tokens[at - 1];
        if (start && end && at > first) items.push(sql.slice(start.start, end.end).toUpperCase());
    };
    for (; at < tokens.length; at += 1) {
        const token = tokens[at];
        if (!token) break;
        if (token.kind === 'symbol' && (token.text === '(' || token.text === '[' || token.text === '{')) depth += 1;
        else if (token.kind === 'symbol' && [')', ']', '}'].includes(token.text)) depth -= 1;
        if (depth < 0) break;
        if (depth > 0) continue;
        const isOfAggregate = isWord(token, 'GROUP') && isWord(tokens[at - 1], 'WITHIN');
        if ((AFTER_ITEMS.some((word) => isWord(token, word)) && !isOfAggregate) || token.text === ';') break;
        if (token.kind === 'symbol' && token.text === ',') {
            close();
            first = at + 1;
        }
    }
    close();
    return items;
}

/** From WITH to the SELECT that uses it. */
function skipWith(tokens: readonly Token[], from: number): number {
    if (!isWord(tokens[from], 'WITH')) return from;
    let depth = 0;
    for (let at = from + 1; at < tokens.length; at += 1) {
        const token = tokens[at];
        if (token?.kind === 'symbol' && token.text === '(') depth += 1;
        else if (token?.kind === 'symbol' && token.text === ')') depth -= 1;
        else if (depth === 0 && isWord(token, 'SELECT')) return at;
    }
    return from;
}

export function itemTextsOf(sql: string): string[] {
    return itemTexts(sql, tokenize(sql));
}
