/**
 * A result whose parts are fetched when they are asked for: the rows that came with the answer are the first partition,
 * each chunk in cloud storage is one more. Two are in memory at most, as bytes where they are read one after the other.
 */
import type { Row, StatementResult } from '../client.js';
import { SnowflakeError, TRY_AGAIN } from '../errors.js';
import { partitionsFrom } from '../partitions.js';
import { miscount, REPORT } from '../whole-result.js';
import { chunkHeaders, dmlStats, rowCountOf } from './answers.js';
import type { ResultData } from './answers.js';
import { rowReader } from './cells.js';
import type { ChunkRows } from './chunk-rows.js';
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
    const rowOf = rowReader(columns);
    const inline = answer.rowset ?? [];
    const chunkCount = answer.chunks?.length ?? 0;
    const firstChunk = inline.length > 0 || chunkCount === 0 ? 1 : 0;
    const partitionCount = firstChunk + chunkCount;

    const partsOf = async (index: number): Promise<Iterable<readonly unknown[]>> => {
        if (index < firstChunk) return [inline];
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
        return wellFormed(outcome.rows, index);
    };
    const partition = async (index: number): Promise<readonly Row[]> => {
        const rows: Row[] = [];
        for (const part of await partsOf(index)) for (const row of part) rows.push(rowOf(row));
        return rows;
    };
    return {
        handle: answer.queryId,
        columns,
        rowCount: rowCountOf(answer),
        partitionCount,
        stats: dmlStats(answer),
        childHandles: answer.resultIds ? answer.resultIds.split(',') : [],
        partition,
        partitions: () => rowsBySlices(partitionsFrom({ partitionCount, partition: partsOf }), rowOf)
    };
}

async function* rowsBySlices(
    partitions: AsyncIterable<Iterable<readonly unknown[]>>,
    rowOf: (values: unknown) => Row
): AsyncGenerator<readonly Row[]> {
    for await (const parts of partitions) for (const part of parts) yield part.map(rowOf);
}

function* wellFormed(rows: ChunkRows, index: number): Generator<readonly unknown[]> {
    try {
        yield* rows.parts();
    } catch (error) {
        throw error instanceof SyntaxError ? lostPart(index, { kind: 'failed', status: 200 }) : error;
    }
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
