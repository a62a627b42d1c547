/**
 * How a customer's connection comes to be: a Connect session made by the backend, then credentials sent with its token.
 * What the session sets in `connection_config` wins over what the customer sends; keys it leaves open, the customer
 * may fill. A new connection that the provider or `validate-connection` refuses is not kept. A session made to
 * reconnect names a connection that is overwritten instead: only what the provider itself refuses leaves it as it was.
 */
import { randomBytes, randomUUID } from 'node:crypto';

import { isAxiosError } from 'axios';
import { Hono } from 'hono';
import * as z from 'zod';

import { publicConnection } from '../connections.js';
import { ProxyConnection, ProxyRequest, providerOf } from '../proxy-request.js';
import { proxy } from '../proxy.js';
import { oauthConnectRoutes } from './oauth-connect.js';
import { ApiRefusal, CredentialsRefusal, parsed } from './reply.js';

import type { Context } from 'hono';
import type { Connection, Credentials } from '../connections.js';
import type { Allowed } from './oauth-connect.js';
import type { Popups } from './popups.js';
import type { ServedNango } from './served-nango.js';

const SESSION_LIFETIME_MS = 30 * 60 * 1_000;

const Tags = z.record(z.string(), z.string());
const EndUser = z.object({
    id: z.string(),
    email: z.string().optional(),
    display_name: z.string().optional(),
    tags: Tags.optional()
});
const SessionBody = z
    .object({
        end_user: EndUser.optional(),
        organization: z.object({ id: z.string(), display_name: z.string().optional() }).optional(),
        tags: Tags.optional(),
        allowed_integrations: z.array(z.string()).optional(),
        integrations_config_defaults: z
            .record(z.string(), z.object({ connection_config: z.record(z.string(), z.unknown()).optional() }))
            .optional()
    })
    .refine((body) => body.end_user !== undefined || body.tags !== undefined, {
        error: 'end_user or tags is required'
    });
/** `end_user` may be left out here: the connection has one. Nango refuses keys that it does not know. */
const ReconnectBody = z.strictObject({
    connection_id: z.string(),
    integration_id: z.string(),
    end_user: EndUser.optional(),
    organization: SessionBody.shape.organization,
    tags: Tags.optional(),
    integrations_config_defaults: SessionBody.shape.integrations_config_defaults,
    overrides: z.record(z.string(), z.object({ docs_connect: z.string().optional() })).optional(),
    webhook_url_override: z.string().optional()
});
type Session = z.infer<typeof SessionBody> & { expiresAtMs: number; reconnects: Connection | null };

const JwtBody = z.object({ accountIdentifier: z.string(), userName: z.string(), privateKey: z.string() });
const ApiKeyBody = z.object({ apiKey: z.string() });
const BasicBody = z.object({ username: z.string(), password: z.string() });

