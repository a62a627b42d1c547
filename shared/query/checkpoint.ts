/**
 * How far a query has been read. Within a run: the statement's handle and the row in it (Snowflake keeps results for a
 * day, so a resumed run reads on in the very same result). Between runs of an incremental query: the last value, and
 * digests of the rows that hold it, so that ties are neither lost nor saved again.
 */
import { createHash } from 'crypto';
import { z } from 'zod';
import type { NamedQuery } from '../settings/query-settings.js';
import type { Boundary } from './statement.js';

/** Nango stores checkpoint texts of up to 4,000 characters, in at most 16 fields. */
const MAX_TEXT = 4000;
const DIGEST_LENGTH = 8;

export const QueryCheckpointSchema = z.object({
    query: z.string(),
    full: z.boolean(),
    handle: z.string(),
    partition: z.number(),
    row: z.number(),
    value: z.string(),
    value_type: z.string(),
    ties_1: z.string(),
    ties_2: z.string(),
    ties_3: z.string(),
    ties_4: z.string(),
    ties_5: z.string(),
    ties_6: z.string()
});
export type QueryCheckpoint = z.infer<typeof QueryCheckpointSchema>;

/** The progress of a run, as the code works with it. */
export interface QueryProgress {
    /** Of the configuration: a changed query starts over. */
    readonly query: string;
    /** This walk began at the beginning, so what it does not find is gone. */
    readonly full: boolean;
    /** Null between runs. */
    readonly at: { readonly handle: string; readonly partition: number; readonly row: number } | null;
    readonly boundary: Boundary | null;
    readonly ties: readonly string[];
}

export function digestOf(value: unknown): string {
    return createHash('sha256').update(JSON.stringify(value), 'utf8').digest('base64url').slice(0, DIGEST_LENGTH);
}

export function queryDigest(query: NamedQuery): string {
    return createHash('sha256').update(JSON.stringify(query), 'utf8').digest('hex');
}

export function toCheckpoint(progress: QueryProgress): QueryCheckpoint {
    const text = progress.ties.join('');
    const part = (n: number): string => text.slice(n * MAX_TEXT, (n + 1) * MAX_TEXT);
    return {
        query: progress.query,
        full: progress.full,
        handle: progress.at?.handle ?? '',
        partition: progress.at?.partition ?? 0,
        row: progress.at?.row ?? 0,
        value: progress.boundary?.value ?? '',
        value_type: progress.boundary?.type ?? '',
        ties_1: part(0),
        ties_2: part(1),
        ties_3: part(2),
        ties_4: part(3),
        ties_5: part(4),
        ties_6: part(5)
    };
}

/** What is stored, if it is about this very query; else null. */
export function readProgress(stored: unknown, query: string): QueryProgress | null {
    const parsed = QueryCheckpointSchema.safeParse(stored);
    if (!parsed.success || parsed.data.query !== query) return null;
    const { full, handle, partition, row, value, value_type: type, ...rest } = parsed.data;
    const ties = [rest.ties_1, rest.ties_2, rest.ties_3, rest.ties_4, rest.ties_5, rest.ties_6].join('');
    return {
        query,
        full,
        at: handle === '' ? null : { handle, partition, row },
        boundary: type === '' ? null : { value, type },
        ties: ties.match(new RegExp(`.{${DIGEST_LENGTH}}`, 'g')) ?? []
    };
}

/** More ties than fit are not remembered: they are then saved again, which Nango sees as unchanged. */
export const MAX_TIES = (6 * MAX_TEXT) / DIGEST_LENGTH;
