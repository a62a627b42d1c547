/**
 * The AWS SDK's HTTP handler over `nango.uncontrolledFetch`. Bundled with the AWS clients.
 * A signed request must go out as it was signed: only `host` and `content-length` are left to fetch. Redirects are
 * followed by Nango, which drops the signature on the way, so a foreign host never sees it.
 */
import type { HttpHandler, HttpRequest, HttpResponse } from '@smithy/core/protocols';
import type { HttpHandlerOptions } from '@smithy/types';
import type { FetchingNango, NangoRequestHandlerOptions } from '../../../shared/vendor/nango-request-handler.js';

type Config = Record<string, never>;

const DEFAULT_REQUEST_TIMEOUT_MS = 30_000;
const METHODS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const;

export class NangoRequestHandler implements HttpHandler<Config> {
    readonly metadata = { handlerProtocol: 'http/1.1' };
    readonly #nango: FetchingNango;
    readonly #requestTimeoutMs: number;

    constructor(nango: FetchingNango, options: NangoRequestHandlerOptions = {}) {
        this.#nango = nango;
        this.#requestTimeoutMs = options.requestTimeoutMs ?? DEFAULT_REQUEST_TIMEOUT_MS;
    }

    async handle(request: HttpRequest, options: HttpHandlerOptions = {}): Promise<{ response: HttpResponse }> {
        if (options.abortSignal?.aborted) throw named('AbortError', 'Request aborted');
        const timeoutMs = options.requestTimeout ?? this.#requestTimeoutMs;
        let timer: ReturnType<typeof setTimeout> | undefined;
        const stopped = new Promise<never>((_resolve, reject) => {
            timer = setTimeout(() => reject(named('TimeoutError', `No answer within ${timeoutMs} ms.`)), timeoutMs);
            if (options.abortSignal !== undefined && 'addEventListener' in options.abortSignal) {
                options.abortSignal.addEventListener('abort', () => reject(named('AbortError', 'Request aborted')));
            }
        });
        try {
            return await Promise.race([this.#send(request), stopped]);
        } finally {
            clearTimeout(timer);
        }
    }

    updateHttpClientConfig(): void {}

    httpHandlerConfigs(): Config {
        return {};
    }

    destroy(): void {}

    async #send(request: HttpRequest): Promise<{ response: HttpResponse }> {
        const method = METHODS.find((known) => known === request.method);
        if (method === undefined) throw new Error(`Nango cannot send a ${request.method} request.`);
        const headers = { ...request.headers };
        delete headers['host'];
        delete headers['content-length'];
        const body = bodyText(request.body);
        try {
            const answer = await this.#nango.uncontrolledFetch({
                url: urlOf(request),
                method,
                headers,
                ...(body === undefined ? {} : { body })
            });
            const answerHeaders: Record<string, string> = {};
            answer.headers.forEach((value, name) => {
                answerHeaders[name] = value;
            });
            return {
                response: {
                    statusCode: answer.status,
                    reason: answer.statusText,
                    headers: answerHeaders,
                    body: new Uint8Array(await answer.arrayBuffer())
                }
            };
        } catch (error) {
            throw explained(error);
        }
    }
}

function urlOf(request: HttpRequest): URL {
    const port = request.port === undefined ? '' : `:${request.port}`;
    const url = new URL(`${request.protocol}//${request.hostname}${port}${request.path}`);
    for (const [name, value] of Object.entries(request.query ?? {})) {
        for (const one of Array.isArray(value) ? value : [value ?? '']) url.searchParams.append(name, one);
    }
    return url;
}

function bodyText(body: unknown): string | undefined {
    if (body === undefined || body === null) return undefined;
    if (typeof body === 'string') return body;
    if (ArrayBuffer.isView(body)) {
        return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
    }
    throw new Error('Nango sends text bodies only.');
}

/**
 * Nango's refusals (an address that its egress policy forbids) keep their text in `payload` and leave the message
 * empty; a broken connection keeps its code in the cause. The SDK retries by `code`, so a refusal gets none.
 */
function explained(error: unknown): Error {
    const refusal = textAt(error, 'payload', 'message');
    if (refusal !== undefined) return named('RequestRefused', refusal, error);
    const code = textAt(error, 'cause', 'code') ?? textAt(error, 'code') ?? 'ECONNRESET';
    const message = textAt(error, 'cause', 'message') ?? textAt(error, 'message') ?? 'The request failed.';
    return Object.assign(named('NetworkError', message, error), { code });
}

function textAt(value: unknown, ...path: readonly string[]): string | undefined {
    let found = value;
    for (const key of path) {
        if (typeof found !== 'object' || found === null) return undefined;
        found = Reflect.get(found, key);
    }
    return typeof found === 'string' && found !== '' ? found : undefined;
}

function named(name: string, message: string, cause?: unknown): Error {
    const error = new Error(message, cause === undefined ? undefined : { cause });
    error.name = name;
    return error;
}
