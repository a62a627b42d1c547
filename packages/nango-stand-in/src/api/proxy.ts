/**
 * Nango's `/proxy`: what `nango dryrun` sends a function's requests through. The query string is passed on as it came,
 * headers with the prefix `nango-proxy-` become the request's own, and JSON bodies are read and written anew (a body
 * that is a JSON *string* does not survive that, on a real server neither).
 */
import { isAxiosError } from 'axios';
import { Hono } from 'hono';
import * as z from 'zod';

import { publicConnection } from '../connections.js';
import { ProxyConnection, ProxyRequest, ProxyError } from '../proxy-request.js';
import { proxy } from '../proxy.js';
import { findConnection } from './connections.js';
import { refreshOAuth } from './oauth-refresh.js';
import { ApiRefusal, parsed } from './reply.js';

import type { HttpBindings } from '@hono/node-server';
import type { AxiosResponse } from 'axios';
import type { ServedNango } from './served-nango.js';

const PREFIX = 'nango-proxy-';
/** Of one hop only, or no longer true once the body was read. */
const NOT_PASSED_ON = new Set(['transfer-encoding', 'content-length', 'content-encoding', 'connection', 'keep-alive']);
const Headers_ = z.looseObject({
    'provider-config-key': z.string(),
    'connection-id': z.string(),
    'base-url-override': z.string().optional(),
    retries: z.string().optional(),
    'retry-on': z.string().optional()
});
const Bytes = z.instanceof(Buffer);

export function proxyRoutes(nango: ServedNango): Hono<{ Bindings: HttpBindings }> {
    const app = new Hono<{ Bindings: HttpBindings }>();
    app.all('/proxy/*', async (context) => {
        const headers = parsed(Headers_, context.req.header(), 'headers');
        const connection = findConnection(nango, headers['provider-config-key'], headers['connection-id']);
        const request = ProxyRequest.parse({
            endpoint: (context.env.incoming.url ?? '').replace(/^\/proxy/, ''),
            method: context.req.method,
            headers: forwarded(context.req.header()),
            data: body(await context.req.text(), context.req.header('content-type')),
            retries: headers.retries ?? 0,
            retryOn: headers['retry-on']?.split(','),
            baseUrlOverride: headers['base-url-override'],
            responseType: 'arraybuffer'
        });
        let force = false;
        const send = async (): Promise<AxiosResponse> =>
            await proxy({
                request,
                provider: connection.integration.provider,
                userAgent: context.req.header('nango-proxy-user-agent') ?? 'nango',
                network: nango.network,
                timeScale: 1,
                connection: async () => {
                    await refreshOAuth(nango, connection, force).catch(withoutCredentials);
                    return ProxyConnection.parse(publicConnection(connection, force));
                },
                forgetConnection: () => {
                    force = true;
                },
                onAttempt: (attempt) => attempt(),
                onRetry: () => {}
            });
        return answered(await send().catch(responseOf));
    });
    return app;
}

/** The proxy has a code and words of its own for what keeps it from the credentials. */
function withoutCredentials(error: unknown): never {
    if (!(error instanceof ApiRefusal)) throw error;
    throw new ApiRefusal(424, 'server_error', `Failed to get connection credentials: '${error.message}'`);
}

function responseOf(error: unknown): AxiosResponse {
    if (error instanceof ApiRefusal) throw error;
    if (isAxiosError(error) && error.response !== undefined) return error.response;
    if (error instanceof ProxyError) throw new ApiRefusal(400, error.code, error.message);
    throw new ApiRefusal(400, 'proxy_network_error', error instanceof Error ? error.message : 'The request failed');
}

function answered(response: AxiosResponse): Response {
    const headers = new Headers();
    for (const [name, value] of Object.entries(response.headers)) {
        if (!NOT_PASSED_ON.has(name.toLowerCase()) && value !== undefined && value !== null)
            headers.set(name, String(value));
    }
    const bytes = Bytes.parse(response.data);
    return new Response(response.status === 204 || response.status === 304 ? null : new Uint8Array(bytes), {
        status: response.status,
        headers
    });
}

function forwarded(headers: Record<string, string>): Record<string, string> {
    const own = Object.entries(headers).filter(([name]) => name.startsWith(PREFIX));
    const type = headers['content-type'];
    return {
        ...(type === undefined ? {} : { 'content-type': type }),
        ...Object.fromEntries(own.map(([name, value]) => [name.slice(PREFIX.length), value]))
    };
}

function body(text: string, contentType: string | undefined): unknown {
    if (text === '') return undefined;
    return contentType?.includes('json') === true ? JSON.parse(text) : text;
}
