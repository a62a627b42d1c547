/**
 * The driver behind the client interface, for connections that sign in with a password (`snowflake-password`).
 * The session is the real driver's; statements go through it as Snowflake's protocol has them, because the driver's own
 * statements turn cells into JavaScript values and lose digits on the way.
 */
import { randomUUID } from 'crypto';
import { sleep } from '../../nango/sleep.js';
import type { SnowflakeClient, StatementOptions, StatementResult, StatementStatus } from '../client.js';
import { SnowflakeError } from '../errors.js';
import { isStillRunning, queryAnswer } from './answers.js';
import type { QueryAnswer, ResultData } from './answers.js';
import { withDeadline } from '../../nango/deadline.js';
import { switchFailureOf } from './failures.js';
import type { DriverHandle } from './handle.js';
import { withKnownOutcomes } from '../outcomes.js';
import { wantedNames } from './names.js';
import { asksForFewerRows } from '../parameters.js';
import { resultOf } from './result.js';
import type { SessionNames } from '../session-names.js';
import { DEFAULT_LIMITS, DriverSession } from './session.js';
import type { OpenSession, SessionCall, SessionLimits } from './session.js';
import { statementBody } from './statement-body.js';
import {
    DEFAULT_TIMEOUT_SECONDS,
    deadlineMs,
    endedByItself,
    lostSight,
    overdue,
    wasRefused
} from '../statement-timeout.js';

const FIRST_POLL_MS = 50;
const LONGEST_POLL_MS = 5_000;
/** Of columns, some 15 MB: more is of no use to a database of 100,000 columns. */
const ROWS_AT_ONCE = 110_000;

export interface DriverClient extends SnowflakeClient {
    /** Signs in, and says with which role, warehouse, database and schema; a statement does so by itself. */
    signIn(): Promise<SessionNames>;
}

export function driverClient(nango: DriverHandle, limits: Partial<SessionLimits> = {}): DriverClient {
    const all = { ...DEFAULT_LIMITS, ...limits };
    const session = new DriverSession(nango, all);
    const withRows = (answer: Succeeded, mayBeCut = false): StatementResult =>
        resultWith(nango, session, answer, all.retryWaitMs, mayBeCut);
    const client: DriverClient = {
        rowsAtOnce: ROWS_AT_ONCE,
        signIn: async () => await session.open(),
        note: async (message) => {
            await nango.log(message, { level: 'info' });
        },
        execute: async (statement, options = {}) => {
            const requestId = options.requestId ?? randomUUID();
            const timeoutSeconds = options.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS;
            const deadline = deadlineMs(timeoutSeconds);
            const mayBeCut = asksForFewerRows(options);
            let handle: string | undefined;
            try {
                let answer = await submit(session, statement, { ...options, timeoutSeconds, requestId }, false);
                for (let wait = FIRST_POLL_MS; answer.state === 'running'; wait = Math.min(wait * 2, LONGEST_POLL_MS)) {
                    ({ handle } = answer);
                    if (Date.now() > deadline) throw overdue(handle, timeoutSeconds);
                    await sleep(wait);
                    answer = await fetchResult(session, handle, { undo: cancelling(handle), mayBeCut });
                }
                return withRows(answer, mayBeCut);
            } catch (error) {
                const isOver = handle === undefined ? wasRefused(error) : endedByItself(error);
                if (!isOver && session.isOpen) {
                    const cancel = handle === undefined ? cancellingRequest(requestId) : cancelling(handle);
                    await abandon(session, cancel, all.cancelTimeoutMs);
                }
                throw handle === undefined ? error : lostSight(error);
            }
        },
        submit: async (statement, options = {}) => {
            const timeoutSeconds = options.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS;
            const requestId = options.requestId ?? randomUUID();
            const answer = await submit(session, statement, { ...options, timeoutSeconds, requestId }, true);
            return answer.state === 'running' ? answer.handle : answer.data.queryId;
        },
        status: async (handle) => {
            try {
                const status = await statusOf(session, handle, withRows);
                if (status.state === 'succeeded') session.letGo(handle);
                return status;
            } catch (error) {
                if (endedByItself(error)) session.letGo(handle);
                throw error;
            }
        },
        cancel: async (handle) => {
            await session.run((opened) => session.call(opened, cancelling(handle)), true);
        },
        signOut: async () => await session.signOut(),
        close: async () => await session.close()
    };
    return withKnownOutcomes(nango, client, { findsRequests: false });
}

