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

function jsonBytes(record: NangoRecord): number {
    return Buffer.byteLength(JSON.stringify(record), 'utf8');
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
