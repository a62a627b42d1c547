/** What is known of the last whole run of a query, as the fields of its checkpoint. It outlives a reconnect. */
import { z } from 'zod';
import { jsonOf } from '../nango/json-text.js';
import { Census } from '../sync/census.js';

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

export interface Remembered {
    readonly last: WholeRun;
    /** The records of the last whole run, those of the one under way, and which of the former that one has met. */
    readonly known: Census | null;
    readonly now: Census | null;
    readonly met: string;
}

export interface MemoryText {
    readonly memory: string;
    readonly sample_1: string;
    readonly sample_2: string;
    readonly sample_now_1: string;
    readonly sample_now_2: string;
}

export const NO_MEMORY: MemoryText = { memory: '', sample_1: '', sample_2: '', sample_now_1: '', sample_now_2: '' };

const text = z.string();
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

const TextSchema = z.object({ memory: text, sample_1: text, sample_2: text, sample_now_1: text, sample_now_2: text });

export function memoryText({ last, known, now, met }: Remembered): MemoryText {
    const before = known?.toText();
    const present = now?.toText();
    const note = { ...last, counts: before?.counts ?? '', counts_now: present?.counts ?? '', met };
    return {
        memory: JSON.stringify(note),
        sample_1: before?.sample_1 ?? '',
        sample_2: before?.sample_2 ?? '',
        sample_now_1: present?.sample_1 ?? '',
        sample_now_2: present?.sample_2 ?? ''
    };
}

/** Null where nothing was kept, or by a version that this one does not understand. */
export function rememberedIn(stored: unknown): Remembered | null {
    const { data: fields } = TextSchema.safeParse(stored);
    const { data: note } = NoteSchema.safeParse(jsonOf(fields?.memory ?? ''));
    if (!fields || !note) return null;
    const { counts, counts_now, met, ...last } = note;
    const { sample_1, sample_2, sample_now_1, sample_now_2 } = fields;
    return {
        last,
        known: Census.parse({ counts, sample_1, sample_2 }),
        now: Census.parse({ counts: counts_now, sample_1: sample_now_1, sample_2: sample_now_2 }),
        met
    };
}
