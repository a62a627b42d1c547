/**
 * Snowflake's rules for names: unquoted ones are folded to upper case, quoted ones are exact; LIKE ignores case.
 * https://docs.snowflake.com/en/sql-reference/identifiers-syntax
 */

/** A name as a statement shows it: bare where folding gives it back, quoted otherwise. */
export function quoteIfNeeded(name: string): string {
    return /^[A-Z_][A-Z0-9_$]*$/.test(name) ? name : quote(name);
}

export function quote(name: string): string {
    return `"${name.replaceAll('"', '""')}"`;
}

export function qualified(...parts: readonly string[]): string {
    return parts.map(quoteIfNeeded).join('.');
}

export function stringLiteral(value: string): string {
    return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

/** Names sort by their UTF-8 bytes, which is the order of their code points; JavaScript compares UTF-16 units. */
export function compareNames(left: string, right: string): number {
    if (left === right) return 0;
    const length = Math.min(left.length, right.length);
    for (let at = 0; at < length; at += 1) {
        const a = left.charCodeAt(at);
        const b = right.charCodeAt(at);
        if (a !== b) {
            const surrogates = isSurrogate(a) === isSurrogate(b);
            return (surrogates ? a < b : isSurrogate(b)) ? -1 : 1;
        }
    }
    return left.length - right.length;
}

export function byName<T extends { readonly name: string }>(objects: Iterable<T>): T[] {
    return [...objects].sort((left, right) => compareNames(left.name, right.name));
}

function isSurrogate(unit: number): boolean {
    return unit >= 0xd800 && unit <= 0xdfff;
}

/** A SHOW ... LIKE pattern: `%` any text, `_` one character, a backslash makes the next character plain. */
export function likePattern(pattern: string): (name: string) => boolean {
    let source = '';
    const characters = [...pattern];
    for (let at = 0; at < characters.length; at += 1) {
        const char = characters[at] ?? '';
        const next = characters[at + 1];
        if (char === '\\' && next !== undefined) {
            source += escapeRegex(next);
            at += 1;
        } else if (char === '%') source += '[\\s\\S]*';
        else if (char === '_') source += '[\\s\\S]';
        else source += escapeRegex(char);
    }
    const expression = new RegExp(`^${source}$`, 'iu');
    return (name) => expression.test(name);
}

function escapeRegex(char: string): string {
    return char.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
