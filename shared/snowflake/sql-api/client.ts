/**
 * The SQL API behind the client interface, for connections whose token Nango's proxy adds (`snowflake-jwt`).
 * A statement that is still running is polled, never read as an empty result; what is given up is cancelled.
 * https://docs.snowflake.com/en/developer-guide/sql-api/handling-responses
 */
import { randomUUID } from 'crypto';
import type { z } from 'zod';
import { sleep } from '../../nango/sleep.js';
import { connectionContext, dropUnset } from '../context.js';
import type { SnowflakeClient, StatementOptions, StatementResult, StatementStatus } from '../client.js';
import { SnowflakeError, snowflakeError } from '../errors.js';
import { withKnownOutcomes } from '../outcomes.js';
import { isRunningCode } from '../running-code.js';
import { PartitionAnswerSchema, RefusalSchema, ResultAnswerSchema, RunningAnswerSchema } from './answers.js';
import type { ResultAnswer, Rows } from './answers.js';
import { send } from './transport.js';
import type { SqlApiAnswer } from './transport.js';
import type { SqlApiHandle } from './handle.js';
import { DEFAULT_TIMEOUT_SECONDS, deadlineMs, endedByItself, lostSight, overdue } from '../statement-timeout.js';

const STATEMENTS = '/api/v2/statements';
const SUCCEEDED = '090001';
const FIRST_POLL_MS = 250;
const LONGEST_POLL_MS = 10_000;

export function sqlApiClient(nango: SqlApiHandle): SnowflakeClient {
    const client: SnowflakeClient = {
        execute: async (statement, options = {}) => {
            const answer = await submit(nango, statement, options, false);
            if (!isRunning(answer)) return resultOf(nango, answer);
            const { handle } = running(answer);
            return await finished(nango, handle, options.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS);
        },
        submit: async (statement, options = {}) => {
            const answer = await submit(nango, statement, options, true);
            return isRunning(answer) ? running(answer).handle : resultOf(nango, answer).handle;
        },
        status: async (handle) => await poll(nango, handle),
        cancel: async (handle) => await cancel(nango, handle),
        close: async () => {},
        note: async (message) => {
            await nango.log(message, { level: 'info' });
        }
    };
    return withKnownOutcomes(nango, client, { findsRequests: true });
}

/** The same request id on every attempt lets Snowflake recognise a resubmission, so that nothing runs twice. */
async function submit(
    nango: SqlApiHandle,
    statement: string,
    options: StatementOptions,
    asynchronous: boolean
): Promise<SqlApiAnswer> {
    const requestId = options.requestId ?? randomUUID();
    return await send(nango, {
        method: 'POST',
        path: STATEMENTS,
        params: (attempt) => ({
            requestId,
            ...(asynchronous && { async: 'true' }),
            ...(attempt > 1 || options.requestId !== undefined ? { retry: 'true' } : {})
        }),
        body: bodyOf(statement, { ...(await connectionContext(nango)), ...options })
    });
}

function bodyOf(statement: string, options: StatementOptions): Record<string, unknown> {
    const parameters: Record<string, string> = {};
    for (const [name, value] of Object.entries(options.parameters ?? {})) parameters[name] = String(value);
    if (options.statementCount !== undefined) parameters['MULTI_STATEMENT_COUNT'] = String(options.statementCount);
    return {
        statement,
        timeout: options.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS,
        ...(options.database !== undefined && { database: options.database }),
        ...(options.schema !== undefined && { schema: options.schema }),
        ...(options.warehouse !== undefined && { warehouse: options.warehouse }),
        ...(options.role !== undefined && { role: options.role }),
        ...(options.binds !== undefined && {
            bindings: Object.fromEntries(options.binds.map((bind, index) => [String(index + 1), bind]))
        }),
        ...(Object.keys(parameters).length > 0 && { parameters })
    };
}

async function finished(nango: SqlApiHandle, handle: string, timeoutSeconds: number): Promise<StatementResult> {
    const deadline = deadlineMs(timeoutSeconds);
    try {
        for (let wait = FIRST_POLL_MS; ; wait = Math.min(wait * 2, LONGEST_POLL_MS)) {
            await sleep(wait);
            const status = await poll(nango, handle);
            if (status.state === 'succeeded') return status.result;
            if (Date.now() > deadline) throw overdue(handle, timeoutSeconds);
        }
    } catch (error) {
        if (!endedByItself(error)) await abandon(nango, handle);
        throw lostSight(error);
    }
}

async function abandon(nango: SqlApiHandle, handle: string): Promise<void> {
    try {
        await cancel(nango, handle);
    } catch (error) {
        if (!(error instanceof SnowflakeError)) throw error;
        await nango.log(`Could not cancel statement ${handle}: ${error.advice}`, { level: 'warn' });
    }
}

