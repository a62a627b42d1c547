/**
 * One request to the SQL API through Nango's proxy, tried again where Snowflake's documentation says so. Retries live
 * here and not in the proxy: its own are deaf to Retry-After and cannot mark a resubmission. The proxy has no time limit
 * either, so each attempt gets one.
 * https://docs.snowflake.com/en/developer-guide/sql-api/submitting-requests#resubmitting-a-request-to-execute-sql-statements
 */
import { withDeadline } from '../../nango/deadline.js';
import { proxyFailure } from '../../nango/proxy-failure.js';
import { isRefreshFailure, isRefreshRefusal, refreshFailure } from '../../nango/refresh-failure.js';
import { snowflakeError } from '../errors.js';
import type { SignsInBy, SnowflakeError } from '../errors.js';
import { textOfRefusal } from '../gzip.js';
import { retriesOf, retryAfterMs, verdictOf } from '../retries.js';
import type { Verdict } from '../pace.js';
import type { Retries } from '../retries.js';
import { unreachable } from '../unreachable.js';
import { RefusalSchema } from './answers.js';
import { bodyOf } from './body.js';
import type { Body } from './body.js';
import type { Route, SqlApi } from './sign-in.js';

/** Snowflake holds a request for 45 seconds while a statement runs; a partition is some megabytes. */
const REQUEST_TIMEOUT_MS = 120_000;
/** One statement of its own, by its handle. */
const WITH_HANDLE = /^\/api\/v2\/statements\/[^/]/;

export interface SqlApiRequest {
    readonly method: 'GET' | 'POST';
    readonly path: string;
    /** Called for each attempt: a resubmission carries `retry=true`. */
    readonly params?: (attempt: number) => Record<string, string>;
    readonly body?: Record<string, unknown>;
    readonly isUrgent?: boolean;
}

type RoutedRequest = SqlApiRequest & { readonly route: Route };

export interface SqlApiAnswer extends Body {
    readonly status: number;
}

/** Sends it until there is an answer; throws SnowflakeError for a refusal. */
export async function send(api: SqlApi, request: SqlApiRequest): Promise<SqlApiAnswer> {
    const { nango } = api;
    const retries = retriesOf(nango);
    const route = await api.route();
    const patience = retries.patience();
    let refreshed = false;
    let mayHaveRun = false;
    for (let number = 1; ; number += 1) {
        const outcome = await inTurn(api, { ...request, route }, number, retries);
        if (outcome.kind === 'answer') {
            retries.succeeded();
            return outcome.answer;
        }
        const { status, error, worthRetrying, waitMs } = outcome;
        // What Snowflake says of the statement itself is its outcome, whatever became of earlier attempts.
        mayHaveRun = error.mayHaveRun || (mayHaveRun && status !== 422 && status !== 408);
        if (status === 401 && !refreshed && retries.mayRenew()) {
            // The token can be older than Nango thinks (clock, rotation): one fresh one, once.
            refreshed = true;
            await nango.getConnection(undefined, undefined, { forceRefresh: true });
            continue;
        }
        if (!worthRetrying || !(await patience.again(waitMs))) throw error.with({ mayHaveRun });
    }
}

type Outcome =
    | { readonly kind: 'answer'; readonly answer: SqlApiAnswer }
    | {
          readonly kind: 'failure';
          readonly status: number | undefined;
          readonly worthRetrying: boolean;
          /** As `Retry-After` says. */
          readonly waitMs: number | undefined;
          readonly error: SnowflakeError;
      };

/** A cancellation waits for nobody. */
async function inTurn(api: SqlApi, request: RoutedRequest, number: number, retries: Retries): Promise<Outcome> {
    if (request.isUrgent === true) return await attemptOnce(api, request, number, retries);
    const turn = await retries.pace.turn(number > 1);
    let verdict: Verdict = { kind: 'failed' };
    try {
        const outcome = await attemptOnce(api, request, number, retries);
        verdict = outcome.kind === 'answer' ? { kind: 'fine' } : verdictOf(outcome.status, outcome.waitMs);
        return outcome;
    } finally {
        turn.end(verdict);
    }
}

async function attemptOnce(api: SqlApi, request: RoutedRequest, number: number, retries: Retries): Promise<Outcome> {
    try {
        return await withDeadline(proxied(api, request, number), REQUEST_TIMEOUT_MS, tooLate);
    } catch (error) {
        return failureOf(error, api.by, WITH_HANDLE.test(request.path), retries);
    }
}

async function proxied({ nango }: SqlApi, request: RoutedRequest, number: number): Promise<Outcome> {
    const { headers, ...host } = request.route;
    const { status, data } = await nango.proxy({
        method: request.method,
        ...host,
        endpoint: request.path,
        headers: { accept: 'application/json', ...headers },
        ...(request.params && { params: request.params(number) }),
        ...(request.body && { data: request.body }),
        responseType: 'arraybuffer'
    });
    return { kind: 'answer', answer: { status, ...bodyOf(data) } };
}

function failureOf(error: unknown, signsInBy: SignsInBy, hasHandle: boolean, { isKnownAccount }: Retries): Outcome {
    // Nango's own word, and not Snowflake's answer.
    if (isRefreshFailure(error)) throw refreshFailure();
    const failure = proxyFailure(error);
    if (failure === null) throw error;
    if (failure.kind !== 'answer') {
        return {
            kind: 'failure',
            status: undefined,
            worthRetrying: failure.kind !== 'lasting',
            waitMs: undefined,
            error: unreachable(failure)
        };
    }
    const { status, data, headers } = failure;
    const { body } = bodyOf(textOfRefusal(data) ?? data);
    // A dry run's requests go through Nango's server, whose own answers come as bytes then.
    if (isRefreshRefusal(body)) throw refreshFailure();
    const { code, sqlState, message } = RefusalSchema.parse(body);
    const refusal = { status, vendorCode: code, sqlState, message };
    const worthRetrying = status === 429 || status >= 500;
    return {
        kind: 'failure',
        status,
        worthRetrying,
        waitMs: retryAfterMs(headers['retry-after']),
        error: snowflakeError({ ...refusal, signsInBy, isKnownAccount, hasHandle }).with({
            mayHaveRun: status >= 500
        })
    };
}

function tooLate(): Error {
    return Object.assign(new Error('No answer in time.'), { code: 'ETIMEDOUT' });
}
