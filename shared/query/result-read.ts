/**
 * One read of a query's result, page by page with a checkpoint after each. A read of all rows stands in the frame of
 * full-read.ts; where another has to follow, it reads the same result once more, so nothing runs twice in Snowflake.
 */
import type { SyncHandle } from '../nango/handle.js';
import { batchesOf } from '../nango/record-batches.js';
import { FIRST_ROW } from '../snowflake/client.js';
import type { RowPlace, SnowflakeClient } from '../snowflake/client.js';
import { noteEnd } from '../sync/full-read.js';
import type { FullRead, WindowEnd } from '../sync/full-read.js';
import type { OwnCheckpoint } from '../sync/own-checkpoint.js';
import { Saver } from '../sync/saver.js';
import { newProgress, toCheckpoint } from './checkpoint.js';
import type { QueryCheckpoint, QueryProgress } from './checkpoint.js';
import type { QueryMemory } from './memory.js';
import { PageReader } from './page-reader.js';
import { resultPlace } from './result.js';
import type { Opened } from './result.js';
import type { QueryResult } from './rows.js';

export const QUERY_RESULT_MODEL = 'QueryResult';

export interface Reading {
    readonly nango: SyncHandle<QueryCheckpoint>;
    readonly client: SnowflakeClient;
    readonly memory: QueryMemory;
    readonly opened: Opened;
    readonly checkpoint: OwnCheckpoint<QueryCheckpoint>;
}

interface Portion {
    readonly records: readonly QueryResult[];
    readonly reached: Pick<QueryProgress, 'at' | 'boundary' | 'ties' | 'lastRow'>;
}

/** Of portions that share a batch, in which Nango keeps the first of an id: the last one counts. */
function onlyOnce(records: readonly QueryResult[]): QueryResult[] {
    const latest = new Map<string, QueryResult>();
    for (const record of records) {
        latest.delete(record.id);
        latest.set(record.id, record);
    }
    return [...latest.values()];
}

export class ResultRead implements FullRead<ResultRead> {
    readonly model = QUERY_RESULT_MODEL;
    readonly isAtStart: boolean;
    readonly isNoted: boolean;
    /** Nothing was left to read: an earlier execution came to the end, and perhaps further. */
    wasRead = false;
    progress: QueryProgress;
    readonly #reading: Reading;
    readonly #from: RowPlace;

    /** `isStored`: the checkpoint tells of this very read. */
    constructor(reading: Reading, start: QueryProgress, isStored: boolean) {
        const { opened, memory } = reading;
        const { result, places, at } = opened;
        this.#reading = reading;
        this.#from = at ?? FIRST_ROW;
        this.isAtStart = this.#from.partition === 0 && this.#from.row === 0;
        this.isNoted = isStored && at !== null;
        // A new result gives the rows of the boundary once more, and the latest that was saved of them counts.
        const ties = at ? start.ties : { earlier: start.ties.current, current: [] };
        const next = resultPlace(result, this.#from);
        this.progress = { ...start, at: next, ties, lastRow: at ? start.lastRow : '' };
        if (start.walk === 'increment' || this.isAtStart) memory.startWalk(start.walk);
        if (places.incremental) memory.idsMayRepeat();
    }

    async note(): Promise<void> {
        await this.#reading.checkpoint.save(toCheckpoint(this.progress, this.#reading.memory.toText()));
    }

    async expectOwn(): Promise<void> {
        await this.#reading.checkpoint.expectOwn();
    }

    async read(): Promise<void> {
        const { client, opened } = this.#reading;
        const { result, places } = opened;
        const reader = new PageReader(result.columns, places, this.progress);
        const saver = new Saver<Portion>(async (portions) => await this.#save(portions));
        this.wasRead = this.isNoted;
        const all = async (): Promise<void> => {
            for await (const { rows, next } of result.slices(this.#from)) {
                this.wasRead = false;
                const records = reader.read(rows);
                const { boundary, lastRow, ties } = reader;
                await saver.add({
                    records,
                    reached: { at: resultPlace(result, next), boundary, ties, lastRow }
                });
            }
            await saver.flush();
        };
        await Promise.race([all(), saver.failed]);
        // An execution that dies at its sign-out after it has noted the end would be followed by one that reads all anew.
        if (this.progress.walk !== 'inherited') await client.signOut?.();
    }

    async #save(portions: readonly Portion[]): Promise<void> {
        const { nango, memory, opened } = this.#reading;
        const all = portions.length === 1 ? (portions[0]?.records ?? []) : portions.flatMap(({ records }) => records);
        // Only where rows are put in order may an id come again.
        const records = opened.places.incremental && portions.length > 1 ? onlyOnce(all) : all;
        for (const batch of batchesOf(records, 'row of the query')) {
            await nango.batchSave(batch, this.model);
            memory.saved(batch);
        }
        this.progress = { ...this.progress, ...portions.at(-1)?.reached };
        await this.note();
    }

    async judge(): Promise<boolean> {
        const { nango, memory, checkpoint } = this.#reading;
        try {
            memory.beforeDeletions(this.model);
            return true;
        } catch (error) {
            // The window stays open. The next run reads anew instead of holding back the very same rows.
            const next = newProgress(this.progress.query, Date.now(), 'inherited');
            await noteEnd(nango, async () => await checkpoint.save(toCheckpoint(next, memory.toText())));
            throw error;
        }
    }

    /** The same result once more, in a window that this read opens itself: unless nobody knows whether it does. */
    async after(end: WindowEnd): Promise<ResultRead | null> {
        const { opened, memory } = this.#reading;
        const isEnded = end === 'ended';
        if (isEnded) memory.ended();
        if (isEnded && this.progress.walk === 'own') return null;
        const again = newProgress(this.progress.query, Date.now(), isEnded ? 'own' : 'inherited');
        return new ResultRead({ ...this.#reading, opened: { ...opened, at: null } }, again, false);
    }
}
