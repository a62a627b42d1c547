/**
 * Carries the driver's requests through Nango's proxy to one host, so that they show in Nango's log and obey its egress
 * policy. Nothing that fails here keeps the request: its body holds the password, its headers the session's token.
 */
import { randomUUID } from 'crypto';
import { z } from 'zod';
import { lowerCaseHeaders, proxyFailure } from '../../nango/proxy-failure.js';
import type { DriverRequest, DriverResponse, Transport } from '../../vendor/snowflake-sdk.js';
import { SIGN_IN_PARAMETERS } from '../parameters.js';
import { unreachable } from '../unreachable.js';
import { withDeadline } from './deadline.js';
import type { ProxyHandle } from './handle.js';
import { SessionNamesSchema } from './names.js';
import type { SessionNames } from './names.js';

const LOGIN_PATH = '/session/v1/login-request';

const LoginAnswerSchema = z.object({ data: z.object({ token: z.string(), sessionInfo: SessionNamesSchema }) });
const LoginBodySchema = z.looseObject({
    data: z.looseObject({ SESSION_PARAMETERS: z.record(z.string(), z.unknown()).default({}) })
});

export class ProxyLink {
    /** Rejects with what ends the session at once, past the driver's retries. */
    readonly ended: Promise<never>;
    /** What the login said the session works with. */
    sessionNames: SessionNames = {};
    /** How many requests ended without an answer, so that nobody knows whether Snowflake acted on them. */
    unanswered = 0;

    readonly #nango: ProxyHandle;
    readonly #host: string;
    readonly #requestTimeoutMs: number;
    #end: (error: unknown) => void = () => {};
    #stopped = false;

    constructor(nango: ProxyHandle, host: string, requestTimeoutMs: number) {
        this.#nango = nango;
        this.#host = host;
        this.#requestTimeoutMs = requestTimeoutMs;
        this.ended = new Promise((_resolve, reject) => {
            this.#end = reject;
        });
        this.ended.catch(() => {});
    }

    /** From now on no request leaves, and none is answered: the driver would answer an error with a retry. */
    stop(): void {
        this.#stopped = true;
    }

    readonly send: Transport = async (request) => {
        if (this.#stopped) return await never();
        try {
            return await withDeadline(this.#proxied(request), this.#requestTimeoutMs, () => networkError('ETIMEDOUT'));
        } catch (error) {
            const failure = proxyFailure(error);
            if (failure?.kind === 'answer') return answerOf(failure.status, failure.data, failure.headers);
            if (failure?.kind === 'network') {
                this.unanswered += 1;
                throw networkError(failure.code);
            }
            this.stop();
            this.#end(failure ? unreachable(failure.code) : error);
            return await never();
        }
    };

    async #proxied(request: DriverRequest): Promise<DriverResponse> {
        const url = new URL(request.url);
        const response = await this.#nango.proxy({
            method: request.method === 'GET' ? 'GET' : 'POST',
            baseUrlOverride: `https://${this.#host}`,
            endpoint: url.pathname + url.search,
            headers: headersOf(request),
            responseType: 'text',
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
            timeoutMs: this.#requestTimeoutMs
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
    return new URL(request.url).pathname === LOGIN_PATH;
}

function answerOf(status: number, data: unknown, headers: unknown): DriverResponse {
    const text = typeof data === 'string' ? data : JSON.stringify(data ?? '');
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