export function authRoutes(nango: ServedNango, popups: Popups): Hono {
    const app = new Hono();
    const sessions = new Map<string, Session>();

    app.post('/connect/sessions', async (context) => {
        const body = parsed(SessionBody, await context.req.json());
        return context.json({ data: openSession({ ...body, reconnects: null }) }, 201);
    });
    app.post('/connect/sessions/reconnect', async (context) => {
        const { connection_id: id, integration_id: key, ...body } = parsed(ReconnectBody, await context.req.json());
        const reconnects = nango.connections.find(key, id);
        if (reconnects === null)
            throw new ApiRefusal(400, 'invalid_body', 'ConnectionID or IntegrationId does not exists');
        return context.json({ data: openSession({ ...body, allowed_integrations: [key], reconnects }) }, 201);
    });

    function openSession(session: Omit<Session, 'expiresAtMs'>): Record<string, string> {
        const token = `nango_connect_session_${randomBytes(32).toString('hex')}`;
        const expiresAtMs = Date.now() + SESSION_LIFETIME_MS;
        sessions.set(token, { ...session, expiresAtMs });
        return {
            token,
            connect_link: `${nango.url}/connect?session_token=${token}`,
            expires_at: new Date(expiresAtMs).toISOString()
        };
    }

    app.post('/auth/jwt/:integration', async (context) => {
        const body = parsed(JwtBody, await context.req.json());
        return await createConnection(context, context.req.param('integration'), 'JWT', { type: 'JWT', ...body });
    });
    app.post('/api-auth/basic/:integration', async (context) => {
        const body = parsed(BasicBody, await context.req.json());
        return await createConnection(context, context.req.param('integration'), 'BASIC', { type: 'BASIC', ...body });
    });

    app.post('/api-auth/api-key/:integration', async (context) => {
        const body = parsed(ApiKeyBody, await context.req.json());
        return await createConnection(context, context.req.param('integration'), 'API_KEY', {
            type: 'API_KEY',
            ...body
        });
    });

    function allowed(token: string | undefined, integrationKey: string, mode: string): Allowed {
        const session = sessions.get(token ?? '');
        if (session === undefined || session.expiresAtMs < Date.now()) {
            throw new ApiRefusal(
                401,
                'invalid_connect_session_token',
                'The connect session token is invalid or has expired.'
            );
        }
        const integration = nango.connections.integration(integrationKey);
        if (integration === null)
            throw new ApiRefusal(404, 'unknown_provider_config', `Integration "${integrationKey}" does not exist`);
        if (session.allowed_integrations?.includes(integrationKey) === false) {
            throw new ApiRefusal(400, 'integration_not_allowed', 'Integration not allowed by this token');
        }
        if (providerOf(integration.provider).auth_mode !== mode) {
            throw new ApiRefusal(
                400,
                'invalid_auth_mode',
                `Provider "${integration.provider}" does not support ${mode} auth`
            );
        }
        return {
            integration,
            connectionConfig: (query) => ({
                ...customerParams(query),
                ...session.integrations_config_defaults?.[integrationKey]?.connection_config
            }),
            connect: async (credentials, connectionConfig) =>
                await storeConnection(session, integrationKey, credentials, connectionConfig)
        };
    }

    async function storeConnection(
        session: Session,
        integrationKey: string,
        credentials: Credentials,
        connectionConfig: Record<string, unknown>
    ): Promise<string> {
        const { reconnects } = session;
        const input = {
            integration: integrationKey,
            id: reconnects?.connectionId ?? randomUUID(),
            credentials,
            connectionConfig,
            tags: tagsOf(session),
            endUser:
                session.end_user === undefined
                    ? null
                    : { ...session.end_user, organization: session.organization ?? null }
        };
        await verify(nango, input);
        if (reconnects !== null && nango.connections.find(integrationKey, input.id) !== reconnects)
            throw new ApiRefusal(400, 'invalid_connection', 'The connection to renew does not exist any more.');
        const { connection, refusal } = await (reconnects === null
            ? nango.connect(input)
            : nango.reconnect(reconnects, input));
        if (connection === null) {
            const said = refusal.error?.payload['message'];
            const message = typeof said === 'string' ? said : 'Connection failed validation';
            nango.journal.add('answer', refusal.execution, integrationKey, message);
            throw new ApiRefusal(400, 'connection_validation_failed', message);
        }
        return connection.connectionId;
    }

    async function createConnection(
        context: Context,
        integrationKey: string,
        mode: string,
        credentials: Credentials
    ): Promise<Response> {
        const query = context.req.query();
        const { connect, connectionConfig } = allowed(query['connect_session_token'], integrationKey, mode);
        const connectionId = await connect(credentials, connectionConfig(query));
        return context.json({ providerConfigKey: integrationKey, connectionId });
    }
    app.route('/', oauthConnectRoutes(nango, popups, allowed));
    return app;
}

/** `params[subdomain]=...` of the query. */
function customerParams(query: Record<string, string>): Record<string, string> {
    return Object.fromEntries(
        Object.entries(query).flatMap(([key, value]) => {
            const name = /^params\[(.+)\]$/.exec(key)?.[1];
            return name === undefined ? [] : [[name, value]];
        })
    );
}

function tagsOf(session: Session): Record<string, string> {
    return {
        ...(session.end_user === undefined ? {} : { end_user_id: session.end_user.id }),
        ...(session.end_user?.email === undefined ? {} : { end_user_email: session.end_user.email }),
        ...(session.organization === undefined ? {} : { organization_id: session.organization.id }),
        ...session.end_user?.tags,
        ...session.tags
    };
}

/** Tries the credentials with the provider's own verification request, where it has one. */
async function verify(nango: ServedNango, input: Parameters<ServedNango['connect']>[0]): Promise<void> {
    const integration = nango.connections.integration(input.integration);
    const verification = integration === null ? undefined : providerOf(integration.provider).proxy?.verification;
    if (integration === null || verification === undefined) return;
    const draft = nango.connections.draft(input);
    const connection = withToken(draft);
    for (const endpoint of verification.endpoints ?? []) {
        try {
            await proxy({
                request: ProxyRequest.parse({
                    endpoint,
                    method: verification.method,
                    headers: verification.headers,
                    data: verification.data
                }),
                provider: integration.provider,
                userAgent: 'nango',
                network: nango.network,
                timeScale: 1,
                connection: () => Promise.resolve(connection),
                forgetConnection: () => {},
                onAttempt: (send) => send(),
                onRetry: () => {}
            });
            return;
        } catch (error) {
            const status = isAxiosError(error) ? error.response?.status : undefined;
            nango.journal.add('answer', null, input.integration, `The credentials were refused with status ${status}`);
            throw new CredentialsRefusal('connection_test_failed');
        }
    }
}

/** A key that no token can be signed with is refused before anything is sent, and Nango does not say why. */
function withToken(draft: Connection): ProxyConnection {
    try {
        return ProxyConnection.parse(publicConnection(draft, false));
    } catch {
        throw new CredentialsRefusal('failed_to_generate');
    }
}
