/**
 * Names of Snowflake objects: how to quote them in a statement, and how to make one record id of several of them.
 * A name may hold dots, quotes, spaces and any Unicode; joining names unquoted makes two objects share an id.
 * https://docs.snowflake.com/en/sql-reference/identifiers-syntax
 */
import { createHash } from 'crypto';

/** Nango refuses a whole batch when one id is longer. */
const MAX_ID_LENGTH = 255;

const BARE_IDENTIFIER = /^[A-Z_][A-Z0-9_$]*$/;

/** The name in double quotes: means exactly this name, whatever its case or characters. */
export function quoteIdentifier(name: string): string {
    return `"${name.replaceAll('"', '""')}"`;
}

/** `"db"."schema"."table"` for use in a statement. */
export function quotePath(...names: readonly string[]): string {
    return names.map(quoteIdentifier).join('.');
}

const QUOTED_NAME = /^"((?:[^"]|"")+)"$/;

export function isQuoted(name: string): boolean {
    return QUOTED_NAME.test(name);
}

/** One name as SHOW GRANTS writes it: in quotes where it needs them, while other commands show it without. */
export function unquoteIdentifier(name: string): string {
    return QUOTED_NAME.exec(name)?.[1]?.replaceAll('""', '"') ?? name;
}

/** The name that Snowflake would read in a statement: quoted, exactly; bare, in upper case; else as it stands. */
export function asIdentifier(name: string): string {
    if (isQuoted(name)) return unquoteIdentifier(name);
    return /^[A-Za-z_][\w$]*$/.test(name) ? name.toUpperCase() : name;
}

/** A string literal. Snowflake reads backslash escapes inside single quotes, so backslashes are doubled too. */
export function quoteLiteral(text: string): string {
    return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

/** The name as Snowflake shows it: bare where it can be, else quoted. */
export function displayIdentifier(name: string): string {
    return BARE_IDENTIFIER.test(name) ? name : quoteIdentifier(name);
}

/** The fully qualified name, e.g. `SALES.PUBLIC."my.table"`: equal for two objects only if they are the same one. */
export function qualifiedName(...names: readonly string[]): string {
    return names.map(displayIdentifier).join('.');
}

/** The record id of an object: its qualified name, or the short form of it where Nango could not store that. */
export function recordId(...names: readonly string[]): string {
    return fitId(qualifiedName(...names));
}

const SHORT_ID = 'sha256:';

/** Whether the id no longer says all of the name. */
export function isShortId(id: string): boolean {
    return id.startsWith(SHORT_ID);
}

/** The names that an id is made of, as far as `depth`; none for a short id, which may be of any object. */
export function namesOfId(id: string, depth: number): string[] {
    const names: string[] = [];
    let at = 0;
    while (names.length < depth && at < id.length && !isShortId(id)) {
        const quoted = id[at] === '"';
        const end = quoted ? closingQuote(id, at) : bareEnd(id, at);
        if (end <= at) return names;
        names.push(quoted ? id.slice(at + 1, end).replaceAll('""', '"') : id.slice(at, end));
        at = quoted ? end + 2 : end + 1;
    }
    return names;
}

/** Whether a full id names the place itself or something in it. */
export function isWithin(id: string, place: readonly string[]): boolean {
    const name = qualifiedName(...place);
    return id === name || id.startsWith(`${name}.`);
}

/**
 * An id that Nango can store. Too long (or holding a null byte, which Nango drops): `sha256:<64 hex>:<start of the
 * name>`. No qualified name can begin like that, since a bare identifier holds no colon, so a short form never
 * equals another object's full one.
 */
export function fitId(id: string): string {
    if (id.length <= MAX_ID_LENGTH && !id.includes('\0')) return id;
    const digest = createHash('sha256').update(id, 'utf8').digest('hex');
    const prefix = `${SHORT_ID}${digest}:`;
    const start = id.replaceAll('\0', '').slice(0, MAX_ID_LENGTH - prefix.length);
    // A cut inside a surrogate pair would leave half a character, which a database refuses.
    return prefix + start.replace(/[\uD800-\uDBFF]$/, '');
}

/** A total order that does not depend on any locale: resuming must skip with the very order that sorting used. */
export function compareNames(a: string, b: string): number {
    return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Splits a name as people write it in settings into its parts: `SALES.PUBLIC`, `"my.db"."s"`. A quoted part stands for
 * exactly that name. Returns null where quotes do not match or a part is empty. Each character is looked at once: text
 * of a customer must not cost more than its length.
 */
export function splitQualifiedName(text: string): { readonly text: string; readonly quoted: boolean }[] | null {
    const parts: { text: string; quoted: boolean }[] = [];
    let at = 0;
    for (;;) {
        at = afterSpace(text, at);
        const quoted = text[at] === '"';
        const end = quoted ? closingQuote(text, at) : bareEnd(text, at);
        if (end < 0) return null;
        const part = quoted ? text.slice(at + 1, end).replaceAll('""', '"') : text.slice(at, end).trimEnd();
        if (part === '') return null;
        parts.push({ text: part, quoted });
        at = afterSpace(text, quoted ? end + 1 : end);
        if (at === text.length) return parts;
        if (text[at] !== '.') return null;
        at += 1;
    }
}

function afterSpace(text: string, from: number): number {
    let at = from;
    while (at < text.length && text[at]?.trim() === '') at += 1;
    return at;
}

function bareEnd(text: string, from: number): number {
    let at = from;
    while (at < text.length && text[at] !== '.' && text[at] !== '"') at += 1;
    return at;
}

/** -1 where the quote that opens at `from` is not closed. */
function closingQuote(text: string, from: number): number {
    let at = from + 1;
    while (at < text.length && (text[at] !== '"' || text[at + 1] === '"')) at += text[at] === '"' ? 2 : 1;
    return at < text.length ? at : -1;
}
