/**
 * What a whole walk leaves behind of the records it saved, small enough for a checkpoint: how many there were of each
 * group (of a database), and the ids with the smallest hashes. Up to 999 records that is all of them, past it a fair
 * sample, because a hash has nothing to do with what an id says.
 */
import { createHash, hash as oneStep } from 'crypto';
import { z } from 'zod';
import { anyBoolean, anyNumber, anyText } from '../schema.js';
import { jsonOf } from '../nango/json-text.js';

const HASH_CHARACTERS = 6;
const GROUP_CHARACTERS = 2;
const ENTRY_CHARACTERS = HASH_CHARACTERS + GROUP_CHARACTERS;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Nango stores checkpoint texts of up to 4,000 characters. */
const MAX_TEXT = 4000;
const ENTRIES_PER_TEXT = MAX_TEXT / ENTRY_CHARACTERS;
/** Two texts hold the sample. */
export const SAMPLE_SIZE = 2 * ENTRIES_PER_TEXT;
/** What a count and its punctuation take at most. */
const COUNT_CHARACTERS = 16;
/** What stands around the counts. */
const FRAME_CHARACTERS = 40;

/** Records whose group has no place of its own: those of the account, and of databases past what the text can name. */
export const OTHERS = '';

const CountsSchema = z.object({
    loose: anyBoolean,
    /** Of a group whose own count is loose, 1 as well. */
    groups: z.array(z.tuple([anyText, anyNumber, anyNumber.optional()])).min(1)
});

export interface CensusText {
    readonly counts: string;
    readonly sample_1: string;
    readonly sample_2: string;
}

export const EMPTY_CENSUS: CensusText = { counts: '', sample_1: '', sample_2: '' };

export interface Group {
    readonly name: string;
    readonly count: number;
}

/** In one step where Node has it (20.12 and later): a million ids make a million hashes. */
const hashInOneStep: typeof oneStep | undefined = oneStep;

export function hashOfId(id: string): string {
    const digest =
        hashInOneStep?.('sha256', id, 'base64url') ?? createHash('sha256').update(id, 'utf8').digest('base64url');
    return digest.slice(0, HASH_CHARACTERS);
}

export class Census {
    readonly #names: string[] = [OTHERS];
    readonly #counts: number[] = [0];
    readonly #groupAt = new Map<string, number>([[OTHERS, 0]]);
    #textLength = COUNT_CHARACTERS;
    /** The sample as its text has it, in order: a hash and its group each. */
    readonly #entries: string[] = [];
    #loose = false;
    /** Of these groups alone the counts are loose. */
    readonly #looseGroups = new Set<number>();

    /** Null where the text is none that this version wrote. */
    static parse({ counts, sample_1, sample_2 }: CensusText): Census | null {
        const parsed = CountsSchema.safeParse(jsonOf(counts));
        if (!parsed.success) return null;
        const census = new Census();
        census.#loose = parsed.data.loose;
        for (const [name, count, loose] of parsed.data.groups) {
            const at = census.#count(name, count);
            if (loose === 1) census.#looseGroups.add(at);
        }
        const entries = (sample_1 + sample_2).match(new RegExp(`.{${ENTRY_CHARACTERS}}`, 'g')) ?? [];
        for (const entry of entries) census.#remember(entry.slice(0, HASH_CHARACTERS), groupIn(entry));
        return census;
    }

