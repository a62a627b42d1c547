/**
 * Rows as they came: the bytes of a JSON array of arrays, and where in them the rows are. They are parsed some at a time,
 * for as values they take several times as much memory, and one piece can hold all of a result.
 */
import type { HeldRows } from './held-rows.js';
import { SLICE_ROWS } from './held-rows.js';
import { afterList, afterSpaces, COMMA, OPEN_LIST } from './json-bytes.js';

/** A slice ends here too: of wide rows a thousand may be a hundred megabytes. */
const SLICE_BYTES = 1_000_000;
/**
 * A slice is parsed in stretches of about so many bytes. For a text of 128 kB or more V8 asks the system for memory of its
 * own, each time, which takes half as long as parsing it; with two bytes for a character it stays below that too.
 */
const STRETCH_BYTES = 60_000;

/** Where a slice starts, as a row, and where its stretches do, in the bytes. */
interface Mark {
    readonly row: number;
    readonly stretches: [number, ...number[]];
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
        for (const [index, { row, stretches }] of this.#marks.entries()) {
            const next = this.#marks[index + 1];
            if ((next?.row ?? this.count) <= first) continue;
            const rows = this.#parsed(stretches, next ? next.stretches[0] - 1 : this.end);
            yield row < first ? rows.slice(first - row) : rows;
        }
    }

    #parsed(stretches: readonly number[], end: number): unknown[] {
        const rows: unknown[] = [];
        for (const [index, at] of stretches.entries()) {
            const next = stretches[index + 1];
            const text = this.#bytes.toString('utf8', at, next === undefined ? end : next - 1);
            const parsed: unknown = JSON.parse(`[${text}]`);
            if (Array.isArray(parsed)) for (const row of parsed) rows.push(row);
        }
        return rows;
    }
}

/**
 * The rows that stand one after the other from here on, with commas between them. Null where one is cut, or missing
 * behind its comma; what a row holds shows when it is read.
 */
export function rowBytes(bytes: Buffer, from = 0): RowBytes | null {
    const marks: Mark[] = [];
    let slice: Mark = { row: 0, stretches: [from] };
    let [sliceAt] = slice.stretches;
    let stretchAt = sliceAt;
    let count = 0;
    let at = afterSpaces(bytes, from);
    while (bytes[at] === OPEN_LIST) {
        at = afterList(bytes, at);
        if (at < 0) return null;
        count += 1;
        at = afterSpaces(bytes, at);
        if (bytes[at] !== COMMA) return new RowBytes(bytes, count, [...marks, slice], at);
        at += 1;
        if (count - slice.row >= SLICE_ROWS || at - sliceAt >= SLICE_BYTES) {
            marks.push(slice);
            slice = { row: count, stretches: [at] };
            sliceAt = stretchAt = at;
        } else if (at - stretchAt >= STRETCH_BYTES) {
            slice.stretches.push(at);
            stretchAt = at;
        }
        at = afterSpaces(bytes, at);
    }
    return count === 0 ? new RowBytes(bytes, 0, [], at) : null;
}
