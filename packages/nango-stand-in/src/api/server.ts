/**
 * The local Nango's HTTP API: the part that the `nango` CLI (`dryrun`), `@nangohq/node` and, in a customer's browser,
 * `@nangohq/frontend` ask. Everything wants the secret key, except what a browser calls with a Connect session; any page
 * may read the answers, as on a real server.
 */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { cors } from 'hono/cors';

import { keepIdleConnections } from 'stand-in-base/idle-connections.js';
import { authRoutes } from './auth.js';
import { connectionRoutes } from './connections.js';
import { deploymentRoutes } from './deployments.js';
import { functionRoutes } from './functions.js';
import { mcpRoutes } from './mcp.js';
import { Popups } from './popups.js';
import { proxyRoutes } from './proxy.js';
import { ApiRefusal, CredentialsRefusal } from './reply.js';

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ServedNango } from './served-nango.js';

export interface RunningApi {
    readonly url: string;
    close(): Promise<void>;
}

/** What Nango's server lets pages of other origins send, and read. */
const ALLOWED_HEADERS =
    'Authorization Content-Type Accept Origin X-Requested-With Nango-Activity-Log-Id Nango-Is-Dry-Run Nango-Is-Sync Provider-Config-Key Connection-Id Sentry-Trace Baggage';
const EXPOSED_HEADERS =
    'Authorization Etag Content-Type Content-Length X-Nango-Signature X-RateLimit-Limit X-RateLimit-Remaining X-RateLimit-Reset';

const OPEN_PATHS = /^\/(?:auth|api-auth|oauth)\/|^\/health$/;

export async function startApi(nango: ServedNango, port: number): Promise<RunningApi> {
    const app = new Hono();
    const popups = new Popups();
    app.onError((error, context) => {
        if (error instanceof ApiRefusal)
            return context.json({ error: { code: error.code, message: error.message } }, error.status);
        if (error instanceof CredentialsRefusal)
            return context.json({ error: error.message, type: error.type, payload: {} }, error.status);
        return context.json({ error: { code: 'server_error', message: error.message } }, 500);
    });
    app.notFound((context) =>
        context.json(
            {
                error: {
                    code: 'not_found',
                    message: `${context.req.method} ${context.req.path} is not part of the local Nango`
                }
            },
            404
        )
    );
    app.use(
        cors({
            origin: '*',
            allowHeaders: ALLOWED_HEADERS.split(' '),
            exposeHeaders: EXPOSED_HEADERS.split(' '),
            maxAge: 600
        })
    );
    app.use(async (context, next) => {
        const key = context.req.header('authorization');
        if (!OPEN_PATHS.test(context.req.path) && key !== `Bearer ${nango.secretKey}`) {
            throw new ApiRefusal(
                401,
                'unknown_account',
                'Authentication failed. The provided secret key does not match any account.'
            );
        }
        await next();
    });
    app.get('/health', (context) => context.json({ result: 'ok' }));
    app.get('/environment-variables', (context) =>
        context.json([...nango.environment].map(([name, value]) => ({ name, value })))
    );
    app.route('/', connectionRoutes(nango));
    app.route('/', authRoutes(nango, popups));
    app.route('/', deploymentRoutes(nango));
    app.route('/', functionRoutes(nango));
    app.route('/', mcpRoutes(nango));
    app.route('/', proxyRoutes(nango));
    return await new Promise((resolve) => {
        const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port }, (address) => {
            resolve({
                url: `http://127.0.0.1:${address.port}`,
                close: () =>
                    new Promise((done) => {
                        popups.close();
                        server.close(() => done());
                        if ('closeAllConnections' in server) server.closeAllConnections();
                    })
            });
        });
        server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
            popups.accept(request, socket, head)
        );
        keepIdleConnections(server);
    });
}