    toText(): CensusText {
        const groups = this.#names.map((name, at) => {
            const loose = this.#looseGroups.has(at) ? [1] : [];
            return [name, this.#counts[at] ?? 0, ...loose];
        });
        const sample = this.#entries.join('');
        return {
            counts: JSON.stringify({ loose: this.#loose, groups }),
            sample_1: sample.slice(0, MAX_TEXT),
            sample_2: sample.slice(MAX_TEXT)
        };
    }

    add(hash: string, group: string): void {
        this.#remember(hash, this.#count(group, 1));
    }

    /** Some records, of this group or of any, may have been counted twice: the counts say no more than "at most". */
    countedTwice(group?: string): void {
        if (group === undefined) this.#loose = true;
        else this.#looseGroups.add(this.#count(group, 0));
    }

    get countsAreSure(): boolean {
        return !this.#loose && this.#looseGroups.size === 0;
    }

    isCountSure(group: string): boolean {
        return !this.#loose && !this.#looseGroups.has(this.#groupAt.get(group) ?? 0);
    }

    get groups(): Group[] {
        return this.#names.map((name, at) => ({ name, count: this.#counts[at] ?? 0 }));
    }

    countOf(group: string): number {
        const at = this.#groupAt.get(group);
        return at === undefined ? 0 : (this.#counts[at] ?? 0);
    }

    get total(): number {
        return this.holdsAll ? this.#entries.length : this.#counts.reduce((sum, count) => sum + count, 0);
    }

    /** The sample holds every id. */
    get holdsAll(): boolean {
        return this.#entries.length < SAMPLE_SIZE;
    }

    get hashes(): readonly string[] {
        return this.#entries.map((entry) => entry.slice(0, HASH_CHARACTERS));
    }

    groupOfHash(hash: string): string {
        const entry = this.#entries[placeOf(this.#entries, hash)];
        return (entry?.startsWith(hash) ? this.#names[groupIn(entry)] : undefined) ?? OTHERS;
    }

    #count(name: string, count: number): number {
        const at = this.#groupAt.get(name) ?? this.#newGroup(name);
        this.#counts[at] = (this.#counts[at] ?? 0) + count;
        return at;
    }

    /** The place of a new group, or that of the others where the text is full. */
    #newGroup(name: string): number {
        const length = JSON.stringify(name).length + COUNT_CHARACTERS;
        const fits = this.#textLength + length <= MAX_TEXT - FRAME_CHARACTERS;
        if (!fits || this.#names.length === ALPHABET.length ** GROUP_CHARACTERS) return 0;
        this.#textLength += length;
        this.#groupAt.set(name, this.#names.length);
        this.#counts.push(0);
        return this.#names.push(name) - 1;
    }

    #remember(hash: string, group: number): void {
        const entries = this.#entries;
        const largest = entries.at(-1);
        if (!this.holdsAll && largest !== undefined && hash > largest) return;
        const at = placeOf(entries, hash);
        if (entries[at]?.startsWith(hash)) return;
        entries.splice(at, 0, hash + groupText(group));
        if (entries.length > SAMPLE_SIZE) entries.pop();
    }
}

/** Which ids of an earlier census a walk has met so far: one bit each, so that an interruption loses none. */
export class Met {
    readonly #at: ReadonlyMap<string, number>;
    readonly #bits: Buffer;

    constructor(before: Census, text: string) {
        this.#at = new Map(before.hashes.map((hash, at) => [hash, at]));
        const stored = Buffer.from(text, 'base64url');
        this.#bits = Buffer.alloc(Math.ceil(before.hashes.length / 8));
        stored.copy(this.#bits);
    }

    mark(hash: string): void {
        const at = this.#at.get(hash);
        if (at !== undefined) this.#bits[at >> 3] = (this.#bits[at >> 3] ?? 0) | (1 << (at & 7));
    }

    has(hash: string): boolean {
        const at = this.#at.get(hash);
        return at !== undefined && ((this.#bits[at >> 3] ?? 0) & (1 << (at & 7))) !== 0;
    }

    toText(): string {
        return this.#bits.toString('base64url');
    }
}

function groupText(group: number): string {
    return (ALPHABET[Math.floor(group / ALPHABET.length)] ?? 'A') + (ALPHABET[group % ALPHABET.length] ?? 'A');
}

function groupIn(entry: string): number {
    const [high = 'A', low = 'A'] = entry.slice(HASH_CHARACTERS);
    return ALPHABET.indexOf(high) * ALPHABET.length + ALPHABET.indexOf(low);
}

/** Where the hash stands, or would stand, in the sorted list. */
function placeOf(sorted: readonly string[], hash: string): number {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        if ((sorted[middle] ?? '') < hash) low = middle + 1;
        else high = middle;
    }
    return low;
}
