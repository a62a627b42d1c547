/**
 * Where the records of unreadable places stand in Nango's listing, so that a run need not list all others to find them.
 * The listing goes by the last change, and what cannot be read does not change: it stays where it is. So the first run
 * that finds a place unreadable lists all, and notes the stretches that hold such records; later ones list these alone.
 */
import { createHash } from 'crypto';
import { z } from 'zod';
import { anyNumber, anyText } from '../schema.js';

/** Nango stores checkpoint texts of up to 4,000 characters. */
const MAX_TEXT = 4000;
/** Fewer other records than this between two are listed along. */
const SMALL_GAP = 300;
const DIGEST_LENGTH = 8;

const StretchSchema = z.object({
    /** The cursor to go on after; empty for the beginning. */
    after: anyText,
    /** Of the last record's cursor. */
    end: anyText
});
const RangesSchema = z.object({
    /** Digests of the places, in order. */
    places: z.array(anyText),
    /** How many such records there are. */
    count: anyNumber,
    stretches: z.array(StretchSchema)
});
export type KeptRanges = z.infer<typeof RangesSchema>;

export function parseRanges(text: string): KeptRanges | null {
    if (text === '') return null;
    try {
        return RangesSchema.safeParse(JSON.parse(text)).data ?? null;
    } catch {
        return null;
    }
}

/** Empty where it would be too long: then the next run lists all again. */
export function rangesText(ranges: KeptRanges): string {
    const text = JSON.stringify(ranges);
    return text.length <= MAX_TEXT ? text : '';
}

export function digestOfPlace(place: readonly string[]): string {
    return digest(JSON.stringify(place));
}

export function digestOfPlaces(places: readonly (readonly string[])[]): string[] {
    return [...new Set(places.map(digestOfPlace))].sort();
}

/** Whether the record with this cursor is the last of the stretch. */
export function isEnd(stretch: { readonly end: string }, cursor: string): boolean {
    return digest(cursor) === stretch.end;
}

function digest(text: string): string {
    return createHash('sha256').update(text, 'utf8').digest('base64url').slice(0, DIGEST_LENGTH);
}

/** Notes the stretches while all records are listed. */
export class RangeFinder {
    readonly #stretches: { after: string; last: string; gapBefore: number }[] = [];
    #before = '';
    #sinceLast = 0;
    #count = 0;

    /** In the order of the listing. */
    pass(cursor: string, isKept: boolean): void {
        if (isKept) {
            this.#count += 1;
            const current = this.#stretches.at(-1);
            if (current && this.#sinceLast < SMALL_GAP) current.last = cursor;
            else this.#stretches.push({ after: this.#before, last: cursor, gapBefore: this.#sinceLast });
            this.#sinceLast = 0;
        } else this.#sinceLast += 1;
        this.#before = cursor;
    }

    /** With the largest gaps left out, as many as the text holds. */
    ranges(places: readonly string[]): KeptRanges {
        const stretches = [...this.#stretches];
        for (;;) {
            const ranges = {
                places: [...places],
                count: this.#count,
                stretches: stretches.map(({ after, last }) => ({ after, end: digest(last) }))
            };
            if (stretches.length <= 1 || rangesText(ranges) !== '') return ranges;
            let smallest = 1;
            for (const [at, { gapBefore }] of stretches.entries()) {
                if (at > 0 && gapBefore < (stretches[smallest]?.gapBefore ?? 0)) smallest = at;
            }
            const [joined] = stretches.splice(smallest, 1);
            const earlier = stretches[smallest - 1];
            if (earlier && joined) earlier.last = joined.last;
        }
    }
}
