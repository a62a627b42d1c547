/**
 * What could not be read is not gone. A database without USAGE, or one whose share was withdrawn, must not end the
 * sync, and its known records must survive the run's deletions: they are saved again as they are. Nango also lists what
 * was deleted, which stays so, and what it has emptied because it did not change for a month: that cannot be saved
 * again, so the run then deletes nothing.
 */
import { z } from 'zod';
import type { NangoHandle, NangoRecord } from '../nango/handle.js';
import type { SnowflakeError } from '../snowflake/errors.js';
import { isShortId, isWithin, qualifiedName } from '../snowflake/identifiers.js';

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

export interface KnownRecords {
    readonly model: string;
    readonly schema: z.ZodType<NangoRecord>;
    readonly placeOf: PlaceOf;
}

const ListedSchema = z.object({
    _nango_metadata: z.object({ deleted_at: z.string().nullish(), pruned_at: z.string().nullish() })
});

export class UnreadablePlaces {
    readonly #nango: NangoHandle & Records;
    readonly #known: KnownRecords;
    readonly #keepAll: () => void;
    #places: readonly (readonly string[])[];
    #toldOfPruned = false;

    /** `keepAll` is called when a known record cannot be saved again. */
    constructor(nango: NangoHandle & Records, known: KnownRecords, note: string, keepAll: () => void) {
        this.#nango = nango;
        this.#known = known;
        this.#keepAll = keepAll;
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
        const { model } = this.#known;
        let kept: NangoRecord[] = [];
        for await (const record of this.#nango.listRecords(model)) {
            const { deleted_at: deleted, pruned_at: pruned } = ListedSchema.parse(record)._nango_metadata;
            if (deleted) continue;
            if (pruned) {
                if (this.#mayBeUnread(record.id)) await this.#keepPruned(record.id);
                continue;
            }
            if (!this.#isUnread(record)) continue;
            kept.push(this.#asSaved(record));
            if (kept.length >= SAVE_AT_ONCE) {
                await this.#nango.batchSave(kept, model);
                kept = [];
            }
        }
        if (kept.length > 0) await this.#nango.batchSave(kept, model);
        this.#places = [];
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
        this.#keepAll();
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
