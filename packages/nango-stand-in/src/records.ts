/**
 * Records as Nango's server stores them. A record changes when the MD5 of its JSON changes, so the order of fields
 * counts on the way in; on the way out it is lost, because the store is PostgreSQL's `jsonb`.
 */
import { DAY_MS } from 'stand-in-base/clock.js';
import { asJsonb, distinct, hashOf, uuidOf, withoutNullBytes } from './record-format.js';
import { matches, position, published } from './stored-record.js';

import type { MovableClock } from 'stand-in-base/clock.js';
import type { NangoRecord, Seen, Stored } from './stored-record.js';

/** `RECORDS_POSTGRES_SEEN_PARTITION_MAX_AGE_MS`: what was seen is kept by days, and whole days are dropped. */
const SEEN_MAX_AGE_MS = 2 * DAY_MS;
/** `PERSIST_AUTO_PRUNING_STALE_AFTER_MS`. */
const PRUNED_AFTER_MS = 30 * DAY_MS;

const DEFAULT_PAGE_RECORDS = 100;

export interface Counts {
    added: number;
    updated: number;
    deleted: number;
    unchanged: number;
}

export interface RecordPage {
    readonly records: NangoRecord[];
    readonly next_cursor: string | null;
}

export interface PageQuery {
    readonly cursor?: string | undefined;
    readonly limit?: number | undefined;
    readonly ids?: readonly string[] | undefined;
    readonly modifiedAfter?: string | undefined;
    readonly filter?: string | undefined;
}

export interface Saved extends Counts {
    readonly duplicates: string[];
}

export class RecordStore {
    readonly #tables = new Map<string, Map<string, Stored>>();
    readonly #clock: Pick<MovableClock, 'now'>;
    #generation = 0;
    #lastMicroseconds = 0n;

    constructor(clock: Pick<MovableClock, 'now'> = Date) {
        this.#clock = clock;
    }

    /** `model` carries the variant (`Table::eu`), as everywhere in Nango; `by` is the generation of who saves. */
    save(connection: number, model: string, records: readonly unknown[], by = this.newGeneration()): Saved {
        return this.#upsert(connection, model, records, { isDelete: false, by });
    }

    delete(connection: number, model: string, records: readonly unknown[], by = this.newGeneration()): Saved {
        return this.#upsert(connection, model, records, { isDelete: true, by });
    }

