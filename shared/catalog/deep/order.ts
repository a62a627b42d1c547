/**
 * The order in which Snowflake sorts text: by its UTF-8 bytes, which is that of the code points. JavaScript compares
 * UTF-16 units, and so does `compareNames`; the two differ where a name holds a character beyond the first 65,536.
 */
export type Key = readonly string[];

export function compareKeys(a: Key, b: Key): number {
    for (let at = 0; at < a.length && at < b.length; at += 1) {
        const order = compareCodePoints(a[at] ?? '', b[at] ?? '');
        if (order !== 0) return order;
    }
    return a.length - b.length;
}

function compareCodePoints(a: string, b: string): number {
    if (a === b) return 0;
    const length = Math.min(a.length, b.length);
    for (let at = 0; at < length; at += 1) {
        const left = a.charCodeAt(at);
        const right = b.charCodeAt(at);
        if (left !== right) return rank(left) - rank(right);
    }
    return a.length - b.length;
}

/** Halves of a pair stand for code points behind all that are one unit. */
function rank(unit: number): number {
    return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
