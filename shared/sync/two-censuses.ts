/** The census of the last whole read beside that of the one under way, as texts that a checkpoint keeps. */
import type { z } from 'zod';
import { anyText } from '../schema.js';
import { Census, EMPTY_CENSUS } from './census.js';

const text = anyText;

/** Ids fill texts of their own; the counts are short, and stand where a checkpoint has room for them. */
export const sampleFields = {
    sample_1: text.describe('Ids that the last whole read found, as digests.'),
    sample_2: text,
    sample_now_1: text.describe('The same of the read that is under way.'),
    sample_now_2: text
};
export type Samples = z.infer<z.ZodObject<typeof sampleFields>>;

export const NO_SAMPLES: Samples = { sample_1: '', sample_2: '', sample_now_1: '', sample_now_2: '' };

export interface Counts {
    readonly counts: string;
    readonly counts_now: string;
}

export interface TwoCensuses {
    /** Of the last whole read. */
    readonly known: Census | null;
    /** Of the read that is under way. */
    readonly now: Census | null;
}

export function censusTexts({ known, now }: TwoCensuses): { readonly counts: Counts; readonly samples: Samples } {
    const { counts, sample_1, sample_2 } = known?.toText() ?? EMPTY_CENSUS;
    const current = now?.toText() ?? EMPTY_CENSUS;
    return {
        counts: { counts, counts_now: current.counts },
        samples: { sample_1, sample_2, sample_now_1: current.sample_1, sample_now_2: current.sample_2 }
    };
}

export function censusesIn(texts: Counts & Samples): TwoCensuses {
    const { counts, sample_1, sample_2, counts_now, sample_now_1, sample_now_2 } = texts;
    return {
        known: Census.parse({ counts, sample_1, sample_2 }),
        now: Census.parse({ counts: counts_now, sample_1: sample_now_1, sample_2: sample_now_2 })
    };
}
