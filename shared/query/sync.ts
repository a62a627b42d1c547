/**
 * The sync of a configured query's rows. Full refresh with deletions, or incremental by a column; either way page by
 * page with a checkpoint after each, so that a million rows never sit in memory and a resumed run reads on.
 */
import type { SyncHandle } from '../nango/handle.js';
import type { SnowflakeClient } from '../snowflake/client.js';
import { noteEnd, readFully } from '../sync/full-read.js';
import { OwnCheckpoint } from '../sync/own-checkpoint.js';
import { newProgress, readProgress, toCheckpoint } from './checkpoint.js';
import type { QueryCheckpoint, QueryProgress } from './checkpoint.js';
import { beginRun } from './memory.js';
import { readAgain } from './read-again.js';
import { openResult } from './result.js';
import { QUERY_RESULT_MODEL, ResultRead } from './result-read.js';

type Nango = SyncHandle<QueryCheckpoint>;

export async function syncQueryResults(nango: Nango, client: SnowflakeClient, stored: unknown): Promise<void> {
    const began = Date.now();
    const checkpoint = new OwnCheckpoint(nango, stored);
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

    const reading = { nango, client, memory, opened, checkpoint };
    const read = new ResultRead(reading, progress, known && progress === found);
    const isIncremental = query.incremental_column !== undefined;
    let last = read;
    await checkpoint.whileOwn(
        async () => {
            if (progress.walk === 'increment') await read.read();
            else last = await readFully(nango, read);
        },
        (other) => readAgain(other, { progress: found, isIncremental, at: began })
    );

    memory.ended();
    const end = isIncremental
        ? toCheckpoint(incrementAfter(last.progress), memory.toText())
        : toCheckpoint(newProgress(found.query, Date.now()), memory.toText(), 'done');
    await noteEnd(nango, async () => await checkpoint.save(end));
}

function incrementAfter(read: QueryProgress): QueryProgress {
    const { current } = read.ties;
    return { ...read, walk: 'increment', at: null, ties: { earlier: [], current }, lastRow: '' };
}
