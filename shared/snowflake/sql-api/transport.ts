/**
 * One request to the SQL API through Nango's proxy, tried again where Snowflake's documentation says so. Retries live
 * here and not in the proxy: its own are deaf to Retry-After and cannot mark a resubmission.
 * https://docs.snowflake.com/en/developer-guide/sql-api/submitting-requests#resubmitting-a-request-to-execute-sql-statements
 */
import { proxyFailure } from '../../nango/proxy-failure.js';
import { sleep } from '../../nango/sleep.js';
import { SnowflakeError, snowflakeError, TRY_AGAIN } from '../errors.js';
import { unreachable } from '../unreachable.js';
import { RefusalSchema } from './answers.js';
import type { SqlApiHandle } from './handle.js';

const MAX_ATTEMPTS = 7;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
const LONGEST_RETRY_AFTER_MS = 120_000;

export interface SqlApiRequest {
    readonly method: 'GET' | 'POST';
    readonly path: string;
    /** Called for each attempt: a resubmission carries `retry=true`. */
    readonly params?: (attempt: number) => Record<string, string>;
    readonly body?: Record<string, unknown>;
    /** Unset: JSON, as axios reads it. */
    readonly responseType?: 'arraybuffer';
}

export interface SqlApiAnswer {
    readonly status: number;
    readonly body: unknown;
}

/** Sends it until there is an answer; throws SnowflakeError for a refusal. */
export async function send(nango: SqlApiHandle, request: SqlApiRequest): Promise<SqlApiAnswer> {
    let refreshed = false;
    for (let attempt = 1; ; attempt += 1) {
        const outcome = await attemptOnce(nango, request, attempt);
        if (outcome.kind === 'answer') return outcome;
        if (outcome.status === 401 && !refreshed) {
            // The token can be older than Nango thinks (clock, rotation): one fresh one, once.
            refreshed = true;
            await nango.getConnection(undefined, undefined, { forceRefresh: true });
            continue;
        }
        if (!outcome.worthRetrying || attempt >= MAX_ATTEMPTS) throw outcome.error;
        await sleep(outcome.retryAfterMs ?? backOffMs(attempt));
    }
}

type Outcome =
    | ({ readonly kind: 'answer' } & SqlApiAnswer)
    | {
          readonly kind: 'failure';
          readonly status: number | undefined;
          readonly worthRetrying: boolean;
          readonly retryAfterMs: number | undefined;
          readonly error: SnowflakeError;
      };

async function attemptOnce(nango: SqlApiHandle, request: SqlApiRequest, attempt: number): Promise<Outcome> {
    try {
        const response = await nango.proxy({
            method: request.method,
            endpoint: request.path,
            headers: { accept: 'application/json' },
            ...(request.params && { params: request.params(attempt) }),
            ...(request.body && { data: request.body }),
            ...(request.responseType && { responseType: request.responseType })
        });
        return { kind: 'answer', status: response.status, body: response.data };
    } catch (error) {
        return failureOf(error);
    }
}

function failureOf(error: unknown): Outcome {
    const failure = proxyFailure(error);
    if (failure === null) throw error;
    if (failure.kind === 'answer') {
        const { status, data, headers } = failure;
        const refusal = RefusalSchema.parse(data);
        return {
            kind: 'failure',
            status,
            worthRetrying: status === 429 || status >= 500,
            retryAfterMs: retryAfterMs(headers['retry-after']),
            error: snowflakeError({
                status,
                vendorCode: refusal.code,
                sqlState: refusal.sqlState,
                message: refusal.message
            })
        };
    }
    return {
        kind: 'failure',
        status: undefined,
        worthRetrying: failure.kind === 'network',
        retryAfterMs: undefined,
        error:
            failure.kind === 'lasting'
                ? unreachable(failure.code)
                : new SnowflakeError('unavailable', `The connection to Snowflake failed (${failure.code}).`, TRY_AGAIN)
    };
}

/** Seconds or an HTTP date. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
export function retryAfterMs(header: unknown, nowMs: number = Date.now()): number | undefined {
    if (typeof header !== 'string' && typeof header !== 'number') return undefined;
    const seconds = Number(header);
    const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(String(header)) - nowMs;
    return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), LONGEST_RETRY_AFTER_MS) : undefined;
}

/** Doubling, with up to a quarter of jitter so that parallel requests do not come back together. */
function backOffMs(attempt: number): number {
    const wait = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS);
    return wait * (1 + Math.random() / 4);
}
