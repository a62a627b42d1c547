/**
 * Carries the driver's requests through Nango's proxy to one host, so that they show in Nango's log and obey its egress
 * policy. Retries are made here, with the budget that both protocols share: the driver's own are deaf to Retry-After.
 * Nothing that fails here keeps the request: its body holds the password, its headers the session's token.
 */
import { randomUUID } from 'crypto';
import { z } from 'zod';
import { anyText } from '../../schema.js';
import { lowerCaseHeaders, proxyFailure } from '../../nango/proxy-failure.js';
import type { DriverRequest, DriverResponse, Transport } from '../../vendor/snowflake-sdk.js';
import { SnowflakeError, TRY_AGAIN } from '../errors.js';
import { textOfAnswer, textOfRefusal } from '../gzip.js';
import { SIGN_IN_PARAMETERS } from '../parameters.js';
import type { Verdict } from '../pace.js';
import { retriesOf, retryAfterMs, verdictOf } from '../retries.js';
import type { Patience, PatienceLimits, Retries } from '../retries.js';
import { unreachable } from '../unreachable.js';
import { withDeadline } from '../../nango/deadline.js';
import { GivenUp, refusalOf } from './failures.js';
import type { ProxyHandle } from './handle.js';
import { Interruption } from './interruption.js';
import { SessionNamesSchema } from './names.js';
import type { SessionNames } from '../session-names.js';

const LOGIN_PATH = '/session/v1/login-request';
const RENEWAL_PATH = '/session/token-request';
const STATEMENT_PATH = '/queries/v1/query-request';

export interface LinkLimits {
    /** One HTTP request; Snowflake holds one for 45 seconds while a statement runs. */
    readonly requestTimeoutMs: number;
    /** One request to sign in: a user who must approve it by hand is not waited for. */
    readonly loginTimeoutMs: number;
    /** All attempts to sign in. */
    readonly loginPatienceMs: number;
    /** Before the second attempt of any request; doubles from there. */
    readonly retryWaitMs: number;
}

const LoginAnswerSchema = z.object({ data: z.object({ token: anyText, sessionInfo: SessionNamesSchema }) });
const LoginBodySchema = z.looseObject({
    data: z.looseObject({ SESSION_PARAMETERS: z.record(anyText, z.unknown()).default({}) })
});

type Outcome =
    | { readonly response: DriverResponse }
    | {
          readonly error: SnowflakeError;
          readonly worthRetrying: boolean;
          readonly status?: number;
          /** As `Retry-After` says. */
          readonly waitMs?: number | undefined;
      };

export class ProxyLink {
    /** What ends the session at once, past the driver's retries. */
    readonly interruption = new Interruption();
    /** What the login said the session works with. */
    sessionNames: SessionNames = {};
    /** How many requests ended without an answer, so that nobody knows whether Snowflake acted on them. */
    unanswered = 0;

    readonly #nango: ProxyHandle;
    readonly #host: string;
    readonly #limits: LinkLimits;
    readonly #retries: Retries;
    #stopped = false;

    constructor(nango: ProxyHandle, host: string, limits: LinkLimits) {
        this.#nango = nango;
        this.#host = host;
        this.#limits = limits;
        this.#retries = retriesOf(nango);
    }

    /** From now on no request leaves, and none is answered: the driver would answer an error with a retry. */
    stop(): void {
        this.#stopped = true;
    }

    readonly send: Transport = async (request) => {
        if (this.#stopped) return await never();
        try {
            // The driver renews a session's token whenever Snowflake calls it expired, for ever if it must.
            if (pathOf(request) === RENEWAL_PATH && !this.#retries.mayRenew()) {
                throw new SnowflakeError(
                    'session_expired',
                    'Snowflake called the session expired again each time it was renewed.',
                    TRY_AGAIN,
                    { concerns: 'service' }
                );
            }
            return await this.#answered(request);
        } catch (error) {
            const endsAll = !(error instanceof SnowflakeError) || !pathOf(request).startsWith('/queries/');
            if (!endsAll) throw new GivenUp(error);
            this.stop();
            this.interruption.end(error);
            return await never();
        }
    };

    /** With its retries: an answer that is worth none, or SnowflakeError with the last cause. */
    async #answered(request: DriverRequest): Promise<DriverResponse> {
        const patience = this.#retries.patience(this.#patienceFor(request));
        let mayHaveRun = false;
        for (;;) {
            const outcome = await this.#inTurn(request, patience);
            if (outcome === null) return await never();
            if ('response' in outcome) return outcome.response;
            mayHaveRun ||= outcome.error.mayHaveRun;
            if (mayHaveRun) this.unanswered += 1;
            if (!outcome.worthRetrying || !(await patience.again(outcome.waitMs)))
                throw outcome.error.with({ mayHaveRun: mayHaveRun && pathOf(request) === STATEMENT_PATH });
            if (this.#stopped) return await never();
        }
    }

    #patienceFor(request: DriverRequest): PatienceLimits {
        const { retryWaitMs: firstWaitMs, loginPatienceMs: patienceMs } = this.#limits;
        return isLogin(request) ? { firstWaitMs, patienceMs } : { firstWaitMs };
    }

