/**
 * Records as Nango's server stores them. A record changes when the MD5 of its JSON changes, so the order of fields
 * counts on the way in; on the way out it is lost, because the store is PostgreSQL's `jsonb`.
 */
import { asJsonb, distinct, hashOf, uuidOf, withoutNullBytes } from './record-format.js';

import type { RecordData } from './record-format.js';

const DEFAULT_PAGE_RECORDS = 100;

export interface Counts {
    added: number;
    updated: number;
    deleted: number;
    unchanged: number;
}

interface Stored {
    readonly uuid: string;
    data: RecordData;
    hash: string;
    readonly createdAt: string;
    updatedAt: string;
    deletedAt: string | null;
    /** When it was last saved, changed or not: what deletion tracking goes by. */
    seen: number;
}

export interface RecordMetadata {
    readonly first_seen_at: string;
    readonly last_modified_at: string;
    readonly last_action: 'ADDED' | 'UPDATED' | 'DELETED';
    readonly deleted_at: string | null;
    readonly pruned_at: null;
    readonly cursor: string;
}
export type NangoRecord = RecordData & { id: string; _nango_metadata: RecordMetadata };

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
    #sequence = 0;
    #lastMicroseconds = 0n;

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
        const seen = ++this.#sequence;
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

    /** Starts tracking unless an earlier execution did and never came to its end: then that start still counts. */
    trackDeletesStart(connection: number, model: string): void {
        const key = `${connection}/${model}`;
        if (!this.#tracking.has(key)) this.#tracking.set(key, ++this.#sequence);
    }

    /** Deletes what was not saved since the start. */
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
        const seen = ++this.#sequence;
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
                Object.assign(stored, { data: asJsonb(data), hash, updatedAt: now, deletedAt });
            }
        }
        return { ...counts, duplicates };
    }

    #deleteUnseen(connection: number, model: string, mark: number): string[] {
        const now = this.#now();
        const gone = [...this.#table(connection, model)].filter(
            ([, stored]) => stored.deletedAt === null && stored.seen < mark
        );
        for (const [, stored] of gone) Object.assign(stored, { deletedAt: now, updatedAt: now });
        return gone.map(([id]) => id);
    }

    #table(connection: number, model: string): Map<string, Stored> {
        const key = `${connection}/${model}`;
        const table = this.#tables.get(key) ?? new Map<string, Stored>();
        this.#tables.set(key, table);
        return table;
    }

    /** Microseconds, as PostgreSQL has them, and never twice the same: batches keep their order. */
    #now(): string {
        const wall = BigInt(Date.now()) * 1_000n;
        this.#lastMicroseconds = wall > this.#lastMicroseconds ? wall : this.#lastMicroseconds + 1n;
        const text = this.#lastMicroseconds.toString();
        const seconds = new Date(Number(text.slice(0, -6)) * 1_000).toISOString().slice(0, 19);
        return `${seconds}.${text.slice(-6)}+00:00`;
    }
}

function position(stored: Stored): string {
    return `${stored.updatedAt}||${stored.uuid}`;
}

function actionOf(stored: Stored): RecordMetadata['last_action'] {
    if (stored.deletedAt !== null) return 'DELETED';
    return stored.createdAt === stored.updatedAt ? 'ADDED' : 'UPDATED';
}

function matches(stored: Stored, filter: string | undefined): boolean {
    return filter === undefined || filter.toUpperCase().split(',').includes(actionOf(stored));
}

function published(id: string, stored: Stored): NangoRecord {
    return {
        ...structuredClone(stored.data),
        id,
        _nango_metadata: {
            first_seen_at: stored.createdAt,
            last_modified_at: stored.updatedAt,
            last_action: actionOf(stored),
            deleted_at: stored.deletedAt,
            pruned_at: null,
            cursor: Buffer.from(position(stored)).toString('base64')
        }
    };
}
