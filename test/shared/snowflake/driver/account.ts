/**
 * A Nango handle whose proxy and fetch lead every Snowflake host to the embedded account, and what passed through it.
 * It keeps Nango's rules that matter here: no redirects, an axios error for anything outside 2xx, text bodies untouched.
 */
import http from 'node:http';
import { gunzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';
import { startSnowflake } from 'snowflake-stand-in/server.js';
import type { EmbeddedSnowflake, FrontOptions } from 'snowflake-stand-in/server.js';
import { driverClient } from '../../../../shared/snowflake/driver/client.js';
import type { DriverClient } from '../../../../shared/snowflake/driver/client.js';
import type { DriverHandle } from '../../../../shared/snowflake/driver/handle.js';
import type { SessionLimits } from '../../../../shared/snowflake/driver/session.js';
import { fakeAccount, USER } from 'snowflake-stand-in/protocol/fake-engine.js';
import type { FakeAccount } from 'snowflake-stand-in/protocol/fake-engine.js';

export interface Sent {
    readonly method: string;
    readonly host: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
}

export interface ConnectionSettings {
    readonly username?: string;
    readonly password?: string;
    readonly config?: Readonly<Record<string, unknown>>;
    readonly environment?: Readonly<Record<string, string>>;
}

export interface Embedded {
    readonly server: EmbeddedSnowflake;
    readonly account: FakeAccount;
    /** What went through Nango's proxy, and what was fetched from storage. */
    readonly proxied: Sent[];
    readonly fetched: Sent[];
    /** Replaces the proxy, for failures below HTTP. */
    breakProxy(proxy: (sent: Sent) => Promise<never>): void;
    client(settings?: ConnectionSettings, limits?: Partial<SessionLimits>): DriverClient;
    handle(settings?: ConnectionSettings): DriverHandle;
}

/** An account with small chunks, closed with the test. */
export async function embedded(
    options: Partial<FrontOptions> = {},
    wrap = (own: FakeAccount) => own
): Promise<Embedded> {
    const account = wrap(fakeAccount());
    const server = await startSnowflake({
        engine: account.engine,
        chunks: { firstBytes: 1000, laterBytes: 4000, rows: 100 },
        inlineWaitMs: 20,
        pollWaitMs: 20,
        ...options
    });
    onTestFinished(() => server.close());
    const proxied: Sent[] = [];
    const fetched: Sent[] = [];
    let broken: ((sent: Sent) => Promise<never>) | undefined;

    const handle = (settings: ConnectionSettings = {}): DriverHandle => ({
        log: () => {},
        getConnection: async () => ({
            connection_config: { account: 'xy12345.us-east-1', ...settings.config },
            credentials: {
                type: 'BASIC',
                username: settings.username ?? USER,
                password: settings.password ?? account.password
            }
        }),
        getEnvironmentVariables: async () =>
            Object.entries(settings.environment ?? {}).map(([name, value]) => ({ name, value })),
        proxy: async (config) => {
            const host = new URL(config.baseUrlOverride ?? '').host;
            const sent = {
                ...asSent(config.method ?? 'GET', host, config.endpoint, config.headers),
                body: config.data
            };
            proxied.push(sent);
            if (broken) return await broken(sent);
            const answer = await send(server, sent);
            const response = { status: answer.status, data: answer.text, headers: answer.headers };
            if (answer.status >= 200 && answer.status < 300) return response;
            throw Object.assign(new Error(`Request failed with status code ${answer.status}`), {
                config: { data: config.data, headers: config.headers },
                response
            });
        },
        uncontrolledFetch: async ({ url, method = 'GET', headers = {} }) => {
            const sent = { ...asSent(method, url.host, url.pathname + url.search, headers), body: undefined };
            fetched.push(sent);
            const answer = await send(server, sent);
            return new Response(answer.text, { status: answer.status });
        }
    });
    return {
        server,
        account,
        proxied,
        fetched,
        breakProxy: (proxy) => {
            broken = proxy;
        },
        handle,
        client: (settings, limits) => {
            const client = driverClient(handle(settings), limits);
            onTestFinished(() => client.close());
            return client;
        }
    };
}

function asSent(method: string, host: string, path: string, headers: unknown): Omit<Sent, 'body'> {
    const given = Object.entries(typeof headers === 'object' && headers !== null ? headers : {});
    return { method, host, path, headers: Object.fromEntries(given.map(([name, value]) => [name, String(value)])) };
}

function send(
    server: EmbeddedSnowflake,
    sent: Sent
): Promise<{ status: number; text: string; headers: http.IncomingHttpHeaders }> {
    return new Promise((resolve, reject) => {
        const request = http.request(
            server.url + sent.path,
            { method: sent.method, headers: { ...sent.headers, host: sent.host }, agent: false },
            (response) => {
                const parts: Buffer[] = [];
                response.on('data', (part: Buffer) => parts.push(part));
                response.on('error', reject);
                response.on('end', () => {
                    const bytes = Buffer.concat(parts);
                    const text = response.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
                    resolve({ status: response.statusCode ?? 0, text: text.toString(), headers: response.headers });
                });
            }
        );
        request.on('error', reject);
        request.end(sent.body === undefined ? undefined : JSON.stringify(sent.body));
    });
}
