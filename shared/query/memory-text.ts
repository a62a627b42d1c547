/** What is known of the last whole run of a query, as the fields of its checkpoint. It outlives a reconnect. */
import { z } from 'zod';
import { anyText } from '../schema.js';
import { jsonOf } from '../nango/json-text.js';
import { censusesIn, censusTexts, NO_SAMPLES, sampleFields } from '../sync/two-censuses.js';
import type { Samples, TwoCensuses } from '../sync/two-censuses.js';

/** A whole run, as the next one knows it. */
export interface WholeRun {
    /** The account's host as the connection spelt it, and as it was spelt first: spellings of one account. */
    readonly account: string;
    readonly account_first: string;
    /** Digest of the query. */
    readonly query: string;
    /** Names of the settings that shaped it. */
    readonly set: readonly string[];
    /** The last text of allow_deletions that was used up. */
    readonly word: string;
}

export interface Remembered extends TwoCensuses {
    readonly last: WholeRun;
    /** Which records of the last whole run the one under way has met. */
    readonly met: string;
}

export interface MemoryText extends Samples {
    readonly memory: string;
}

export const NO_MEMORY: MemoryText = { memory: '', ...NO_SAMPLES };

const text = anyText;
const NoteSchema = z.object({
    account: text,
    account_first: text,
    query: text,
    set: z.array(text),
    word: text,
    counts: text,
    counts_now: text,
    met: text
});

const TextSchema = z.object({ memory: text, ...sampleFields });

export function memoryText({ last, met, ...censuses }: Remembered): MemoryText {
    const { counts, samples } = censusTexts(censuses);
    return { memory: JSON.stringify({ ...last, ...counts, met }), ...samples };
}

/** Null where nothing was kept, or by a version that this one does not understand. */
export function rememberedIn(stored: unknown): Remembered | null {
    const { data: fields } = TextSchema.safeParse(stored);
    const { data: note } = NoteSchema.safeParse(jsonOf(fields?.memory ?? ''));
    if (!fields || !note) return null;
    const { counts, counts_now, met, ...last } = note;
    return { last, ...censusesIn({ counts, counts_now, ...fields }), met };
}
