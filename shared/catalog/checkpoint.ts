/**
 * What a metadata sync keeps between executions, in Nango's flat checkpoint. It is never cleared: between runs it holds
 * what the last whole walk knew, and while a walk is under way also where that one stands. It outlives a reconnect,
 * which the connection's metadata does not.
 */
import { z } from 'zod';
import { anyBoolean, anyNumber, anyText } from '../schema.js';
import { jsonOf } from '../nango/json-text.js';
import { isForgotten, isStale } from '../nango/open-walk.js';
import { censusesIn, censusTexts, sampleFields } from '../sync/two-censuses.js';
import type { TwoCensuses } from '../sync/two-censuses.js';
import { bookmarkFields, divided, fromFields, toFields } from './bookmark.js';
import type { Bookmark } from './bookmark.js';

/** Nango takes 16 fields of up to 4,000 characters. An empty text means "not set". */
export const CatalogCheckpointSchema = z.object({
    ...bookmarkFields,
    unreadable: anyText.describe('Places that could not be read in this walk.'),
    kept: anyText.describe('Where the records of unreadable places stand among all records.'),
    walk: anyText.describe('The walk that is under way, or how the last one ended.'),
    memory: anyText.describe('What the last whole walk knew: account, role, settings.'),
    counts: anyText.describe('How many records the last whole walk found, by database.'),
    counts_now: anyText.describe('The same of the walk that is under way.'),
    ...sampleFields
});
export type CatalogCheckpoint = z.infer<typeof CatalogCheckpointSchema>;

const WalkSchema = z.object({
    /**
     * `walked` has saved everything and not ended yet; `done` has ended, deletions included. After the others Nango's
     * tracking of deletions is still open: `withheld` and `kept` did not delete, `abandoned` cannot be gone on with.
     */
    state: z.enum(['walking', 'walked', 'done', 'withheld', 'kept', 'abandoned']),
    /** When the walk began, in milliseconds since 1970. */
    started: anyNumber,
    /** When this was noted: what was saved before, Nango has forgotten three days later. */
    noted: anyNumber,
    /** Digest of what is walked: account, role, settings. */
    scope: anyText,
    /** The tracking was open before this walk began, or a failure lies within it: another walk has to follow. */
    again: anyBoolean,
    /** Something that is not gone could not be saved: this walk deletes nothing. */
    keep_all: anyBoolean,
    /** At least one place could be read. */
    found: anyBoolean,
    /** Which records of the last whole walk were met. */
    met: anyText,
    /** An execution that reads by queries has `begun` and saved nothing yet; one has come to its end like that, `in_vain`. */
    tried: z.enum(['', 'begun', 'in_vain']).default(''),
    /** A place behind the one that was reached that is too large for one answer. */
    divided: z.array(anyText).default([])
});
/** What is too large stands in the bookmark. */
export type WalkNote = Omit<z.infer<typeof WalkSchema>, 'divided'>;

const MemorySchema = z.object({
    account: anyText,
    role: anyText,
    scope: anyText,
    /** Names of the settings that shaped it. */
    set: z.array(anyText),
    /** The last text of allow_deletions that a whole walk used up. */
    word: anyText
});
export type Memory = z.infer<typeof MemorySchema>;

/** What an earlier execution left. */
export interface Left extends TwoCensuses {
    readonly at: Bookmark | null;
    readonly unreadable: string;
    readonly kept: string;
    readonly walk: WalkNote;
    readonly memory: Memory | null;
}

/** Null where nothing was left, or by a version that this one does not understand. */
export function readCheckpoint(stored: unknown): Left | null {
    const { data: fields } = CatalogCheckpointSchema.safeParse(stored);
    const walk = WalkSchema.safeParse(fields && jsonOf(fields.walk));
    if (!fields || !walk.success) return null;
    return {
        at: positionIn(fields, walk.data),
        unreadable: fields.unreadable,
        kept: fields.kept,
        walk: walk.data,
        memory: MemorySchema.safeParse(jsonOf(fields.memory)).data ?? null,
        ...censusesIn(fields)
    };
}

function positionIn(fields: CatalogCheckpoint, { divided: place }: z.infer<typeof WalkSchema>): Bookmark | null {
    const at = fromFields(fields);
    return place.length === 0 ? at : divided(place, at);
}

export function toCheckpoint({ at, unreadable, kept, walk, memory, ...censuses }: Left): CatalogCheckpoint {
    const { counts, samples } = censusTexts(censuses);
    return {
        ...toFields(at),
        unreadable,
        kept,
        walk: JSON.stringify({ ...walk, divided: at?.divided ?? [] }),
        memory: memory === null ? '' : JSON.stringify(memory),
        ...counts,
        ...samples
    };
}

/** Whether a walk may be gone on with: it is the very walk that would begin now, and Nango still knows what it saved. */
export function isResumable(walk: WalkNote, scope: string, now: number): boolean {
    const isUnderWay = walk.state === 'walking' || walk.state === 'walked';
    return isUnderWay && walk.scope === scope && !isStale(walk.started, now);
}

/** Whether records that an unfinished walk has saved still count as seen. */
export function isRemembered({ state, noted }: WalkNote, now: number): boolean {
    return state !== 'done' && !isForgotten(noted, now);
}
