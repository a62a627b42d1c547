/**
 * execute-statement. It waits for the end of the statement, at most as long as an action may take; what may take longer
 * goes on by itself and is asked about later.
 */
import { createHash } from 'crypto';
import type { z } from 'zod';
import { parseInput } from '../nango/report.js';
import type { Given } from '../nango/report.js';
import type { NangoHandle } from '../nango/handle.js';
import { sleep } from '../nango/sleep.js';
import type { SnowflakeClient, StatementOptions, StatementResult } from '../snowflake/client.js';
import { dropUnset } from '../snowflake/context.js';
import { SnowflakeError } from '../snowflake/errors.js';
import { endedByItself } from '../snowflake/statement-timeout.js';
import { resultAnswer, runningAnswer } from './answer.js';
import { refuseUnlessAllowed } from './allowed.js';
import { bindsOf } from './binds.js';
import { placeOf } from './place.js';
import { DEFAULT_WAIT_SECONDS, executeStatementSpec, MAX_WAIT_SECONDS } from './specs.js';

type Input = Given<z.infer<typeof executeStatementSpec.accepts>>;
type Output = z.infer<typeof executeStatementSpec.output>;

const FIRST_POLL_MS = 250;
const LONGEST_POLL_MS = 10_000;

export async function executeStatement(
    nango: Pick<NangoHandle, 'connectionId' | 'providerConfigKey' | 'getMetadata'>,
    client: SnowflakeClient,
    given: unknown
): Promise<Output> {
    const input = parseInput(executeStatementSpec.accepts, given);
    await refuseUnlessAllowed(nango, input.statement);
    const options = optionsOf(nango, input);
    const format = input.row_format ?? 'both';
    if (input.async !== true && !mayOutlast(options)) {
        return await resultAnswer(client, await client.execute(input.statement, options), format);
    }
    const handle = await client.submit(input.statement, options);
    const result = input.async === true ? null : await followed(client, handle);
    return result ? await resultAnswer(client, result, format) : runningAnswer(handle);
}

/** Snowflake may still be at it when the action must answer; a timeout of 0 stands for its longest. */
function mayOutlast({ timeoutSeconds }: StatementOptions): boolean {
    return timeoutSeconds === 0 || (timeoutSeconds ?? 0) > MAX_WAIT_SECONDS;
}

/** The result, or null where it is not known when the wait is over: the statement goes on, and its handle says more. */
async function followed(client: SnowflakeClient, handle: string): Promise<StatementResult | null> {
    const end = Date.now() + MAX_WAIT_SECONDS * 1000;
    for (let wait = FIRST_POLL_MS; Date.now() + wait < end; wait = Math.min(wait * 2, LONGEST_POLL_MS)) {
        await sleep(wait);
        try {
            const status = await client.status(handle);
            if (status.state === 'succeeded') return status.result;
        } catch (error) {
            if (!(error instanceof SnowflakeError) || endedByItself(error)) throw error;
            return null;
        }
    }
    return null;
}

function optionsOf(nango: Pick<NangoHandle, 'connectionId' | 'providerConfigKey'>, input: Input): StatementOptions {
    const { statement_count: count, idempotency_key: key, timeout } = input;
    const wait = input.async === true ? undefined : DEFAULT_WAIT_SECONDS;
    return {
        ...dropUnset({
            ...placeOf(input),
            binds: bindsOf(input),
            parameters: parametersOf(input.parameters),
            statementCount: count,
            timeoutSeconds: timeout === undefined ? wait : Math.ceil(timeout)
        }),
        ...(key !== undefined && { requestId: requestIdOf(nango, key) })
    };
}

function parametersOf(given: Input['parameters']): StatementOptions['parameters'] | undefined {
    return Array.isArray(given) ? Object.fromEntries(given.map(({ name, value }) => [name, value])) : given;
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
