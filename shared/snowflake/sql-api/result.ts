/**
 * An answer of the SQL API as a result. HTTP 200 alone says nothing: its code may be that of a refusal, or of a result
 * that is not all there. Partition 0 came with the answer; the others are fetched one at a time.
 * https://docs.snowflake.com/en/developer-guide/sql-api/reference#response
 */
import type { z } from 'zod';
import { sleep } from '../../nango/sleep.js';
import type { StatementResult } from '../client.js';
import { dropUnset } from '../context.js';
import { SnowflakeError, snowflakeError, TRY_AGAIN } from '../errors.js';
import type { SignsInBy } from '../errors.js';
import { isRunningCode } from '../running-code.js';
import { parsedRows } from '../held-rows.js';
import type { HeldRows } from '../held-rows.js';
import { rowReader } from '../row-reader.js';
import { readerOf } from '../slices.js';
import { expectCount, expectSum, NOT_WHOLE, notAll, REPORT } from '../whole-result.js';
import { CancelledAnswerSchema, PartitionAnswerSchema, RefusalSchema, ResultAnswerSchema } from './answers.js';
import type { ResultAnswer } from './answers.js';
import { statementPath } from './paths.js';
import type { SqlApi } from './sign-in.js';
import { send } from './transport.js';
import type { SqlApiAnswer } from './transport.js';

const SUCCEEDED = '90001';
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;
/** The statement has ended: its partitions are being written at most. */
const PARTITION_WAIT_SECONDS = 300;

/** 202 says so; so does the code, which proxies in between do not touch. */
export function isRunning(answer: SqlApiAnswer): boolean {
    return answer.status === 202 || isRunningCode(RefusalSchema.parse(answer.body).code);
}

export function resultOf(api: SqlApi, answer: SqlApiAnswer): StatementResult {
    const parsed = parse(api, ResultAnswerSchema, answer);
    const { rowType: columns, partitionInfo, numRows } = parsed.resultSetMetaData;
    const counts = partitionCounts(parsed, answer);
    const first = wholeRows(answer, counts[0], 0);
    const rowCount = numRows ?? counts.reduce<number>((sum, count) => sum + (count ?? first.count), 0);
    const partitionCount = counts.length;
    return {
        handle: parsed.statementHandle,
        columns,
        rowCount,
        partitionCount,
        cut: counts.map((count) => count ?? first.count).join(),
        ...(partitionInfo && {
            partitionInfo: partitionInfo.map(({ rowCount: announced, ...sizes }) => ({
                rowCount: announced ?? first.count,
                ...dropUnset(sizes)
            }))
        }),
        ...(typeof parsed.createdOn === 'number' && { createdOnMs: parsed.createdOn }),
        stats: parsed.stats ?? null,
        childHandles: parsed.statementHandles ?? [],
        ...readerOf({
            partitionCount,
            held: async (index) =>
                index === 0 ? first : await fetchPartition(api, parsed.statementHandle, index, counts[index]),
            rowOf: rowReader(columns),
            broken: () => unexpected(answer, 'data')
        })
    };
}

/** HTTP 200 of whoever stands in between cancels nothing. */
export function expectCancelled(answer: SqlApiAnswer): void {
    if (!CancelledAnswerSchema.safeParse(answer.body).success) throw unexpected(answer, 'no word of the cancellation');
}

/** How many rows each partition is announced to hold; undefined where nothing is announced of the only one. */
function partitionCounts(
    { resultSetMetaData: { numRows, partitionInfo } }: ResultAnswer,
    answer: SqlApiAnswer
): readonly (number | undefined)[] {
    const announced = partitionInfo?.map(({ rowCount }) => rowCount) ?? [undefined];
    // The only partition holds them all.
    if (announced.length === 1 && announced[0] === undefined) return [numRows];
    const counts = announced.flatMap((count) => count ?? []);
    if (counts.length < announced.length) throw unexpected(answer, 'resultSetMetaData.partitionInfo.rowCount');
    if (numRows !== undefined) expectSum(numRows, counts);
    return counts.length === 0 ? [0] : counts;
}

async function fetchPartition(
    api: SqlApi,
    handle: string,
    index: number,
    announced: number | undefined
): Promise<HeldRows> {
    const request = {
        method: 'GET' as const,
        path: statementPath(handle),
        params: () => ({ partition: String(index) })
    };
    const deadline = Date.now() + PARTITION_WAIT_SECONDS * 1000;
    let answer = await send(api, request);
    for (let wait = FIRST_WAIT_MS; isRunning(answer); wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
        if (Date.now() > deadline) throw lateness(index);
        await sleep(wait);
        answer = await send(api, request);
    }
    parse(api, PartitionAnswerSchema, answer);
    return wholeRows(answer, announced, index);
}

/** An answer without its rows must not pass for an empty one: a sync would delete what it does not see. */
function wholeRows(answer: SqlApiAnswer, announced: number | undefined, index: number): HeldRows {
    const rows = answer.rows ?? parsedRows([]);
    if (!answer.rows && announced !== 0) throw unexpected(answer, 'data');
    if (announced !== undefined) expectCount(announced, rows.count, `in partition ${index}`);
    return rows;
}

function parse<Schema extends z.ZodType>({ by }: SqlApi, schema: Schema, answer: SqlApiAnswer): z.infer<Schema> {
    const refusal = refusalOf(answer, by);
    if (refusal) throw refusal;
    const parsed = schema.safeParse(answer.body);
    if (parsed.success) return parsed.data;
    throw unexpected(answer, parsed.error.issues[0]?.path.join('.') || 'no JSON object');
}

/** A refusal that came with a status of success. A bare partition has no code at all. */
function refusalOf(answer: SqlApiAnswer, signsInBy: SignsInBy): SnowflakeError | null {
    const { code, message, sqlState } = RefusalSchema.parse(answer.body);
    if (code === undefined || code.replace(/^0+/, '') === SUCCEEDED) return null;
    if (code === NOT_WHOLE) return notAll(code);
    return snowflakeError({ status: undefined, vendorCode: code, sqlState, message, signsInBy });
}

function lateness(index: number): SnowflakeError {
    return new SnowflakeError(
        'unavailable',
        `Partition ${index} of a result did not come within ${PARTITION_WAIT_SECONDS} seconds.`,
        TRY_AGAIN,
        { concerns: 'service' }
    );
}

/** What is no JSON object was not written by Snowflake: then it may be another's host. */
function unexpected(answer: SqlApiAnswer, part: string): SnowflakeError {
    const isForeign = typeof answer.body !== 'object' || answer.body === null;
    return new SnowflakeError(
        'unexpected_response',
        `Snowflake's answer (HTTP ${answer.status}) is not one that its SQL API documents: ${part}.`,
        isForeign ? 'Check that the account identifier names a Snowflake account; if it does, report this.' : REPORT,
        { concerns: isForeign ? 'account' : 'unknown', mayHaveRun: true }
    );
}
