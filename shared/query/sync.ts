/**
 * The sync of a configured query's rows. Full refresh with deletions, or incremental by a column; either way page by
 * page with a checkpoint after each, so that a million rows never sit in memory and a resumed run reads on.
 */
import type { SyncHandle } from '../nango/handle.js';
import { batchesOf } from '../nango/record-batches.js';
import type { SnowflakeClient } from '../snowflake/client.js';
import { newProgress, readProgress, toCheckpoint } from './checkpoint.js';
import type { QueryCheckpoint, QueryProgress } from './checkpoint.js';
import { closeWindow, noteEnd } from './deletions.js';
import type { Walked } from './deletions.js';
import { beginRun } from './memory.js';
import type { QueryMemory } from './memory.js';
import { PageReader } from './page-reader.js';
import { FROM_THE_START, isAtStart, pagesOf } from './pages.js';
import { openResult } from './result.js';
import type { Opened } from './result.js';

export const QUERY_RESULT_MODEL = 'QueryResult';

type Nango = SyncHandle<QueryCheckpoint>;

export async function syncQueryResults(nango: Nango, client: SnowflakeClient, stored: unknown): Promise<void> {
    const { query, memory } = await beginRun(nango, client, stored, QUERY_RESULT_MODEL);
    const { progress: found, known } = readProgress(stored, memory.query, Date.now());
    let opened = await openResult(client, query, found);
    let progress = found;
    if (opened.newType !== null) {
        await nango.log(
            `The incremental column ${query.incremental_column ?? ''} is of type ${opened.newType} now, no more ${found.boundary?.type ?? ''}: the query is read from the start.`,
            { level: 'warn' }
        );
        progress = newProgress(found.query, Date.now());
        opened = await openResult(client, query, progress);
    } else if (known && found.walk !== 'increment' && !opened.at) {
        // The result is gone, and with it whether the walk had come to its end.
        progress = newProgress(found.query, Date.now(), 'inherited');
    }

    let walked = await walk(nango, opened, progress, memory, known && progress === found);
    while (walked.progress.walk !== 'increment') {
        const isClosed = await closeWindow(nango, QUERY_RESULT_MODEL, walked, memory);
        if (isClosed && walked.progress.walk === 'own') break;
        // The same result once more, in a window that this walk opens itself: unless nobody knows whether it does.
        const again = newProgress(found.query, Date.now(), isClosed ? 'own' : 'inherited');
        walked = await walk(nango, { ...opened, at: null }, again, memory, false);
    }

    memory.ended();
    if (query.incremental_column === undefined) {
        await noteEnd(nango, toCheckpoint(newProgress(found.query, Date.now()), memory.toText(), 'done'));
        return;
    }
    const { current } = walked.progress.ties;
    const next: QueryProgress = {
        ...walked.progress,
        walk: 'increment',
        at: null,
        ties: { earlier: [], current },
        lastRow: ''
    };
    await noteEnd(nango, toCheckpoint(next, memory.toText()));
}

/** From where the progress stands to the end of the result. */
async function walk(
    nango: Nango,
    opened: Opened,
    start: QueryProgress,
    memory: QueryMemory,
    isStored: boolean
): Promise<Walked> {
    const { result, places, at } = opened;
    const from = at ?? FROM_THE_START;
    // A new result gives the rows of the boundary once more, and the latest that was saved of them counts.
    const ties = at ? start.ties : { earlier: start.ties.current, current: [] };
    let progress = { ...start, at: { handle: result.handle, ...from }, ties, lastRow: at ? start.lastRow : '' };
    if (progress.walk === 'increment' || isAtStart(from)) memory.startWalk(progress.walk);
    if (places.incremental) memory.idsMayRepeat();
    if (progress.walk !== 'increment' && isAtStart(from)) {
        // Written down before it is opened: a window that nobody knows of would be taken for one's own.
        if (!isStored || !at) await nango.saveCheckpoint(toCheckpoint(progress, memory.toText()));
        await nango.trackDeletesStart(QUERY_RESULT_MODEL);
    }
    const reader = new PageReader(result.columns, places, progress);
    let foundDone = isStored && at !== null;
    for await (const { rows, next } of pagesOf(result, from)) {
        foundDone = false;
        for (const batch of batchesOf(reader.read(rows), 'row of the query')) {
            await nango.batchSave(batch, QUERY_RESULT_MODEL);
            memory.saved(batch);
        }
        const { boundary, lastRow } = reader;
        progress = { ...progress, at: { handle: result.handle, ...next }, boundary, ties: reader.ties, lastRow };
        await nango.saveCheckpoint(toCheckpoint(progress, memory.toText()));
    }
    return { progress, foundDone };
}
