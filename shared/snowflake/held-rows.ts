/** The rows of one piece of an answer, held until they are read: as bytes where they are many, as values where they are few. */

import { RECORDS_AT_ONCE } from '../limits.js';

/** Rows that are handed over at once: what is made of them fills one batch. */
export const SLICE_ROWS = RECORDS_AT_ONCE;

export interface HeldRows {
    readonly count: number;
    /** From a row on, some at a time, as whatever they are. Throws SyntaxError where they are no JSON. */
    slices(first?: number): Iterable<readonly unknown[]>;
}

export function parsedRows(rows: readonly unknown[]): HeldRows {
    return {
        count: rows.length,
        *slices(first = 0) {
            for (let at = first; at < rows.length; at += SLICE_ROWS) yield rows.slice(at, at + SLICE_ROWS);
        }
    };
}
