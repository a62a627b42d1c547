/**
 * Records in batches that Nango takes. Its server refuses a request of more than 100 MB (`maxSizeJsonRecords` in
 * packages/persist/lib/server.ts), and the SDK cuts batches by their number alone. A batch ends far below that: the
 * runner holds it three times over.
 */
import { RECORDS_AT_ONCE } from '../limits.js';
import { ActionableError } from '../errors.js';
import type { NangoRecord } from './handle.js';

export const MAX_BATCH_BYTES = 16_000_000;
/** 100 * 1024 * 1024, less what stands around a record in its request. */
export const MAX_RECORD_BYTES = 104_000_000;
const LONGEST_NAMED_ID = 100;

/** Throws where a single record is more than a request may hold; `what` names one: "row of the query". */
export function batchesOf<R extends NangoRecord>(
    records: readonly R[],
    what: string,
    bytesOf: (record: R) => number = jsonBytes
): R[][] {
    const batches: R[][] = [];
    let left = 0;
    for (const record of records) {
        const bytes = bytesOf(record) + 1;
        if (bytes > MAX_RECORD_BYTES) throw tooLarge(record, bytes, what);
        const current = batches.at(-1);
        if (current && bytes <= left && current.length < RECORDS_AT_ONCE) {
            current.push(record);
            left -= bytes;
        } else {
            batches.push([record]);
            left = MAX_BATCH_BYTES - bytes;
        }
    }
    return batches;
}

/** A record of no more than this counts as it is at most, which takes no writing down: a whole batch of such fits. */
const SMALL_RECORD_BYTES = MAX_BATCH_BYTES / RECORDS_AT_ONCE - 1;
/** As JSON: of a number, a truth value or null at most, and of one character (`\u0000`). */
const SCALAR_BYTES = 25;
const CHARACTER_BYTES = 6;

/** The bytes of the record's JSON, or for a small one what they are at most. */
function jsonBytes(record: NangoRecord): number {
    const most = mostBytes(record, SMALL_RECORD_BYTES);
    return most <= SMALL_RECORD_BYTES ? most : Buffer.byteLength(JSON.stringify(record), 'utf8');
}

/** Stops to count past `enough`. */
function mostBytes(value: unknown, enough: number): number {
    if (typeof value === 'string') return CHARACTER_BYTES * value.length + 3;
    if (!hasFields(value)) return SCALAR_BYTES;
    let bytes = 2;
    // Records are JSON, so they have no fields but their own.
    for (const key in value) {
        bytes += CHARACTER_BYTES * key.length + 4 + mostBytes(value[key], enough - bytes);
        if (bytes > enough) return bytes;
    }
    return bytes;
}

/** Objects, and lists by their places. */
function hasFields(value: unknown): value is Readonly<Record<string, unknown>> {
    return typeof value === 'object' && value !== null;
}

function tooLarge({ id }: NangoRecord, bytes: number, what: string): ActionableError {
    const named = id.length > LONGEST_NAMED_ID ? `${id.slice(0, LONGEST_NAMED_ID)}…` : id;
    const megabytes = Math.ceil(bytes / 1_000_000);
    return new ActionableError(
        'result_too_large',
        `The ${what} with the id ${named} is ${megabytes} MB large; Nango takes no more than ${MAX_RECORD_BYTES / 1_000_000} MB at once.`,
        'Leave the large value out, or shorten it, for example in the query.'
    );
}
