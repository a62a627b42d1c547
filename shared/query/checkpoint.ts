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
    walk: z.string(),
    started: z.number(),
    at: z.string(),
    value: z.string(),
    value_type: z.string(),
    earlier_ties: z.number(),
    last_row: z.string(),
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

/**
 * `increment`: only what is new, no deletions are tracked. The others read everything, so what they do not find is gone:
 * in a window of deletion tracking that this walk opened itself (`own`), or in one that another walk may have left open
 * (`inherited`). What that other walk saved counts as seen in such a window, so its end finds not all that is gone.
 */
export type Walk = z.infer<typeof WalkSchema>;

const WalkSchema = z.enum(['own', 'inherited', 'increment']).catch('inherited');

/** A row of a result: the next one to read. */
export interface ResultPlace {
    readonly handle: string;
    readonly partition: number;
    readonly row: number;
}

/** The progress of a run, as the code works with it. */
export interface QueryProgress {
    /** Of the configuration: a changed query starts over. */
    readonly query: string;
    readonly walk: Walk;
    /** When the walk began, in milliseconds since 1970. */
    readonly started: number;
    /** Null between runs. */
    readonly at: ResultPlace | null;
    readonly boundary: Boundary | null;
    readonly ties: Ties;
    /** What SameIds keeps of the last row of this result. */
    readonly lastRow: string;
}

export function digestOf(value: unknown): string {
    return createHash('sha256').update(JSON.stringify(value), 'utf8').digest('base64url').slice(0, DIGEST_LENGTH);
}

/** Of what is read: how long it may take is no part of it. */
export function queryDigest(query: NamedQuery): string {
    const read = { ...query, timeout_seconds: undefined };
    return createHash('sha256').update(JSON.stringify(read), 'utf8').digest('hex');
}

export function newProgress(query: string, now: number, walk: Walk = 'own'): QueryProgress {
    return {
        query,
        walk,
        started: now,
        at: null,
        boundary: null,
        ties: { earlier: [], current: [] },
        lastRow: ''
    };
}

export function toCheckpoint(progress: QueryProgress): QueryCheckpoint {
    const { earlier, current } = progress.ties;
    const text = [...earlier, ...current].join('');
    const part = (n: number): string => text.slice(n * MAX_TEXT, (n + 1) * MAX_TEXT);
    return {
        query: progress.query,
        walk: progress.walk,
        started: progress.started,
        at: progress.at ? [progress.at.partition, progress.at.row, progress.at.handle].join(PLACE_SEPARATOR) : '',
        value: progress.boundary?.value ?? '',
        value_type: progress.boundary?.type ?? '',
        earlier_ties: earlier.length,
        last_row: progress.lastRow,
        ties_1: part(0),
        ties_2: part(1),
        ties_3: part(2),
        ties_4: part(3),
        ties_5: part(4),
        ties_6: part(5)
    };
}

/** What is stored, if it is about this very query and may still be gone on with; else a walk from the beginning. */
export function readProgress(stored: unknown, query: string, now: number): { progress: QueryProgress; known: boolean } {
    if (stored === null || stored === undefined) return { progress: newProgress(query, now), known: false };
    const parsed = QueryCheckpointSchema.safeParse(stored);
    // What cannot be read, as what another version has written, may stand for an open window.
    if (!parsed.success) return { progress: newProgress(query, now, 'inherited'), known: false };
    const walk = WalkSchema.parse(parsed.data.walk);
    const { started, at, value, value_type: type, earlier_ties: earlier, last_row: lastRow, ...rest } = parsed.data;
    const isFull = walk !== 'increment';
    if (rest.query !== query || (isFull && isStale(started, now))) {
        return { progress: newProgress(query, now, isFull ? 'inherited' : 'own'), known: false };
    }
    const text = [rest.ties_1, rest.ties_2, rest.ties_3, rest.ties_4, rest.ties_5, rest.ties_6].join('');
    const ties = text.match(new RegExp(`.{${DIGEST_LENGTH}}`, 'g')) ?? [];
    const progress = {
        query,
        walk,
        started,
        at: placeOf(at),
        boundary: type === '' ? null : { value, type },
        ties: { earlier: ties.slice(0, earlier), current: ties.slice(earlier) },
        lastRow
    };
    return { progress, known: true };
}

const PLACE_SEPARATOR = ' ';

function placeOf(text: string): ResultPlace | null {
    const [partition = '', row = '', ...handle] = text.split(PLACE_SEPARATOR);
    if (handle.length === 0) return null;
    return { partition: Number(partition), row: Number(row), handle: handle.join(PLACE_SEPARATOR) };
}

/** More ties than fit are not remembered: they are then saved again, which Nango sees as unchanged. */
export const MAX_TIES = (6 * MAX_TEXT) / DIGEST_LENGTH;