async function poll(nango: SqlApiHandle, handle: string): Promise<StatementStatus> {
    const answer = await send(nango, { method: 'GET', path: statementPath(handle) });
    return isRunning(answer)
        ? { state: 'running', handle }
        : { state: 'succeeded', handle, result: resultOf(nango, answer) };
}

async function cancel(nango: SqlApiHandle, handle: string): Promise<void> {
    await send(nango, { method: 'POST', path: `${statementPath(handle)}/cancel` });
}

function statementPath(handle: string): string {
    return `${STATEMENTS}/${encodeURIComponent(handle)}`;
}

/** 202 says so; so does the code, which proxies in between do not touch. */
function isRunning(answer: SqlApiAnswer): boolean {
    return answer.status === 202 || isRunningCode(RefusalSchema.parse(answer.body).code);
}

function running(answer: SqlApiAnswer): { handle: string } {
    return { handle: parse(RunningAnswerSchema, answer).statementHandle };
}

function resultOf(nango: SqlApiHandle, answer: SqlApiAnswer): StatementResult {
    const parsed = parse(ResultAnswerSchema, answer);
    const { partitionInfo } = parsed.resultSetMetaData;
    const first = rowsOf(parsed, partitionInfo?.[0]?.rowCount ?? 0, answer);
    const partitionCount = Math.max(partitionInfo?.length ?? 1, 1);
    const partition = async (index: number): Promise<Rows> =>
        index === 0
            ? first
            : await fetchPartition(nango, parsed.statementHandle, index, partitionInfo?.[index]?.rowCount ?? 0);
    return {
        handle: parsed.statementHandle,
        columns: parsed.resultSetMetaData.rowType,
        rowCount: rowCountOf(parsed, first),
        partitionCount,
        ...(partitionInfo && {
            partitionInfo: partitionInfo.map((info) => ({
                rowCount: info.rowCount,
                ...dropUnset({
                    uncompressedSize: info.uncompressedSize,
                    compressedSize: info.compressedSize
                })
            }))
        }),
        ...(typeof parsed.createdOn === 'number' && { createdOnMs: parsed.createdOn }),
        stats: parsed.stats ?? null,
        childHandles: parsed.statementHandles ?? [],
        partition,
        partitions: async function* () {
            for (let index = 0; index < partitionCount; index += 1) yield await partition(index);
        }
    };
}

function rowCountOf(answer: ResultAnswer, first: Rows): number {
    const { numRows, partitionInfo } = answer.resultSetMetaData;
    if (numRows !== undefined) return numRows;
    if (!partitionInfo) return first.length;
    return partitionInfo.reduce((sum, partition) => sum + partition.rowCount, 0);
}

/** Partition 0 came with the first answer; the others are fetched one at a time. */
async function fetchPartition(nango: SqlApiHandle, handle: string, index: number, announced: number): Promise<Rows> {
    const answer = await send(nango, {
        method: 'GET',
        path: statementPath(handle),
        params: () => ({ partition: String(index) })
    });
    return rowsOf(parse(PartitionAnswerSchema, answer), announced, answer);
}

/** An answer without its rows must not pass for an empty one: a sync would delete what it does not see. */
function rowsOf(parsed: { readonly data?: Rows | null | undefined }, announced: number, answer: SqlApiAnswer): Rows {
    const rows = parsed.data ?? [];
    if (rows.length === 0 && announced > 0) throw unexpected(answer, 'data');
    return rows;
}

function parse<Schema extends z.ZodType>(schema: Schema, answer: SqlApiAnswer): z.infer<Schema> {
    const parsed = schema.safeParse(answer.body);
    if (parsed.success) return parsed.data;
    throw refusalOf(answer) ?? unexpected(answer, parsed.error.issues[0]?.path.join('.') ?? 'no JSON');
}

/** A refusal that came with a status of success: its code and message say more than the part that is missing. */
function refusalOf(answer: SqlApiAnswer): SnowflakeError | null {
    const { code, message, sqlState } = RefusalSchema.parse(answer.body);
    if (code === undefined || code === SUCCEEDED || message === undefined) return null;
    return snowflakeError({ status: undefined, vendorCode: code, sqlState, message });
}

function unexpected(answer: SqlApiAnswer, part: string): SnowflakeError {
    return new SnowflakeError(
        'unexpected_response',
        `Snowflake's answer (HTTP ${answer.status}) is not one that its SQL API documents: ${part}.`,
        'Check that the account identifier names a Snowflake account; if it does, report this.'
    );
}