    /** Merges into records that exist; unknown ids are left alone. */
    update(connection: number, model: string, records: readonly unknown[], by = this.newGeneration()): Saved {
        const table = this.#table(connection, model);
        const { unique, duplicates } = distinct(records);
        const now = this.#now();
        const seen = { generation: by, atMs: this.#clock.now() };
        let updated = 0;
        for (const [id, data] of unique) {
            const stored = table.get(id);
            if (stored === undefined) continue;
            stored.data = asJsonb({ ...stored.data, ...data });
            stored.hash = hashOf(data);
            stored.updatedAt = now;
            stored.seen = seenAlso(stored.seen, seen);
            updated++;
        }
        return { added: 0, updated, deleted: 0, unchanged: 0, duplicates };
    }

    /** Of an execution that begins. */
    newGeneration(): number {
        return ++this.#generation;
    }

    /**
     * Deletes what no execution of this generation or a later one has saved, or so long ago that it is forgotten.
     * `deleteOutdatedRecords` in packages/records/lib/models/records.ts of NangoHQ/nango.
     */
    deleteOutdated(connection: number, model: string, generation: number): string[] {
        const now = this.#now();
        const isSeen = (seen: Seen): boolean => seen.generation >= generation && !this.#isForgotten(seen);
        const gone = [...this.#table(connection, model)].filter(
            ([, { deletedAt, seen }]) => deletedAt === null && !seen.some(isSeen)
        );
        for (const [, stored] of gone) Object.assign(stored, { deletedAt: now, updatedAt: now });
        return gone.map(([id]) => id);
    }

    /** Empties what was not modified for a month, as Nango's daemon does on its own; a later save fills it again. */
    pruneStale(): void {
        const now = this.#now();
        const limit = this.#clock.now() - PRUNED_AFTER_MS;
        for (const stored of [...this.#tables.values()].flatMap((table) => [...table.values()])) {
            if (stored.prunedAt !== null || Date.parse(stored.updatedAt) > limit) continue;
            stored.data = {};
            stored.prunedAt = now;
        }
    }

    page(connection: number, model: string, query: PageQuery = {}): RecordPage {
        const limit = query.limit ?? DEFAULT_PAGE_RECORDS;
        const ids = query.ids === undefined ? null : new Set(query.ids.map(withoutNullBytes));
        const after = query.cursor === undefined ? null : Buffer.from(query.cursor, 'base64').toString('utf8');
        const found = [...this.#table(connection, model)]
            .filter(([id, stored]) => (ids === null || ids.has(id)) && (after === null || position(stored) > after))
            .filter(([, stored]) => query.modifiedAfter === undefined || stored.updatedAt >= query.modifiedAfter)
            .filter(([, stored]) => matches(stored, query.filter))
            .sort(([, left], [, right]) => (position(left) < position(right) ? -1 : 1));
        const records = found.slice(0, limit).map(([id, stored]) => published(id, stored));
        const last = records.at(-1);
        return {
            records,
            next_cursor: found.length > limit && last !== undefined ? last._nango_metadata.cursor : null
        };
    }

    /** Everything at once, for tests; deleted records only on request. */
    all(connection: number, model: string, { deleted = false } = {}): NangoRecord[] {
        const { records } = this.page(connection, model, { limit: Number.MAX_SAFE_INTEGER });
        return deleted ? records : records.filter((record) => record._nango_metadata.deleted_at === null);
    }

    models(connection: number): string[] {
        const prefix = `${connection}/`;
        return [...this.#tables.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
    }

    deleteConnection(connection: number): void {
        for (const key of this.#tables.keys()) if (key.startsWith(`${connection}/`)) this.#tables.delete(key);
    }

    #upsert(
        connection: number,
        model: string,
        records: readonly unknown[],
        { isDelete: softDelete, by }: { readonly isDelete: boolean; readonly by: number }
    ): Saved {
        const { unique, duplicates } = distinct(records);
        const table = this.#table(connection, model);
        const counts = { added: 0, updated: 0, deleted: 0, unchanged: 0 };
        const now = this.#now();
        const seen = { generation: by, atMs: this.#clock.now() };
        for (const [id, data] of unique) {
            const hash = hashOf(data);
            const stored = table.get(id);
            const deletedAt = softDelete ? now : null;
            if (stored === undefined) {
                table.set(id, {
                    uuid: uuidOf(connection, model, id),
                    data: asJsonb(data),
                    hash,
                    createdAt: now,
                    updatedAt: now,
                    deletedAt,
                    prunedAt: null,
                    seen: [seen]
                });
                if (!softDelete) counts.added++;
                continue;
            }
            const wasDeleted = stored.deletedAt !== null;
            const changed = stored.hash !== hash;
            stored.seen = seenAlso(stored.seen, seen);
            if (softDelete) counts.deleted += wasDeleted ? 0 : 1;
            else if (wasDeleted) counts.added++;
            else if (changed) counts.updated++;
            else counts.unchanged++;
            if (changed || wasDeleted !== softDelete) {
                Object.assign(stored, { data: asJsonb(data), hash, updatedAt: now, deletedAt, prunedAt: null });
            } else if (stored.prunedAt !== null) {
                Object.assign(stored, { data: asJsonb(data), prunedAt: null });
            }
        }
        return { ...counts, duplicates };
    }

    #isForgotten({ atMs }: Seen): boolean {
        return Math.floor(atMs / DAY_MS) < Math.floor((this.#clock.now() - SEEN_MAX_AGE_MS) / DAY_MS);
    }

    #table(connection: number, model: string): Map<string, Stored> {
        const key = `${connection}/${model}`;
        const table = this.#tables.get(key) ?? new Map<string, Stored>();
        this.#tables.set(key, table);
        return table;
    }

    /** Microseconds, as PostgreSQL has them, and never twice the same: batches keep their order. */
    #now(): string {
        const wall = BigInt(this.#clock.now()) * 1_000n;
        this.#lastMicroseconds = wall > this.#lastMicroseconds ? wall : this.#lastMicroseconds + 1n;
        const text = this.#lastMicroseconds.toString();
        const seconds = new Date(Number(text.slice(0, -6)) * 1_000).toISOString().slice(0, 19);
        return `${seconds}.${text.slice(-6)}+00:00`;
    }
}

/** Without what the new entry stands for as well: an older one, of an older execution. */
function seenAlso(before: readonly Seen[], { generation, atMs }: Seen): Seen[] {
    const apart = before.filter((seen) => seen.generation > generation || seen.atMs > atMs);
    return [...apart, { generation, atMs }];
}
