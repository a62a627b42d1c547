/**
 * What could not be read is not gone. A database without USAGE, or one whose share was withdrawn, must not end the
 * sync, and its known records must survive the run's deletions: they are saved again as they are.
 */
import { z } from 'zod';
import type { NangoHandle, NangoRecord } from '../nango/handle.js';
import type { SnowflakeError } from '../snowflake/errors.js';
import { qualifiedName } from '../snowflake/identifiers.js';

const SAVE_AT_ONCE = 1000;

/** Nango stores checkpoint texts of up to 4,000 characters. */
const MAX_NOTE_LENGTH = 3500;

const PlacesSchema = z.array(z.array(z.string()));

interface Records {
    listRecords(model: string): AsyncGenerator<NangoRecord>;
    batchSave(records: NangoRecord[], model: string): boolean | Promise<boolean>;
}

/** The names of a record's place: database, schema, table. */
export type PlaceOf = (record: Record<string, unknown>) => readonly unknown[];

export class UnreadablePlaces {
    readonly #nango: NangoHandle & Records;
    readonly #model: string;
    readonly #schema: z.ZodType<NangoRecord>;
    readonly #placeOf: PlaceOf;
    #places: readonly (readonly string[])[];

    constructor(
        nango: NangoHandle & Records,
        model: string,
        schema: z.ZodType<NangoRecord>,
        placeOf: PlaceOf,
        note: string
    ) {
        this.#nango = nango;
        this.#model = model;
        this.#schema = schema;
        this.#placeOf = placeOf;
        this.#places = note === '' ? [] : PlacesSchema.parse(JSON.parse(note));
    }

    /** For the checkpoint: a resumed run must know them too. */
    get note(): string {
        return this.#places.length === 0 ? '' : JSON.stringify(this.#places);
    }

    async add(place: readonly string[], error: SnowflakeError): Promise<void> {
        const name = qualifiedName(...place);
        await this.#nango.log(`${name} could not be read and is left as it was. ${error.advice}`, { level: 'warn' });
        this.#places = [...this.#places, place];
        if (this.note.length > MAX_NOTE_LENGTH) await this.keepKnown();
    }

    /** Saves the known records of these places again, in one pass over the model. */
    async keepKnown(): Promise<void> {
        if (this.#places.length === 0) return;
        let kept: NangoRecord[] = [];
        for await (const record of this.#nango.listRecords(this.#model)) {
            if (!this.#isUnread(record)) continue;
            kept.push(this.#asSaved(record));
            if (kept.length >= SAVE_AT_ONCE) {
                await this.#nango.batchSave(kept, this.#model);
                kept = [];
            }
        }
        if (kept.length > 0) await this.#nango.batchSave(kept, this.#model);
        this.#places = [];
    }

    #isUnread(record: NangoRecord): boolean {
        const names = this.#placeOf({ ...record });
        return this.#places.some((place) => place.every((name, depth) => names[depth] === name));
    }

    /** Nango returns fields in another order, and counts a record as changed when their order differs. */
    #asSaved(record: NangoRecord): NangoRecord {
        const parsed = this.#schema.safeParse(record);
        return parsed.success ? parsed.data : record;
    }
}
