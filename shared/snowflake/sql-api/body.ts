/**
 * The body of an answer, its rows apart: they are nearly all of a large one, and stay bytes. So `data` is looked for in the
 * bytes, and where that leaves a doubt the body is parsed as a whole.
 */
import { bytesOfAnswer } from '../gzip.js';
import { parsedRows } from '../held-rows.js';
import type { HeldRows } from '../held-rows.js';
import {
    afterSpaces,
    afterText,
    afterValue,
    CLOSE_LIST,
    CLOSE_OBJECT,
    COLON,
    COMMA,
    OPEN_LIST,
    OPEN_OBJECT,
    QUOTE
} from '../json-bytes.js';
import { rowBytes } from '../row-bytes.js';
import type { RowBytes } from '../row-bytes.js';

export interface Body {
    /** What is no JSON stays text. Of rows that are held apart, `data` is an empty list here. */
    readonly body: unknown;
    /** Null where there is no list of them. */
    readonly rows: HeldRows | null;
}

/** As values, such an answer takes less than what is gained. */
const SMALL_BYTES = 100_000;

export function bodyOf(data: unknown): Body {
    const bytes = bytesOfAnswer(data);
    if (bytes === undefined) return typeof data === 'string' ? wholeBody(data) : withRowsOf(data);
    const apart = bytes.length < SMALL_BYTES ? null : bodyWithRowsApart(bytes);
    return apart ?? wholeBody(bytes.toString('utf8'));
}

/** Null where it is no object with a list of rows as its one `data`: parsed whole, it is what JSON.parse says. */
export function bodyWithRowsApart(bytes: Buffer): Body | null {
    const found = findRows(bytes);
    if (!found) return null;
    const { from, rows } = found;
    try {
        const body: unknown = JSON.parse(bytes.toString('utf8', 0, from) + bytes.toString('utf8', rows.end));
        return { body, rows };
    } catch {
        return null;
    }
}

function findRows(bytes: Buffer): { readonly from: number; readonly rows: RowBytes } | null {
    let found: ReturnType<typeof findRows> = null;
    let at = afterSpaces(bytes, 0);
    if (bytes[at] !== OPEN_OBJECT) return null;
    do {
        const keyAt = afterSpaces(bytes, at + 1);
        const keyEnd = bytes[keyAt] === QUOTE ? afterText(bytes, keyAt) : -1;
        if (keyEnd < 0) return null;
        const key = bytes.toString('latin1', keyAt + 1, keyEnd - 1);
        const colon = afterSpaces(bytes, keyEnd);
        if (bytes[colon] !== COLON) return null;
        const valueAt = afterSpaces(bytes, colon + 1);
        // Written with an escape it may be the same name, and of two that are the same the last counts.
        if (key.includes('\\') || (key === 'data' && found)) return null;
        if (key === 'data') {
            const rows = bytes[valueAt] === OPEN_LIST ? rowBytes(bytes, valueAt + 1) : null;
            if (rows === null || bytes[rows.end] !== CLOSE_LIST) return null;
            found = { from: valueAt + 1, rows };
            at = rows.end + 1;
        } else at = afterValue(bytes, valueAt);
        if (at < 0) return null;
        at = afterSpaces(bytes, at);
    } while (bytes[at] === COMMA);
    return bytes[at] === CLOSE_OBJECT ? found : null;
}

function wholeBody(text: string): Body {
    try {
        return withRowsOf(JSON.parse(text));
    } catch {
        return { body: text, rows: null };
    }
}

function withRowsOf(body: unknown): Body {
    const data = typeof body === 'object' && body !== null && 'data' in body ? body.data : null;
    return { body, rows: Array.isArray(data) ? parsedRows(data) : null };
}