    /** Null where the session was stopped meanwhile. */
    async #inTurn(request: DriverRequest, { attempt, startedMs }: Patience): Promise<Outcome | null> {
        const marked = resubmission(request, attempt, startedMs);
        if (isUrgent(request)) return await this.#attempt(marked);
        const turn = await this.#retries.pace.turn(attempt > 1);
        let verdict: Verdict = { kind: 'failed' };
        try {
            if (this.#stopped) return null;
            const outcome = await this.#attempt(marked);
            verdict = 'response' in outcome ? { kind: 'fine' } : verdictOf(outcome.status, outcome.waitMs);
            return outcome;
        } finally {
            turn.end(verdict);
        }
    }

    async #attempt(request: DriverRequest): Promise<Outcome> {
        const { loginTimeoutMs, requestTimeoutMs } = this.#limits;
        const [ms, late] = isLogin(request)
            ? [loginTimeoutMs, () => loginTimeout(loginTimeoutMs)]
            : [requestTimeoutMs, () => networkError('ETIMEDOUT')];
        try {
            return { response: await withDeadline(this.#proxied(request), ms, late) };
        } catch (error) {
            if (error instanceof SnowflakeError) return { error, worthRetrying: false };
            const failure = proxyFailure(error);
            if (failure === null) throw error;
            if (failure.kind !== 'answer')
                return { error: unreachable(failure), worthRetrying: failure.kind !== 'lasting' };
            const { status, data, headers } = failure;
            const response = answerOf(status, textOfRefusal(data) ?? data, headers);
            if (status !== 429 && status !== 408 && status < 500) return { response };
            const refusal = refusalOf({ status: status === 408 ? 504 : status, body: response.text });
            return {
                error: refusal.with({ mayHaveRun: status !== 429 }),
                worthRetrying: true,
                status,
                waitMs: retryAfterMs(response.headers['retry-after'])
            };
        }
    }

    async #proxied(request: DriverRequest): Promise<DriverResponse> {
        const url = new URL(request.url);
        const response = await this.#nango.proxy({
            method: request.method === 'GET' ? 'GET' : 'POST',
            baseUrlOverride: `https://${this.#host}`,
            endpoint: url.pathname + url.search,
            headers: headersOf(request),
            // Read by what they are: an answer may come packed without the header by which Nango would unpack it.
            responseType: 'arraybuffer',
            ...(request.body && { data: isLogin(request) ? strictLogin(request.body) : request.body })
        });
        const answer = answerOf(response.status, response.data, response.headers);
        if (isLogin(request)) this.#noteLogin(answer);
        return answer;
    }

    #noteLogin(response: DriverResponse): void {
        const answer = LoginAnswerSchema.safeParse(parsed(response.text));
        if (!answer.success) return;
        const { token, sessionInfo } = answer.data.data;
        this.sessionNames = sessionInfo;
        if (this.#stopped) this.#logOut(token).catch(() => {});
    }

    /** Of a session that came when nobody waited for it any more. */
    async #logOut(token: string): Promise<void> {
        await this.#proxied({
            method: 'POST',
            url: `https://${this.#host}/session?delete=true&requestId=${randomUUID()}`,
            headers: { accept: 'application/json', authorization: `Snowflake Token="${token}"` },
            body: undefined,
            timeoutMs: this.#limits.requestTimeoutMs
        });
    }
}

/**
 * The driver signs with the session's token. Where it has none, the header must still be set: Nango would fill in the
 * connection's user name and password. Snowflake's JDBC driver sends the same bare word.
 */
function headersOf(request: DriverRequest): Record<string, string> {
    const headers = Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]);
    return { authorization: 'Basic', ...Object.fromEntries(headers) };
}

/**
 * The session's parameters are ours where the customer's would change what our statements mean. One of them has
 * Snowflake refuse a warehouse, database or schema that is not there, where it would sign in without it.
 */
function strictLogin(body: object): object {
    const login = LoginBodySchema.safeParse(body);
    if (!login.success) return body;
    const parameters = { ...login.data.data.SESSION_PARAMETERS, ...SIGN_IN_PARAMETERS };
    return { ...login.data, data: { ...login.data.data, SESSION_PARAMETERS: parameters } };
}

function isLogin(request: DriverRequest): boolean {
    return pathOf(request) === LOGIN_PATH;
}

function pathOf(request: DriverRequest): string {
    return new URL(request.url).pathname;
}

/** What ends something waits for nobody. */
function isUrgent(request: DriverRequest): boolean {
    const { pathname, searchParams } = new URL(request.url);
    return pathname.endsWith('/abort-request') || searchParams.get('delete') === 'true';
}

/** Marked as the driver marks its own, by which Snowflake finds the statement that an earlier attempt started. */
function resubmission(request: DriverRequest, attempt: number, startedMs: number): DriverRequest {
    if (attempt === 1) return request;
    const url = new URL(request.url);
    url.searchParams.set('clientStartTime', String(startedMs));
    url.searchParams.set('retryCount', String(attempt - 1));
    return { ...request, url: url.href };
}

function loginTimeout(ms: number): SnowflakeError {
    return new SnowflakeError(
        'login_timeout',
        `Snowflake did not answer the sign-in within ${ms / 1000} seconds.`,
        'Check the account identifier and that Nango may reach it. If the user must approve each sign-in (MFA), use a programmatic access token or a key pair.',
        { concerns: 'sign-in' }
    );
}

function answerOf(status: number, data: unknown, headers: unknown): DriverResponse {
    const text = textOfAnswer(data) ?? JSON.stringify(data ?? '');
    return { status, headers: lowerCaseHeaders(headers), text };
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

function networkError(code: string): Error {
    return Object.assign(new Error(`The connection to Snowflake failed (${code}).`), { code });
}

function never<T>(): Promise<T> {
    return new Promise(() => {});
}
