/**
 * How far a query has been read. Within a run: the statement's handle and the row in it (Snowflake keeps results for a
 * day, so a resumed run reads on in the very same result). Between runs of an incremental query: the last value, and
 * digests of the rows that hold it, so that ties are neither lost nor saved again.
 */
import { createHash } from 'crypto';
import { z } from 'zod';
import { anyBoolean, anyNumber, anyText } from '../schema.js';
import { jsonOf } from '../nango/json-text.js';
import { isStale } from '../nango/open-walk.js';
import type { NamedQuery } from '../settings/query-settings.js';
import type { Boundary } from './boundary.js';
import { sampleFields } from '../sync/two-censuses.js';
import { NO_MEMORY } from './memory-text.js';
import type { MemoryText } from './memory-text.js';

/** Nango stores checkpoint texts of up to 4,000 characters, in at most 16 fields. */
const MAX_TEXT = 4000;
const DIGEST_LENGTH = 8;

const text = anyText;

export const QueryCheckpointSchema = z.object({
    query: text.describe('Digest of the query that is read.'),
    walk: text.describe('How the read goes on, and since when it has been under way.'),
    at: text.describe('The next row to read: partition, row and statement. Empty between runs.'),
    value: text.describe('Everything up to this value was read.'),
    last_row: text,
    ties_1: text.describe('Digests of the rows that hold this value.'),
    ties_2: text,
    ties_3: text,
    ties_4: text,
    ties_5: text,
    ties_6: text,
    memory: text.describe('What the last whole run knew: account, settings, how many rows.'),
    ...sampleFields
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

/** `isDone`: between the runs of a full read, where no window is open. */
const NoteSchema = z.object({
    walk: WalkSchema,
    started: anyNumber,
    value_type: text,
    cut: text.default(''),
    earlier_ties: anyNumber,
    is_done: anyBoolean
});

/** A row of a result: the next one to read. */
export interface ResultPlace {
    readonly handle: string;
    readonly partition: number;
    readonly row: number;
    /** Digest of how the result was cut into partitions when the place was noted; empty for one of an older version. */
    readonly cut: string;
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

/**
 * Of what is read, and in which account: how long it may take is no part of it, nor when deletions wait. `account` is a
 * name that stays as it is when the connection spells its account in another way.
 */
export function queryDigest(query: NamedQuery, account: string): string {
    const read = { ...query, timeout_seconds: undefined, deletion_guard: undefined, allow_deletions: undefined };
    return createHash('sha256')
        .update(JSON.stringify([account, read]), 'utf8')
        .digest('hex');
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

export function toCheckpoint(
    progress: QueryProgress,
    memory: MemoryText = NO_MEMORY,
    state: 'under way' | 'done' = 'under way'
): QueryCheckpoint {
    const { walk, started, boundary, at } = progress;
    const { earlier, current } = progress.ties;
    const digests = [...earlier, ...current].join('');
    const part = (n: number): string => digests.slice(n * MAX_TEXT, (n + 1) * MAX_TEXT);
    const note: z.infer<typeof NoteSchema> = {
        walk,
        started,
        value_type: boundary?.type ?? '',
        cut: at?.cut ?? '',
        earlier_ties: earlier.length,
        is_done: state === 'done'
    };
    return {
        query: progress.query,
        walk: JSON.stringify(note),
        at: at ? [at.partition, at.row, at.handle].join(PLACE_SEPARATOR) : '',
        value: boundary?.value ?? '',
        last_row: progress.lastRow,
        ties_1: part(0),
        ties_2: part(1),
        ties_3: part(2),
        ties_4: part(3),
        ties_5: part(4),
        ties_6: part(5),
        ...memory
    };
}

/** What is stored, if it is about this very query and may still be gone on with; else a walk from the beginning. */
export function readProgress(stored: unknown, query: string, now: number): { progress: QueryProgress; known: boolean } {
    if (stored === null || stored === undefined) return { progress: newProgress(query, now), known: false };
    const { data: checkpoint } = QueryCheckpointSchema.safeParse(stored);
    const { data: note } = NoteSchema.safeParse(jsonOf(checkpoint?.walk ?? ''));
    // What cannot be read, as what another version has written, may stand for an open window.
    if (!checkpoint || !note) return { progress: newProgress(query, now, 'inherited'), known: false };
    if (note.is_done) return { progress: newProgress(query, now), known: false };
    const { walk, started, value_type: type, earlier_ties: earlier } = note;
    const isFull = walk !== 'increment';
    if (checkpoint.query !== query || (isFull && isStale(started, now))) {
        return { progress: newProgress(query, now, isFull ? 'inherited' : 'own'), known: false };
    }
    const { ties_1, ties_2, ties_3, ties_4, ties_5, ties_6 } = checkpoint;
    const digests = [ties_1, ties_2, ties_3, ties_4, ties_5, ties_6].join('');
    const ties = digests.match(new RegExp(`.{${DIGEST_LENGTH}}`, 'g')) ?? [];
    const progress = {
        query,
        walk,
        started,
        at: placeOf(checkpoint.at, note.cut),
        boundary: type === '' ? null : { value: checkpoint.value, type },
        ties: { earlier: ties.slice(0, earlier), current: ties.slice(earlier) },
        lastRow: checkpoint.last_row
    };
    return { progress, known: true };
}

const PLACE_SEPARATOR = ' ';

function placeOf(at: string, cut: string): ResultPlace | null {
    const [partition = '', row = '', ...handle] = at.split(PLACE_SEPARATOR);
    if (handle.length === 0) return null;
    return { partition: Number(partition), row: Number(row), handle: handle.join(PLACE_SEPARATOR), cut };
}

/** More ties than fit are not remembered: they are then saved again, which Nango sees as unchanged. */
export const MAX_TIES = (6 * MAX_TEXT) / DIGEST_LENGTH;