type Submission = StatementOptions & { readonly requestId: string };

async function submit(
    session: DriverSession,
    statement: string,
    options: Submission,
    detached: boolean
): Promise<QueryAnswer> {
    return await session.run(async (opened) => {
        const send = (text: string, body: StatementOptions, requestId: string): Promise<QueryAnswer> =>
            query(session, opened, text, { ...body, requestId }, detached && text === statement);
        return await opened.turns.take(
            wantedNames(opened.names, options),
            async ({ kind, statement: use }) => {
                try {
                    return (await send(use, { timeoutSeconds: DEFAULT_TIMEOUT_SECONDS }, randomUUID())).names;
                } catch (error) {
                    throw error instanceof SnowflakeError ? switchFailureOf(kind, error) : error;
                }
            },
            async () => await send(statement, options, options.requestId)
        );
    });
}

async function query(
    session: DriverSession,
    opened: OpenSession,
    statement: string,
    options: Submission,
    detached: boolean
): Promise<QueryAnswer> {
    const request = {
        method: 'POST' as const,
        url: `/queries/v1/query-request?requestId=${encodeURIComponent(options.requestId)}`,
        json: statementBody(statement, options, detached, opened.connection.getQueryContext())
    };
    const body = await session.call(opened, request, cancellingRequest(options.requestId));
    const answer = queryAnswer(body, asksForFewerRows(options));
    if (detached && answer.state === 'running') session.keep(opened, answer.handle);
    if (answer.state === 'succeeded') opened.connection.updateQueryContext(answer.data.queryContext);
    return answer;
}

/** Snowflake holds the request while the statement runs, for 45 seconds. */
async function fetchResult(
    session: DriverSession,
    handle: string,
    { undo, mayBeCut }: { readonly undo?: SessionCall; readonly mayBeCut?: boolean } = {}
): Promise<QueryAnswer> {
    const url = `/queries/${encodeURIComponent(handle)}/result`;
    const body = await session.run((opened) => session.call(opened, { method: 'GET', url }, undo), true);
    return queryAnswer(body, mayBeCut);
}

type Succeeded = Extract<QueryAnswer, { state: 'succeeded' }>;

function resultWith(
    nango: DriverHandle,
    session: DriverSession,
    answer: Succeeded,
    retryWaitMs: number,
    mayBeCut: boolean
): StatementResult {
    const refresh = async (): Promise<ResultData> => {
        const again = await fetchResult(session, answer.data.queryId, { mayBeCut });
        return again.state === 'succeeded' ? again.data : answer.data;
    };
    return resultOf(nango, answer.data, refresh, retryWaitMs);
}

/** A request for the result waits for it: whether there is one yet is asked first, where Snowflake answers at once. */
async function statusOf(
    session: DriverSession,
    handle: string,
    withRows: (answer: Succeeded) => StatementResult
): Promise<StatementStatus> {
    if (await isRunning(session, handle)) return { state: 'running', handle };
    const answer = await fetchResult(session, handle);
    if (answer.state === 'running') return { state: 'running', handle };
    return { state: 'succeeded', handle, result: withRows(answer) };
}

async function isRunning(session: DriverSession, handle: string): Promise<boolean> {
    const url = `/monitoring/queries/${encodeURIComponent(handle)}`;
    try {
        return isStillRunning(await session.run((opened) => session.call(opened, { method: 'GET', url }), true));
    } catch (error) {
        // No such page: this only says nothing about the statement.
        if (error instanceof SnowflakeError && error.code === 'statement_not_found') return false;
        throw error;
    }
}

/** Best effort: the error that led here is what counts. */
async function abandon(session: DriverSession, cancel: SessionCall, timeoutMs: number): Promise<void> {
    const cancelled = session.run((opened) => session.call(opened, cancel), true);
    await withDeadline(cancelled, timeoutMs, () => new Error('too slow')).catch(() => {});
}

function cancelling(handle: string): SessionCall {
    return { method: 'POST', url: `/queries/${encodeURIComponent(handle)}/abort-request` };
}

/** While no handle has come: only the session of the request knows its id. */
function cancellingRequest(requestId: string): SessionCall {
    return { method: 'POST', url: '/queries/v1/abort-request', json: { requestId } };
}
