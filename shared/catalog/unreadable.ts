/**
 * What could not be read is not gone. A database without USAGE, or one whose share was withdrawn, must not end the
 * sync, and its known records must survive the run's deletions: they are saved again as they are. Nango also lists what
 * was deleted, which stays so, and what it has emptied because it did not change for a month: that cannot be saved
 * again, so the run then deletes nothing.
 */
import { z } from 'zod';
import { anyText } from '../schema.js';
import { RECORDS_AT_ONCE } from '../limits.js';
import type { NangoHandle, NangoRecord } from '../nango/handle.js';
import { listed } from '../nango/listed-record.js';
import { SnowflakeError } from '../snowflake/errors.js';
import { OTHERS } from '../sync/census.js';
import { isShortId, isWithin, qualifiedName } from '../snowflake/identifiers.js';
import { digestOfPlace, digestOfPlaces, isEnd, parseRanges, RangeFinder, rangesText } from './kept-ranges.js';
import type { KeptRanges } from './kept-ranges.js';
import type { OpenWalk } from './listed-model.js';

/** Nango stores checkpoint texts of up to 4,000 characters. */
const MAX_NOTE_LENGTH = 3500;

const PlacesSchema = z.array(z.array(anyText));

type Handle = Pick<NangoHandle, 'log'> & {
    listRecords(model: string, options?: { cursor?: string }): AsyncGenerator<NangoRecord>;
};

/** The names of a record's place: database, schema, table. */
export type PlaceOf = (record: Record<string, unknown>) => readonly unknown[];

export interface KnownRecords {
    readonly model: string;
    readonly schema: z.ZodType<NangoRecord>;
    readonly placeOf: PlaceOf;
}

type Walk = Pick<OpenWalk<NangoRecord>, 'saveAgain' | 'keepAll' | 'countedTwice' | 'kept' | 'unreadable'>;

export class UnreadablePlaces {
    readonly #nango: Handle;
    readonly #known: KnownRecords;
    readonly #walk: Walk;
    #places: readonly (readonly string[])[];
    #first: SnowflakeError | null = null;
    #pending: NangoRecord[] = [];
    #toldOfPruned = false;

    constructor(nango: Handle, known: KnownRecords, walk: Walk) {
        this.#nango = nango;
        this.#known = known;
        this.#walk = walk;
        this.#places = walk.unreadable === '' ? [] : PlacesSchema.parse(JSON.parse(walk.unreadable));
    }

    get places(): readonly (readonly string[])[] {
        return this.#places;
    }

    async add(place: readonly string[], error: SnowflakeError): Promise<void> {
        const name = qualifiedName(...place);
        await this.#nango.log(`${name} could not be read and is left as it was. ${error.advice}`, { level: 'warn' });
        this.#first ??= error;
        this.#places = [...this.#places, place];
        // A resumed run must know them too.
        this.#walk.unreadable = JSON.stringify(this.#places);
        if (this.#walk.unreadable.length > MAX_NOTE_LENGTH) await this.keepKnown();
    }

    /** Of a place that could be read the records may have moved in Nango's listing. */
    wasRead(place: readonly string[]): void {
        const ranges = parseRanges(this.#walk.kept);
        const digests = place.map((_, depth) => digestOfPlace(place.slice(0, depth + 1)));
        if (ranges && digests.some((digest) => ranges.places.includes(digest))) this.#walk.kept = '';
    }

    /** Nothing at all could be read: a run that only kept what it had is not a good one. */
    nothingRead(): SnowflakeError {
        const names = this.#places.map((place) => qualifiedName(...place));
        const what = `None of the ${names.length} place(s) to read could be read: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ' ...' : ''}.`;
        const first = this.#first;
        return new SnowflakeError(
            first?.code ?? 'insufficient_privileges',
            first ? `${what} ${first.message}` : what,
            first?.remedy ?? 'Grant the role USAGE on these databases and on their schemas.',
            { vendorCode: first?.vendorCode }
        );
    }

    /** Saves the known records of these places again. */
    async keepKnown(): Promise<void> {
        if (this.#places.length === 0) {
            this.#walk.kept = '';
            return;
        }
        for (const [database = OTHERS] of this.#places) this.#walk.countedTwice(database);
        const digests = digestOfPlaces(this.#places);
        const ranges = parseRanges(this.#walk.kept);
        const isKnown = ranges !== null && digests.join() === ranges.places.join();
        if (!isKnown || !(await this.#keepWithin(ranges))) await this.#keepAmongAll(digests);
        this.#places = [];
        this.#walk.unreadable = '';
    }

    /** False where not all that is known to be there was found. */
    async #keepWithin({ stretches, count }: KeptRanges): Promise<boolean> {
        let found = 0;
        for (const stretch of stretches) {
            const options = stretch.after === '' ? {} : { cursor: stretch.after };
            for await (const record of this.#nango.listRecords(this.#known.model, options)) {
                if (await this.#keep(record)) found += 1;
                if (isEnd(stretch, listed(record).cursor)) break;
            }
        }
        await this.#flush();
        return found >= count;
    }

    async #keepAmongAll(places: readonly string[]): Promise<void> {
        const finder = new RangeFinder();
        for await (const record of this.#nango.listRecords(this.#known.model)) {
            finder.pass(listed(record).cursor, await this.#keep(record));
        }
        await this.#flush();
        this.#walk.kept = rangesText(finder.ranges(places));
    }

    /** True for a record of these places that is not deleted. */
    async #keep(record: NangoRecord): Promise<boolean> {
        const { isDeleted, isPruned } = listed(record);
        if (isDeleted) return false;
        if (isPruned) {
            const mayBe = this.#mayBeUnread(record.id);
            if (mayBe) await this.#keepPruned(record.id);
            return mayBe;
        }
        if (!this.#isUnread(record)) return false;
        this.#pending.push(this.#asSaved(record));
        if (this.#pending.length >= RECORDS_AT_ONCE) await this.#flush();
        return true;
    }

    async #flush(): Promise<void> {
        const records = this.#pending;
        this.#pending = [];
        await this.#walk.saveAgain(records);
    }

    #isUnread(record: NangoRecord): boolean {
        const names = this.#known.placeOf({ ...record });
        return this.#places.some((place) => place.every((name, depth) => names[depth] === name));
    }

    /** A pruned record has nothing but its id, and a shortened id may be of any place. */
    #mayBeUnread(id: string): boolean {
        return isShortId(id) || this.#places.some((place) => isWithin(id, place));
    }

    async #keepPruned(id: string): Promise<void> {
        this.#walk.keepAll();
        if (this.#toldOfPruned) return;
        this.#toldOfPruned = true;
        await this.#nango.log(
            `Nango has emptied old records of what could not be read, ${id} first, so they cannot be saved again. No record is deleted until all can be read: grant the access back, or leave it out by the settings.`,
            { level: 'warn' }
        );
    }

    /** Nango returns fields in another order, and counts a record as changed when their order differs. */
    #asSaved(record: NangoRecord): NangoRecord {
        const parsed = this.#known.schema.safeParse(record);
        return parsed.success ? parsed.data : record;
    }
}
