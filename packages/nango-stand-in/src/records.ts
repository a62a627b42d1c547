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
    readonly #tracking = new Map<string, number>();
    readonly #clock: Pick<MovableClock, 'now'>;
    #sequence = 0;
    #lastMicroseconds = 0n;

    constructor(clock: Pick<MovableClock, 'now'> = Date) {
        this.#clock = clock;
    }

    /** `model` carries the variant (`Table::eu`), as everywhere in Nango. */
    save(connection: number, model: string, records: readonly unknown[]): Saved {
        return this.#upsert(connection, model, records, false);
    }

    delete(connection: number, model: string, records: readonly unknown[]): Saved {
        return this.#upsert(connection, model, records, true);
    }

    /** Merges into records that exist; unknown ids are left alone. */
    update(connection: number, model: string, records: readonly unknown[]): Saved {
        const table = this.#table(connection, model);
        const { unique, duplicates } = distinct(records);
        const now = this.#now();
        const seen = this.#seenNow();
        let updated = 0;
        for (const [id, data] of unique) {
            const stored = table.get(id);
            if (stored === undefined) continue;
            stored.data = asJsonb({ ...stored.data, ...data });
            stored.hash = hashOf(data);
            stored.updatedAt = now;
            stored.seen = seen;
            updated++;
        }
        return { added: 0, updated, deleted: 0, unchanged: 0, duplicates };
    }

    /**
     * Starts tracking unless an earlier execution did and never came to its end: then that start still counts. Nango
     * goes by executions (`syncJobId`), so what one saved before its own start counts as saved since: `from` is its mark.
     */
    trackDeletesStart(connection: number, model: string, from = this.mark()): void {
        const key = `${connection}/${model}`;
        if (!this.#tracking.has(key)) this.#tracking.set(key, from);
    }

    /** Deletes what was not saved since the start, or so long ago that it is forgotten. */
    trackDeletesEnd(connection: number, model: string): string[] {
        const key = `${connection}/${model}`;
        const start = this.#tracking.get(key);
        if (start === undefined) throw new Error(`trackDeletesEnd was called for ${model} without trackDeletesStart`);
        this.#tracking.delete(key);
        return this.#deleteUnseen(connection, model, start);
    }

    /** True between a start and its end, also across executions. */
    isTracking(connection: number, model: string): boolean {
        return this.#tracking.has(`${connection}/${model}`);
    }

    /** A position in time; with `deleteSavedBefore` it makes the older way of finding deletions. */
    mark(): number {
        return ++this.#sequence;
    }

    deleteSavedBefore(connection: number, model: string, mark: number): string[] {
        return this.#deleteUnseen(connection, model, mark);
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
        for (const map of [this.#tables, this.#tracking]) {
            for (const key of map.keys()) if (key.startsWith(`${connection}/`)) map.delete(key);
        }
    }

    #upsert(connection: number, model: string, records: readonly unknown[], softDelete: boolean): Saved {
        const { unique, duplicates } = distinct(records);
        const table = this.#table(connection, model);
        const counts = { added: 0, updated: 0, deleted: 0, unchanged: 0 };
        const now = this.#now();
        const seen = this.#seenNow();
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
                    seen
                });
                if (!softDelete) counts.added++;
                continue;
            }
            const wasDeleted = stored.deletedAt !== null;
            const changed = stored.hash !== hash;
            stored.seen = seen;
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

    #deleteUnseen(connection: number, model: string, mark: number): string[] {
        const now = this.#now();
        const gone = [...this.#table(connection, model)].filter(
            ([, { deletedAt, seen }]) => deletedAt === null && (seen.sequence < mark || this.#isForgotten(seen))
        );
        for (const [, stored] of gone) Object.assign(stored, { deletedAt: now, updatedAt: now });
        return gone.map(([id]) => id);
    }

    #seenNow(): Seen {
        return { sequence: ++this.#sequence, atMs: this.#clock.now() };
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
