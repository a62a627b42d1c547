/**
 * What can be told of a statement from its text, in one pass that never goes back: a text of any length, also one whose
 * quotes never end, costs its length.
 * https://docs.snowflake.com/en/sql-reference/data-types-text#string-constants
 */
export interface Piece {
    /** `outside`: words and signs; comments are left out. */
    readonly kind: 'outside' | 'text' | 'name';
    /** Of a name: without its quotes. */
    readonly text: string;
}

/** How a piece begins, and what ends it. */
const ENDS: readonly (readonly [begin: string, kind: Piece['kind'] | null, end: string])[] = [
    ['$$', 'text', '$$'],
    ['--', null, '\n'],
    ['//', null, '\n'],
    ['/*', null, '*/']
];
const BEGINNINGS = /['"]|\$\$|--|\/\/|\/\*/g;

export function pieces(sql: string): Piece[] {
    const found: Piece[] = [];
    for (let at = 0; at < sql.length;) {
        BEGINNINGS.lastIndex = at;
        const begin = BEGINNINGS.exec(sql)?.index ?? sql.length;
        if (begin > at) found.push({ kind: 'outside', text: sql.slice(at, begin) });
        if (begin === sql.length) break;
        const sign = sql.charAt(begin);
        if (sign === "'" || sign === '"') {
            const end = endOfQuotes(sql, begin + 1, sign);
            const text = sql.slice(begin + 1, end);
            found.push(sign === '"' ? { kind: 'name', text: text.replaceAll('""', '"') } : { kind: 'text', text });
            at = end + 1;
            continue;
        }
        const [opening, kind, closing] = ENDS.find(([mark]) => sql.startsWith(mark, begin)) ?? ['', null, ''];
        const close = sql.indexOf(closing, begin + opening.length);
        const end = close < 0 ? sql.length : close;
        if (kind !== null) found.push({ kind, text: sql.slice(begin + opening.length, end) });
        at = end + closing.length;
    }
    return found;
}

/** A quote is doubled inside, or, in a text, behind a backslash. */
function endOfQuotes(sql: string, from: number, quote: string): number {
    for (let at = from; at < sql.length; at += 1) {
        const sign = sql.charAt(at);
        if (sign === '\\' && quote === "'") at += 1;
        else if (sign === quote && sql.charAt(at + 1) === quote) at += 1;
        else if (sign === quote) return at;
    }
    return sql.length;
}

/** The names in double quotes. */
export function quotedNames(sql: string): string[] {
    return pieces(sql).flatMap(({ kind, text }) => (kind === 'name' ? [text] : []));
}

/** What changes rows, or may run what does; DDL is a transaction of its own whatever AUTOCOMMIT says. */
const CHANGES_ROWS = /^(?:INSERT|UPDATE|DELETE|MERGE|COPY|CALL|EXECUTE|BEGIN|DECLARE)$/;

/** Whether rows could be changed and left to a COMMIT that the text itself does not have. */
export function mayWrite(sql: string): boolean {
    const words = pieces(sql).flatMap(({ kind, text }) => (kind === 'outside' ? [text] : [' x ']));
    const outside = words.join(' ').toUpperCase();
    if (/\bCOMMIT\b/.test(outside)) return false;
    return outside
        .split(';')
        .map((statement) => /[A-Z]+/.exec(statement)?.[0])
        .some((word) => word !== undefined && CHANGES_ROWS.test(word));
}
