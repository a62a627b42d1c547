/**
 * The backend of the page, over the typed client. It holds Nango's secret key; a customer's own key or password never
 * passes through here: the page sends it to Nango itself, with the token of a Connect session.
 */
import { zValidator } from '@hono/zod-validator';
import { Nango } from '@nangohq/node';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { streamSSE } from 'hono/streaming';
import { CallError, isIntegrationId, snowflake } from 'nango-snowflake';
import { z } from 'zod';

import { CUSTOMER } from './customer.js';
import { liveEvent } from './live.js';

import type { Context } from 'hono';
import type { Connection, ExportingId, SnowflakeIntegrationId, Webhook } from 'nango-snowflake';
import type { History } from './history.js';
import type { Live } from './live.js';
import type { NangoServer } from './nango.js';

/** What an export stores has to open the account on its own, which a consent does not. */
const EXPORTING = ['snowflake-jwt', 'snowflake-token', 'snowflake-password'] as const satisfies readonly ExportingId[];
const INTEGRATIONS = [...EXPORTING, 'snowflake'] as const satisfies readonly SnowflakeIntegrationId[];
const SYNCS = ['databases', 'schemas', 'tables', 'views', 'columns', 'roles', 'users', 'query-results'] as const;
const PAGE_SIZE = 1_000;
const KEEP_ALIVE_MS = 25_000;

const Integration = z.enum(INTEGRATIONS);
const Which = z.object({ integration: Integration, connection: z.string().min(1) });
const Exporting = Which.extend({ integration: z.enum(EXPORTING) });
const Place = { warehouse: z.string().default(''), database: z.string().default(''), role: z.string().default('') };
const SessionInput = z.object({
    integration: Integration,
    account: z.string().min(1),
    ...Place,
    /** Renews this connection in place of making one. */
    reconnect: z.string().optional()
});
const QueryInput = z.object({
    query: z.string(),
    binds: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
    id_column: z.string(),
    incremental_column: z.string().optional(),
    warehouse: z.string().optional()
});

export interface AppState {
    readonly nango: NangoServer;
    readonly history: History;
    readonly live: Live;
}

/** What a page shows of a refusal. */
export interface Refusal {
    readonly code: string;
    readonly message: string;
    readonly source: string;
}

