/**
 * Rows as they came: the bytes of a JSON array of arrays, and where in them the rows are. They are parsed some at a time,
 * for as values they take several times as much memory, and one piece can hold all of a result.
 */
import type { HeldRows } from './held-rows.js';
import { SLICE_ROWS } from './held-rows.js';
import { afterList, afterSpaces, COMMA, OPEN_LIST } from './json-bytes.js';

/** A slice ends here too: of wide rows a thousand may be a hundred megabytes. */
const SLICE_BYTES = 1_000_000;

/** Where a slice starts: in the bytes, and as a row. */
interface Mark {
    readonly at: number;
    readonly row: number;
}

export class RowBytes implements HeldRows {
    readonly count: number;
    /** Where the rows end in the bytes that they were found in. */
    readonly end: number;
    readonly #bytes: Buffer;
    readonly #marks: readonly Mark[];

    constructor(bytes: Buffer, count: number, marks: readonly Mark[], end: number) {
        this.count = count;
        this.end = end;
        this.#bytes = bytes;
        this.#marks = marks;
    }

    *slices(first = 0): Generator<readonly unknown[]> {
        for (const [index, { at, row }] of this.#marks.entries()) {
            const next = this.#marks[index + 1];
            if ((next?.row ?? this.count) <= first) continue;
            const text = this.#bytes.toString('utf8', at, next ? next.at - 1 : this.end);
            const rows: unknown = JSON.parse(`[${text}]`);
            if (Array.isArray(rows)) yield row < first ? rows.slice(first - row) : rows;
        }
    }
}

/**
 * The rows that stand one after the other from here on, with commas between them. Null where one is cut, or missing
 * behind its comma; what a row holds shows when it is read.
 */
export function rowBytes(bytes: Buffer, from = 0): RowBytes | null {
    const marks: Mark[] = [];
    let slice: Mark = { at: from, row: 0 };
    let count = 0;
    let at = afterSpaces(bytes, from);
    while (bytes[at] === OPEN_LIST) {
        at = afterList(bytes, at);
        if (at < 0) return null;
        count += 1;
        at = afterSpaces(bytes, at);
        if (bytes[at] !== COMMA) return new RowBytes(bytes, count, [...marks, slice], at);
        at += 1;
        if (count - slice.row >= SLICE_ROWS || at - slice.at >= SLICE_BYTES) {
            marks.push(slice);
            slice = { at, row: count };
        }
        at = afterSpaces(bytes, at);
    }
    return count === 0 ? new RowBytes(bytes, 0, [], at) : null;
}
