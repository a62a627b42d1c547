/**
 * The sync of a configured query's rows. Full refresh with deletions, or incremental by a column; either way page by
 * page with a checkpoint after each, so that a million rows never sit in memory and a resumed run reads on.
 */
import type { SyncHandle } from '../nango/handle.js';
import { readSettings } from '../settings/settings.js';
import type { Row, SnowflakeClient, StatementResult } from '../snowflake/client.js';
import { newProgress, queryDigest, readProgress, toCheckpoint } from './checkpoint.js';
import type { QueryCheckpoint } from './checkpoint.js';
import { queryFor } from './configured-query.js';
import { PageReader } from './page-reader.js';
import { openResult } from './result.js';

export const QUERY_RESULT_MODEL = 'QueryResult';

/** As many as Nango stores in one request. */
const ROWS_PER_PAGE = 1000;

export async function syncQueryResults(
    nango: SyncHandle<QueryCheckpoint>,
    client: SnowflakeClient,
    stored: unknown
): Promise<void> {
    const query = queryFor(await readSettings(nango), nango.variant);
    const digest = queryDigest(query);
    const now = Date.now();
    const known = readProgress(stored, digest, now);
    let progress = known ?? newProgress(digest, now);
    if (!known) await nango.trackDeletesStart(QUERY_RESULT_MODEL);

    const { result, places, at } = await openResult(client, query, progress);
    // A new result gives the rows of the boundary once more, and the latest that was saved of them counts.
    const ties = at ? progress.ties : { earlier: progress.ties.current, current: [] };
    const page = new PageReader(result.columns, places, { boundary: progress.boundary, ties });
    let checkpointed = stored !== null && stored !== undefined;
    for await (const { rows, next } of pagesOf(result, at ?? FROM_THE_START)) {
        const records = page.read(rows);
        progress = { ...progress, at: { handle: result.handle, ...next }, boundary: page.boundary, ties: page.ties };
        if (records.length > 0) await nango.batchSave([...records], QUERY_RESULT_MODEL);
        await nango.saveCheckpoint(toCheckpoint(progress));
        checkpointed = true;
    }

    if (query.incremental_column === undefined) {
        if (checkpointed) await nango.clearCheckpoint();
        await nango.trackDeletesEnd(QUERY_RESULT_MODEL);
        return;
    }
    if (progress.full) await endFullRead(nango, known !== null && progress === known);
    const { current } = page.ties;
    await nango.saveCheckpoint(toCheckpoint({ ...progress, full: false, at: null, ties: { earlier: [], current } }));
}

/**
 * The last step of a full read before it is marked as done. An execution that was killed right between the two finds
 * nothing left to read and the window closed already; it must go on, or the sync would fail for ever.
 */
async function endFullRead(nango: SyncHandle<QueryCheckpoint>, nothingWasLeft: boolean): Promise<void> {
    try {
        await nango.trackDeletesEnd(QUERY_RESULT_MODEL);
    } catch (error) {
        if (!nothingWasLeft) throw error;
        await nango.log('The deletions of this read were processed already.', { level: 'warn' });
    }
}

const FROM_THE_START = { partition: 0, row: 0 };

interface Page {
    readonly rows: readonly Row[];
    /** The place after this page. */
    readonly next: { readonly partition: number; readonly row: number };
}

async function* pagesOf(result: StatementResult, at: Page['next']): AsyncGenerator<Page> {
    for (let partition = at.partition; partition < result.partitionCount; partition += 1) {
        const rows = await result.partition(partition);
        for (let row = partition === at.partition ? at.row : 0; row < rows.length; row += ROWS_PER_PAGE) {
            const end = Math.min(row + ROWS_PER_PAGE, rows.length);
            const next = end < rows.length ? { partition, row: end } : { partition: partition + 1, row: 0 };
            yield { rows: rows.slice(row, end), next };
        }
    }
}
