/**
 * Snowflake's names inside DuckDB, which does not tell `A` from `a`: a name with lower-case letters gets a suffix that
 * says which they are, taken off again when a result names its columns.
 */
const MARK = '\u0001';

/** Stands for a quote inside a name: the translator library does not read every name that has one. */
const QUOTE = '\uFDD0';

export function withoutQuotes(name: string): string {
    return name.replaceAll('"', QUOTE);
}

export function withQuotes(name: string): string {
    return name.replaceAll(QUOTE, '"');
}

export function storedName(given: string): string {
    const name = withoutQuotes(given);
    if (!/[a-z]/.test(name) && !name.includes(MARK)) return name;
    const bits = [...name].map((char) => (/[a-z]/.test(char) ? '1' : '0')).join('');
    return `${name}${MARK}${BigInt(`0b1${bits}`).toString(36)}`;
}

export function shownName(stored: string): string {
    const mark = stored.lastIndexOf(MARK);
    return withQuotes(mark === -1 ? stored : stored.slice(0, mark));
}

export function storedIdentifier(name: string): string {
    return `"${storedName(name)}"`;
}
