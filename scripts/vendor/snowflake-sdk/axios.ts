/**
 * `axios` for the driver: the part that its HTTP client calls, over a transport instead of a socket. Keeping the
 * driver's own client above it keeps its retries, parsing and error handling.
 * The driver makes one axios for all connections, so the transport comes with each request, in the agent's place.
 */
import type { DriverResponse, Transport } from '../../../shared/vendor/snowflake-sdk.js';

interface Config {
    readonly method?: string;
    readonly url: string;
    readonly params?: Readonly<Record<string, unknown>>;
    readonly headers?: Readonly<Record<string, unknown>>;
    readonly data?: object;
    readonly timeout: number;
    readonly signal?: { readonly aborted: boolean; addEventListener(type: 'abort', listener: () => void): void };
    readonly httpAgent?: Transport;
    readonly httpsAgent?: Transport;
}

interface Answer {
    status: number;
    statusText: string;
    headers: Readonly<Record<string, string>>;
    data: string;
    config: Config;
}

/** What axios asks for where the driver does not say. */
const DEFAULT_HEADERS = { accept: 'application/json, text/plain, */*' };

class AxiosError extends Error {
    readonly code: string | undefined;
    config: Config | undefined;
    response: Answer | undefined;
    override cause: unknown;

    constructor(message: string, code: string | undefined, config: Config, response?: Answer, cause?: unknown) {
        super(message);
        this.name = 'AxiosError';
        this.code = code;
        this.config = config;
        this.response = response;
        this.cause = cause;
    }
}

type OnRequest = (config: Config) => Config;
type OnAnswer = (answer: Answer) => unknown;
type OnError = (error: unknown) => unknown;

function create() {
    let onRequest: OnRequest | undefined;
    let onAnswer: OnAnswer | undefined;
    let onError: OnError | undefined;
    return {
        interceptors: {
            request: {
                use(run: OnRequest): void {
                    onRequest = run;
                }
            },
            response: {
                use(run: OnAnswer, failed: OnError): void {
                    onAnswer = run;
                    onError = failed;
                }
            }
        },
        request: (config: Config): Promise<unknown> => send(onRequest?.(config) ?? config).then(onAnswer, onError)
    };
}

export default { create };

async function send(config: Config): Promise<Answer> {
    const transport = config.httpsAgent ?? config.httpAgent;
    if (transport === undefined) throw new AxiosError('The connection has no transport.', undefined, config);
    const answer = await answered(config, transport);
    const response: Answer = {
        status: answer.status,
        statusText: '',
        headers: answer.headers,
        data: answer.text,
        config
    };
    if (answer.status >= 200 && answer.status < 300) return response;
    const code = answer.status >= 500 ? 'ERR_BAD_RESPONSE' : 'ERR_BAD_REQUEST';
    throw new AxiosError(`Request failed with status code ${answer.status}`, code, config, response);
}

async function answered(config: Config, transport: Transport): Promise<DriverResponse> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stopped = new Promise<never>((_resolve, reject) => {
        const stop = (message: string, code: string) => reject(new AxiosError(message, code, config));
        timer = setTimeout(() => stop(`timeout of ${config.timeout}ms exceeded`, 'ECONNABORTED'), config.timeout);
        config.signal?.addEventListener('abort', () => stop('canceled', 'ERR_CANCELED'));
    });
    const request = {
        method: (config.method ?? 'GET').toUpperCase(),
        url: withParams(config.url, config.params ?? {}),
        headers: { ...DEFAULT_HEADERS, ...textHeaders(config.headers ?? {}) },
        body: config.data,
        timeoutMs: config.timeout
    };
    try {
        return await Promise.race([transport(request), stopped]);
    } catch (error) {
        if (error instanceof AxiosError) throw error;
        throw new AxiosError(
            textAt(error, 'message') ?? 'Network Error',
            textAt(error, 'code'),
            config,
            undefined,
            error
        );
    } finally {
        clearTimeout(timer);
    }
}

function withParams(url: string, params: Readonly<Record<string, unknown>>): string {
    const query = Object.entries(params)
        .filter(([, value]) => value !== undefined && value !== null)
        .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
        .join('&');
    if (query === '') return url;
    return `${url}${url.includes('?') ? '&' : '?'}${query}`;
}

function textHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
    const given = Object.entries(headers).filter(([, value]) => value !== undefined && value !== null);
    return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}

function textAt(value: unknown, key: string): string | undefined {
    const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
    return typeof found === 'string' && found !== '' ? found : undefined;
}
