/**
 * A result whose parts are fetched when they are asked for: the rows that came with the answer are the first partition,
 * each chunk in cloud storage is one more.
 */
import type { StatementResult } from '../client.js';
import { SnowflakeError, TRY_AGAIN } from '../errors.js';
import { parsedRows } from '../held-rows.js';
import type { HeldRows } from '../held-rows.js';
import { rowReader } from '../row-reader.js';
import { readerOf } from '../slices.js';
import { miscount, REPORT } from '../whole-result.js';
import { chunkHeaders, dmlStats, rowCountOf } from './answers.js';
import type { ResultData } from './answers.js';
import { rewriteOf } from './cells.js';
import { downloadChunk } from './chunks.js';
import type { ChunkOutcome, DownloadOptions } from './chunks.js';
import type { FetchHandle } from './handle.js';

/** Asks Snowflake for the result again, which signs the URLs of its chunks anew. */
type Refresh = () => Promise<ResultData>;

export function resultOf(
    nango: FetchHandle,
    answer: ResultData,
    refresh: Refresh,
    retryWaitMs: number
): StatementResult {
    let data = answer;
    const columns = answer.rowtype;
    const inline = parsedRows(answer.rowset ?? []);
    const chunkCount = answer.chunks?.length ?? 0;
    const firstChunk = inline.count > 0 || chunkCount === 0 ? 1 : 0;
    const partitionCount = firstChunk + chunkCount;

    const held = async (index: number): Promise<HeldRows> => {
        if (index < firstChunk) return inline;
        let outcome = await downloaded(nango, data, index - firstChunk, { retryWaitMs, isFresh: false });
        if (outcome.kind === 'refused') {
            const fresh = await refresh();
            if (!isCutAlike(fresh, answer)) {
                throw new SnowflakeError(
                    'unexpected_response',
                    'Snowflake cut a result into other parts when it was asked for it again.',
                    REPORT
                );
            }
            data = fresh;
            outcome = await downloaded(nango, data, index - firstChunk, { retryWaitMs, isFresh: true });
        }
        if (outcome.kind !== 'rows') throw lostPart(index, outcome);
        return outcome.rows;
    };
    return {
        handle: answer.queryId,
        columns,
        rowCount: rowCountOf(answer),
        partitionCount,
        cut: sizes(answer),
        stats: dmlStats(answer),
        childHandles: answer.resultIds ? answer.resultIds.split(',') : [],
        ...readerOf({
            partitionCount,
            held,
            rowOf: rowReader(columns, rewriteOf),
            broken: (index) => lostPart(index, { kind: 'failed', status: 200 })
        })
    };
}

/** The same rows in other parts would be read twice, or not at all. */
function isCutAlike(fresh: ResultData, first: ResultData): boolean {
    return sizes(fresh) === sizes(first);
}

function sizes({ rowset, chunks }: ResultData): string {
    return [rowset?.length ?? 0, ...(chunks ?? []).map(({ rowCount }) => rowCount)].join();
}

async function downloaded(
    nango: FetchHandle,
    data: ResultData,
    index: number,
    how: DownloadOptions
): Promise<ChunkOutcome> {
    const chunk = data.chunks?.[index];
    if (chunk === undefined) return { kind: 'failed', status: undefined };
    return await downloadChunk(nango, { ...chunk, headers: chunkHeaders(data) }, how);
}

function lostPart(index: number, outcome: Exclude<ChunkOutcome, { kind: 'rows' }>): SnowflakeError {
    if (outcome.kind === 'miscounted') return miscount(outcome.announced, outcome.came, `in part ${index + 1}`);
    const why =
        outcome.kind === 'refused'
            ? `storage refused the download, HTTP ${outcome.status}`
            : outcome.status === undefined
              ? 'the connection failed'
              : `HTTP ${outcome.status}`;
    return new SnowflakeError(
        'unavailable',
        `Part ${index + 1} of a result could not be downloaded from Snowflake's storage (${why}).`,
        TRY_AGAIN
    );
}
