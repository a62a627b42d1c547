/**
 * execute-statement. It waits for the end of the statement, at most as long as an action may take; what takes longer
 * is started with `async` and asked about later.
 */
import { createHash } from 'crypto';
import type { z } from 'zod';
import { InputError, parseInput } from '../nango/report.js';
import type { NangoHandle } from '../nango/handle.js';
import type { SnowflakeClient, StatementOptions } from '../snowflake/client.js';
import { dropUnset } from '../snowflake/context.js';
import { pMapIterable } from '../vendor/p-map.js';
import { resultAnswer, runningAnswer } from './answer.js';
import { bindsOf } from './binds.js';
import { columnsOf } from './rows.js';
import { rowsChanged } from './rows-changed.js';
import { DEFAULT_WAIT_SECONDS, executeStatementSpec, MAX_WAIT_SECONDS } from './specs.js';

type Input = z.infer<typeof executeStatementSpec.input>;
type Output = z.infer<typeof executeStatementSpec.output>;
type OneOfSeveral = NonNullable<Output['statements']>[number];

const CONCURRENCY = 4;

export async function executeStatement(
    nango: Pick<NangoHandle, 'connectionId' | 'providerConfigKey'>,
    client: SnowflakeClient,
    given: unknown
): Promise<Output> {
    const input = parseInput(executeStatementSpec.input, given);
    const options = optionsOf(nango, input);
    if (input.async === true) return runningAnswer(await client.submit(input.statement, options));
    const result = await client.execute(input.statement, options);
    const statements = await readSeveral(client, result.childHandles);
    const answer = await resultAnswer(result, input.row_format ?? 'both', statements);
    if (statements.length === 0) return answer;
    const changed = statements.reduce((sum, { rows_changed }) => sum + rows_changed, 0);
    return { ...answer, rows_changed: changed, statements };
}

function optionsOf(nango: Pick<NangoHandle, 'connectionId' | 'providerConfigKey'>, input: Input): StatementOptions {
    if (input.async !== true && input.timeout !== undefined && input.timeout > MAX_WAIT_SECONDS) {
        throw new InputError(
            'invalid_input',
            `The input is not valid: timeout: an action can wait ${MAX_WAIT_SECONDS} seconds at most.`,
            'Set async to true for a longer statement and ask get-statement-status for its state.'
        );
    }
    const { database, schema, warehouse, role, statement_count: count, idempotency_key: key } = input;
    return {
        ...dropUnset({
            database,
            schema,
            warehouse,
            role,
            binds: bindsOf(input),
            parameters: input.parameters,
            statementCount: count,
            timeoutSeconds: input.timeout ?? (input.async === true ? undefined : DEFAULT_WAIT_SECONDS)
        }),
        ...(key !== undefined && { requestId: requestIdOf(nango, key) })
    };
}

/**
 * The same key of the same connection is the same request to Snowflake, which then answers with what the first one did.
 * A UUID of version 8: what its bits mean is our own affair. https://www.rfc-editor.org/rfc/rfc9562#section-5.8
 */
export function requestIdOf(nango: Pick<NangoHandle, 'connectionId' | 'providerConfigKey'>, key: string): string {
    const scope = JSON.stringify([nango.providerConfigKey, nango.connectionId, key]);
    const bytes = createHash('sha256').update(scope, 'utf8').digest().subarray(0, 16);
    bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    const hex = bytes.toString('hex');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** What each of several statements did; its rows are for get-statement-result. */
async function readSeveral(client: SnowflakeClient, handles: readonly string[]): Promise<OneOfSeveral[]> {
    const statements: OneOfSeveral[] = [];
    const read = pMapIterable(handles, async (handle) => await readOne(client, handle), { concurrency: CONCURRENCY });
    for await (const statement of read) if (statement) statements.push(statement);
    return statements;
}

async function readOne(client: SnowflakeClient, handle: string): Promise<OneOfSeveral | null> {
    const status = await client.status(handle);
    if (status.state === 'running') return null;
    const { result } = status;
    return {
        statement_handle: handle,
        num_rows: result.rowCount,
        rows_changed: await rowsChanged(result),
        columns: columnsOf(result.columns)
    };
}
