/**
 * How far a query has been read. Within a run: the statement's handle and the row in it (Snowflake keeps results for a
 * day, so a resumed run reads on in the very same result). Between runs of an incremental query: the last value, and
 * digests of the rows that hold it, so that ties are neither lost nor saved again.
 */
import { createHash } from 'crypto';
import { z } from 'zod';
import { isStale } from '../nango/open-walk.js';
import type { NamedQuery } from '../settings/query-settings.js';
import type { Boundary } from './boundary.js';

/** Nango stores checkpoint texts of up to 4,000 characters, in at most 16 fields. */
const MAX_TEXT = 4000;
const DIGEST_LENGTH = 8;

export const QueryCheckpointSchema = z.object({
    query: z.string(),
    full: z.boolean(),
    started: z.number(),
    handle: z.string(),
    partition: z.number(),
    row: z.number(),
    value: z.string(),
    value_type: z.string(),
    earlier_ties: z.number(),
    ties_1: z.string(),
    ties_2: z.string(),
    ties_3: z.string(),
    ties_4: z.string(),
    ties_5: z.string(),
    ties_6: z.string()
});
export type QueryCheckpoint = z.infer<typeof QueryCheckpointSchema>;

/** Digests of rows at the boundary. */
export interface Ties {
    /** Saved by the run before, and not met in this one yet. */
    readonly earlier: readonly string[];
    /** Met in this run. */
    readonly current: readonly string[];
}

/** The progress of a run, as the code works with it. */
export interface QueryProgress {
    /** Of the configuration: a changed query starts over. */
    readonly query: string;
    /** This walk began at the beginning, so what it does not find is gone. */
    readonly full: boolean;
    /** When the full walk began, in milliseconds since 1970. */
    readonly started: number;
    /** Null between runs. */
    readonly at: { readonly handle: string; readonly partition: number; readonly row: number } | null;
    readonly boundary: Boundary | null;
    readonly ties: Ties;
}

export function digestOf(value: unknown): string {
    return createHash('sha256').update(JSON.stringify(value), 'utf8').digest('base64url').slice(0, DIGEST_LENGTH);
}

/** Of what is read: how long it may take is no part of it. */
export function queryDigest(query: NamedQuery): string {
    const read = { ...query, timeout_seconds: undefined };
    return createHash('sha256').update(JSON.stringify(read), 'utf8').digest('hex');
}

export function newProgress(query: string, now: number): QueryProgress {
    return { query, full: true, started: now, at: null, boundary: null, ties: { earlier: [], current: [] } };
}

export function toCheckpoint(progress: QueryProgress): QueryCheckpoint {
    const { earlier, current } = progress.ties;
    const text = [...earlier, ...current].join('');
    const part = (n: number): string => text.slice(n * MAX_TEXT, (n + 1) * MAX_TEXT);
    return {
        query: progress.query,
        full: progress.full,
        started: progress.started,
        handle: progress.at?.handle ?? '',
        partition: progress.at?.partition ?? 0,
        row: progress.at?.row ?? 0,
        value: progress.boundary?.value ?? '',
        value_type: progress.boundary?.type ?? '',
        earlier_ties: earlier.length,
        ties_1: part(0),
        ties_2: part(1),
        ties_3: part(2),
        ties_4: part(3),
        ties_5: part(4),
        ties_6: part(5)
    };
}

/** What is stored, if it is about this very query and may still be gone on with; else null. */
export function readProgress(stored: unknown, query: string, now: number): QueryProgress | null {
    const parsed = QueryCheckpointSchema.safeParse(stored);
    if (!parsed.success || parsed.data.query !== query) return null;
    const {
        full,
        started,
        handle,
        partition,
        row,
        value,
        value_type: type,
        earlier_ties: earlier,
        ...rest
    } = parsed.data;
    if (full && isStale(started, now)) return null;
    const text = [rest.ties_1, rest.ties_2, rest.ties_3, rest.ties_4, rest.ties_5, rest.ties_6].join('');
    const ties = text.match(new RegExp(`.{${DIGEST_LENGTH}}`, 'g')) ?? [];
    return {
        query,
        full,
        started,
        at: handle === '' ? null : { handle, partition, row },
        boundary: type === '' ? null : { value, type },
        ties: { earlier: ties.slice(0, earlier), current: ties.slice(earlier) }
    };
}

/** More ties than fit are not remembered: they are then saved again, which Nango sees as unchanged. */
export const MAX_TIES = (6 * MAX_TEXT) / DIGEST_LENGTH;
