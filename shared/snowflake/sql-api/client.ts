/**
 * The SQL API behind the client interface, for connections whose token Nango's proxy adds: all but a password's.
 * A statement that is still running is polled, never read as an empty result; what is given up is cancelled.
 * https://docs.snowflake.com/en/developer-guide/sql-api/handling-responses
 */
import { randomUUID } from 'crypto';
import { sleep } from '../../nango/sleep.js';
import { connectionContext } from '../context.js';
import type { SnowflakeClient, StatementOptions, StatementResult, StatementStatus } from '../client.js';
import { SnowflakeError } from '../errors.js';
import { withKnownOutcomes } from '../outcomes.js';
import { statementParameters } from '../parameters.js';
import { RunningAnswerSchema } from './answers.js';
import { ParametersInForce } from './parameters-in-force.js';
import { expectCancelled, isRunning, resultOf } from './result.js';
import { STATEMENTS, statementPath } from './paths.js';
import { BY_KEY_PAIR, signedInBy } from './sign-in.js';
import type { SignIn, SqlApi } from './sign-in.js';
import { send } from './transport.js';
import type { SqlApiAnswer } from './transport.js';
import type { SqlApiHandle } from './handle.js';
import { DEFAULT_TIMEOUT_SECONDS, deadlineMs, endedByItself, lostSight, overdue } from '../statement-timeout.js';

const FIRST_POLL_MS = 250;
const LONGEST_POLL_MS = 10_000;

export function sqlApiClient(nango: SqlApiHandle): SnowflakeClient {
    return clientSignedInBy(nango, BY_KEY_PAIR);
}

export function clientSignedInBy<Needed>(nango: SqlApiHandle & Needed, signIn: SignIn<Needed>): SnowflakeClient {
    const api = signedInBy(nango, signIn);
    const sending: SnowflakeClient = {
        execute: async (statement, options = {}) => await execute(api, statement, options),
        submit: async (statement, options = {}) => {
            const answer = await submit(api, statement, options, true);
            return isRunning(answer) ? runningHandle(answer) : resultOf(api, answer).handle;
        },
        status: async (handle) => await poll(api, handle),
        cancel: async (handle) => await cancel(api, handle),
        close: async () => {},
        note: async (message) => {
            await nango.log(message, { level: 'info' });
        }
    };
    const client = withKnownOutcomes(nango, sending, { findsRequests: true });
    // Asked before anything is sent: trouble with the question leaves nothing unknown about the statement.
    const parameters = new ParametersInForce(async (statement) => await client.execute(statement));
    return {
        ...client,
        execute: async (statement, options = {}) => {
            await parameters.check(statement, options);
            return await client.execute(statement, options);
        },
        submit: async (statement, options = {}) => {
            await parameters.check(statement, options);
            return await client.submit(statement, options);
        }
    };
}

async function execute(api: SqlApi, statement: string, options: StatementOptions): Promise<StatementResult> {
    const answer = await submit(api, statement, options, false);
    if (!isRunning(answer)) return resultOf(api, answer);
    return await finished(api, runningHandle(answer), options.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS);
}

/** The same request id on every attempt lets Snowflake recognise a resubmission, so that nothing runs twice. */
async function submit(
    api: SqlApi,
    statement: string,
    options: StatementOptions,
    asynchronous: boolean
): Promise<SqlApiAnswer> {
    const requestId = options.requestId ?? randomUUID();
    return await send(api, {
        method: 'POST',
        path: STATEMENTS,
        params: (attempt) => ({
            requestId,
            ...(asynchronous && { async: 'true' }),
            ...(attempt > 1 || options.requestId !== undefined ? { retry: 'true' } : {})
        }),
        body: bodyOf(statement, { ...(await connectionContext(api.nango)), ...options })
    });
}

function bodyOf(statement: string, options: StatementOptions): Record<string, unknown> {
    const parameters = Object.entries(statementParameters(options)).map(([name, value]) => [name, String(value)]);
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
        parameters: Object.fromEntries(parameters)
    };
}

async function finished(api: SqlApi, handle: string, timeoutSeconds: number): Promise<StatementResult> {
    const deadline = deadlineMs(timeoutSeconds);
    try {
        for (let wait = FIRST_POLL_MS; ; wait = Math.min(wait * 2, LONGEST_POLL_MS)) {
            await sleep(wait);
            const status = await poll(api, handle);
            if (status.state === 'succeeded') return status.result;
            if (Date.now() > deadline) throw overdue(handle, timeoutSeconds);
        }
    } catch (error) {
        if (!endedByItself(error)) await abandon(api, handle);
        throw lostSight(error);
    }
}

async function abandon(api: SqlApi, handle: string): Promise<void> {
    try {
        await cancel(api, handle);
    } catch (error) {
        if (!(error instanceof SnowflakeError)) throw error;
        await api.nango.log(`Could not cancel statement ${handle}: ${error.advice}`, { level: 'warn' });
    }
}

async function poll(api: SqlApi, handle: string): Promise<StatementStatus> {
    const answer = await send(api, { method: 'GET', path: statementPath(handle) });
    return isRunning(answer)
        ? { state: 'running', handle }
        : { state: 'succeeded', handle, result: resultOf(api, answer) };
}

async function cancel(api: SqlApi, handle: string): Promise<void> {
    expectCancelled(await send(api, { method: 'POST', path: `${statementPath(handle)}/cancel`, isUrgent: true }));
}

/** The handle of a statement that was taken in and still runs. */
function runningHandle(answer: SqlApiAnswer): string {
    const handle = RunningAnswerSchema.safeParse(answer.body);
    if (handle.success) return handle.data;
    throw new SnowflakeError(
        'unexpected_response',
        `Snowflake says that the statement is running (HTTP ${answer.status}), and not by which handle to ask about it.`,
        'A statement that changes something may have done so: look before running it again. If this comes again, report it.',
        { mayHaveRun: true }
    );
}