export function createApp({ nango: server, history, live }: AppState) {
    const nango = new Nango({
        host: server.host,
        apiKey: server.secretKey,
        ...(server.webhookKey !== null && { webhookSigningKey: server.webhookKey })
    });
    const client = snowflake(nango);
    const open = <I extends z.infer<typeof Integration>>(which: {
        readonly integration: I;
        readonly connection: string;
    }): Connection<I> => client.connection(which.integration, which.connection);

    const connections = new Hono()
        .get('/', async (context) => {
            const { connections: all } = await nango.listConnections({});
            const mine = all.flatMap((each) => {
                const integration = Integration.safeParse(each.provider_config_key).data;
                const tags = z.record(z.string(), z.string()).catch({}).parse(each.tags);
                if (integration === undefined || tags['organization_id'] !== CUSTOMER.organization) return [];
                return [{ integration, connectionId: each.connection_id, failing: each.errors.length > 0 }];
            });
            return context.json({ connections: mine });
        })
        .post('/session', zValidator('json', SessionInput), async (context) => {
            const { integration, reconnect, ...place } = context.req.valid('json');
            const session = await client.connectSession({
                integration,
                ...place,
                endUser: { id: CUSTOMER.user, email: CUSTOMER.email },
                organization: { id: CUSTOMER.organization },
                ...(reconnect !== undefined && { reconnect })
            });
            return context.json({ token: session.token, host: server.host });
        });

    const connection = new Hono()
        .delete('/', zValidator('param', Which), async (context) => {
            const { integration, connection: id } = context.req.valid('param');
            await nango.deleteConnection(integration, id);
            return context.json({});
        })
        .post(
            '/checks',
            zValidator('param', Which),
            zValidator('json', z.object({ run_query: z.boolean() })),
            async (context) =>
                context.json(
                    await open(context.req.valid('param')).trigger('test-connection', context.req.valid('json'))
                )
        )
        .get(
            '/records/:sync',
            zValidator('param', Which.extend({ sync: z.enum(SYNCS) })),
            zValidator('query', z.object({ cursor: z.string().optional() })),
            async (context) => {
                const { sync, ...which } = context.req.valid('param');
                const { cursor } = context.req.valid('query');
                const pages = open(which).records(sync, { cursor, deleted: true, pageSize: PAGE_SIZE });
                const { value: page } = await pages.next();
                return context.json({
                    records: page?.records ?? [],
                    deleted: page?.deleted.map(({ id }) => id) ?? [],
                    /** Null where nothing is left to read. */
                    cursor: page?.cursor ?? null
                });
            }
        )
        .post('/syncs/:sync', zValidator('param', Which.extend({ sync: z.enum(SYNCS) })), async (context) => {
            const { sync, ...which } = context.req.valid('param');
            await open(which).triggerSync(sync);
            return context.json({});
        })
        .get(
            '/grants',
            zValidator('param', Which),
            zValidator('query', z.object({ role: z.string().min(1) })),
            async (context) => {
                const { role } = context.req.valid('query');
                const grants = await open(context.req.valid('param')).trigger('list-grants', { to_role: role });
                return context.json(grants);
            }
        )
        .get('/query', zValidator('param', Which), async (context) => {
            const {
                query = '',
                binds = [],
                id_column: id = '',
                incremental_column: grows = '',
                warehouse = ''
            } = await open(context.req.valid('param')).settings.get();
            const names = [id].flat().join(', ');
            return context.json({ query, binds, id_column: names, incremental_column: grows, warehouse });
        })
        .put('/query', zValidator('param', Which), zValidator('json', QueryInput), async (context) => {
            const { id_column: id, ...input } = context.req.valid('json');
            const names = id.split(',').map((name) => name.trim());
            const [only, ...others] = names;
            const connected = open(context.req.valid('param'));
            await connected.settings.update({ ...input, id_column: others.length > 0 ? names : only });
            await connected.triggerSync('query-results');
            return context.json({});
        })
        .get('/exports', zValidator('param', Exporting), async (context) =>
            context.json({ exports: await open(context.req.valid('param')).exportSecrets.list() })
        )
        .post(
            '/exports',
            zValidator('param', Exporting),
            zValidator('json', z.object({ name: z.string().min(1) })),
            async (context) =>
                context.json(await open(context.req.valid('param')).exportSecrets.create(context.req.valid('json')))
        )
        .post(
            '/exports/:id/:step',
            zValidator('param', Exporting.extend({ id: z.string().min(1), step: z.enum(['disconnect', 'restore']) })),
            async (context) => {
                const { id, step, ...which } = context.req.valid('param');
                const { exportSecrets } = open(which);
                return context.json(
                    await (step === 'restore' ? exportSecrets.restore(id) : exportSecrets.disconnect(id))
                );
            }
        )
        .get('/runs', zValidator('param', Which), (context) => {
            const { integration, connection: id } = context.req.valid('param');
            return context.json({ runs: history.of(integration, id) });
        });

    const demo = new Hono()
        .post('/public-key', zValidator('json', z.object({ publicKey: z.base64() })), async (context) => {
            await server.demo?.setPublicKey(context.req.valid('json').publicKey);
            return context.json({});
        })
        .post(
            '/secret',
            zValidator('json', z.object({ integration: z.enum(['snowflake-token', 'snowflake-password']) })),
            (context) => {
                const isToken = context.req.valid('json').integration === 'snowflake-token';
                return context.json({ secret: (isToken ? server.demo?.accessToken : server.demo?.password) ?? '' });
            }
        )
        .post('/change', async (context) => context.json({ statements: (await server.demo?.change()) ?? [] }));

    const hear = (webhook: Webhook): void => {
        live.tell(liveEvent(webhook));
        // The local Nango tells more of each run than webhooks do.
        if (webhook.type !== 'sync' || server.kind === 'local') return;
        const { integration, connectionId, sync } = webhook;
        const now = Date.now();
        const startedAt = webhook.success ? webhook.modifiedAfter : new Date(now).toISOString();
        const counts = webhook.success
            ? { added: webhook.added, updated: webhook.updated, deleted: webhook.deleted, error: null }
            : { added: 0, updated: 0, deleted: 0, error: webhook.error.message };
        const ms = Math.max(0, now - Date.parse(startedAt));
        history.add({ integration, connectionId, sync, startedAt, ms, requests: null, ...counts });
    };

    const app = new Hono()
        .use(secureHeaders(headersFor(server.host)))
        .onError((error, context) => {
            if (error instanceof CallError) {
                const { code, message, source } = error;
                return context.json({ code, message, source } satisfies Refusal, error.source === 'nango' ? 502 : 422);
            }
            console.error(error);
            return context.json(
                { code: 'server_error', message: 'This app failed. Its log says why.', source: 'app' },
                500
            );
        })
        .get('/api/state', (context) =>
            context.json({
                kind: server.kind,
                host: server.host,
                hears: server.webhookKey !== null,
                demo: server.demo === null ? null : { account: server.demo.account, user: server.demo.user }
            })
        )
        .get('/api/live', (context) => stream(context, live))
        .route('/api/connections', connections)
        .route('/api/connections/:integration/:connection', connection)
        .route('/api/demo', demo)
        .post('/webhooks/nango', async (context) => {
            const webhook = client.webhook(await context.req.text(), context.req.header());
            if (webhook !== null && isIntegrationId(webhook.integration)) hear(webhook);
            return context.body(null, 204);
        });
    return app;
}

export type AppType = ReturnType<typeof createApp>;

function stream(context: Context, live: Live): Response {
    return streamSSE(context, async (events) => {
        const end = live.listen((event) => void events.writeSSE({ event: 'nango', data: JSON.stringify(event) }));
        events.onAbort(end);
        while (!events.aborted) {
            await events.writeSSE({ event: 'alive', data: '' });
            await events.sleep(KEEP_ALIVE_MS);
        }
    });
}

/** The page talks to this server and to Nango, and to nobody else. */
function headersFor(nangoHost: string): Parameters<typeof secureHeaders>[0] {
    return {
        contentSecurityPolicy: {
            defaultSrc: ["'self'"],
            connectSrc: ["'self'", nangoHost, nangoHost.replace(/^http/, 'ws')],
            styleSrc: ["'self'", "'unsafe-inline'"],
            imgSrc: ["'self'", 'data:'],
            frameAncestors: ["'none'"]
        },
        // The popup of an OAuth sign-in goes to Snowflake and comes back to Nango.
        crossOriginOpenerPolicy: 'same-origin-allow-popups',
        referrerPolicy: 'no-referrer'
    };
}
