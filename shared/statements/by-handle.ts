/** The actions on a statement that was started before: its state, its rows, its end. */
import type { z } from 'zod';
import { nameSet } from '../names.js';
import { parseInput, wrongInput } from '../nango/report.js';
import type { SnowflakeClient } from '../snowflake/client.js';
import { SnowflakeError } from '../snowflake/errors.js';
import type { SnowflakeErrorCode } from '../snowflake/errors.js';
import { resultAnswer, runningAnswer, statusUrl } from './answer.js';
import type { Answer } from './answer.js';
import { columnsOf, FIRST_ROW, rowCursor, withRows } from './rows.js';
import { readSeveral } from './several.js';
import { refuseShownOnce } from './shown-once.js';
import { cancelStatementSpec, getStatementResultSpec, getStatementStatusSpec } from './specs.js';

/** Snowflake's answers that are about the statement itself, and not about the question. */
const STATEMENT_FAILURES: ReadonlySet<SnowflakeErrorCode> = nameSet(
    'sql_error, object_not_found, insufficient_privileges, statement_timeout, statement_cancelled',
    'warehouse_not_available, result_too_large'
);

export async function getStatementStatus(client: SnowflakeClient, given: unknown): Promise<Answer> {
    const input = parseInput(getStatementStatusSpec.input, given);
    const handle = handleOf(input);
    try {
        const status = await client.status(handle);
        if (status.state === 'running') return runningAnswer(handle);
        refuseShownOnce(status.result.columns);
        return await resultAnswer(client, status.result, input.row_format ?? 'both');
    } catch (error) {
        if (!isStatementFailure(error)) throw error;
        return {
            ...runningAnswer(handle),
            state: 'failed',
            code: error.vendorCode ?? '',
            message: error.advice,
            statementStatusUrl: statusUrl(handle)
        };
    }
}

function isStatementFailure(error: unknown): error is SnowflakeError {
    if (!(error instanceof SnowflakeError) || error.vendorCode === undefined) return false;
    // 'unavailable': an internal error that ended the statement, where Snowflake itself reports it.
    return error.concerns !== 'sign-in' && (STATEMENT_FAILURES.has(error.code) || error.code === 'unavailable');
}

export async function getStatementResult(
    client: SnowflakeClient,
    given: unknown
): Promise<z.infer<typeof getStatementResultSpec.output>> {
    const input = parseInput(getStatementResultSpec.input, given);
    const handle = handleOf(input);
    if (input.cursor !== undefined && input.partition !== undefined) {
        throw wrongInput('partition', 'give either partition or cursor');
    }
    const start =
        input.cursor === undefined
            ? { ...FIRST_ROW, partition: input.partition ?? 0 }
            : rowCursor(input.cursor, handle);
    const status = await client.status(handle);
    if (status.state === 'running') {
        return { statement_handle: handle, statement_state: 'running', next_cursor: null, next_partition_num: null };
    }
    const { result } = status;
    refuseShownOnce(result.columns);
    const answer = {
        statement_handle: handle,
        statement_state: 'succeeded' as const,
        num_rows: result.rowCount,
        columns: columnsOf(result.columns).map((column) => ({ ...column, byte_length: column.byteLength })),
        partition_count: result.partitionCount,
        rows_changed: (await readSeveral(client, result)).rowsChanged
    };
    const page = { onePartition: input.partition !== undefined, limit: input.limit };
    return await withRows(answer, result, start, input.row_format ?? 'both', page);
}

export async function cancelStatement(
    client: SnowflakeClient,
    given: unknown
): Promise<z.infer<typeof cancelStatementSpec.output>> {
    const handle = handleOf(parseInput(cancelStatementSpec.input, given));
    await client.cancel(handle);
    return { statement_handle: handle, code: '000604', message: 'The statement was cancelled.' };
}

function handleOf(input: { statement_handle?: string | undefined; statementHandle?: string | undefined }): string {
    const handle = input.statement_handle ?? input.statementHandle;
    if (handle === undefined) throw wrongInput('statement_handle', 'is required');
    return handle;
}
