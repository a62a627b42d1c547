/** Integrations, connections and their metadata. */
import { getProvider } from '@nangohq/providers';
import { Hono } from 'hono';
import * as z from 'zod';

import { publicConnection } from '../connections.js';
import { refreshOAuth } from './oauth-refresh.js';
import { ApiRefusal, parsed } from './reply.js';

import type { Connection, Integration } from '../connections.js';
import type { ServedNango } from './served-nango.js';

const ConnectionQuery = z.object({
    provider_config_key: z.string(),
    force_refresh: z.stringbool().optional(),
    refresh_token: z.stringbool().optional()
});
const MetadataBody = z.object({
    connection_id: z.union([z.string(), z.array(z.string())]),
    provider_config_key: z.string(),
    metadata: z.record(z.string(), z.unknown())
});
const IntegrationPatch = z.object({
    display_name: z.string().optional(),
    credentials: z.object({ type: z.literal('OAUTH2'), client_id: z.string(), client_secret: z.string() }).optional()
});
const IntegrationBody = IntegrationPatch.extend({ unique_key: z.string(), provider: z.string() });
const ConnectionPatch = z.object({ tags: z.record(z.string(), z.string()).optional() });

export function connectionRoutes(nango: ServedNango): Hono {
    const app = new Hono();

    app.get('/integrations', (context) =>
        context.json({
            data: nango.connections.integrations().map(publicIntegration)
        })
    );
    app.get('/integrations/:key', (context) => {
        const integration = nango.connections.integration(context.req.param('key'));
        if (integration === null)
            throw new ApiRefusal(404, 'not_found', `Integration "${context.req.param('key')}" does not exist`);
        return context.json({ data: publicIntegration(integration) });
    });
    app.post('/integrations', async (context) => {
        const body = parsed(IntegrationBody, await context.req.json());
        if (getProvider(body.provider) === null) {
            throw new ApiRefusal(400, 'invalid_body', `Provider "${body.provider}" does not exist`);
        }
        if (nango.connections.integration(body.unique_key) !== null) {
            throw new ApiRefusal(400, 'invalid_body', 'Unique key already exists');
        }
        const { unique_key: uniqueKey, provider } = body;
        nango.connections.addIntegration({ uniqueKey, provider, ...ownFields(body) });
        return context.json({ data: publicIntegration({ uniqueKey, provider, ...ownFields(body) }) });
    });
    app.patch('/integrations/:key', async (context) => {
        const integration = nango.connections.integration(context.req.param('key'));
        if (integration === null)
            throw new ApiRefusal(404, 'not_found', `Integration "${context.req.param('key')}" does not exist`);
        const changed = { ...integration, ...ownFields(parsed(IntegrationPatch, await context.req.json())) };
        nango.connections.addIntegration(changed);
        return context.json({ data: publicIntegration(changed) });
    });

    for (const path of ['/connection/:id', '/connections/:id'] as const) {
        app.get(path, async (context) => {
            const query = parsed(ConnectionQuery, context.req.query(), 'query_params');
            const connection = findConnection(nango, query.provider_config_key, context.req.param('id'));
            await refreshOAuth(nango, connection, query.force_refresh === true);
            return context.json(publicConnection(connection, query.force_refresh === true));
        });
        app.delete(path, async (context) => {
            const query = parsed(ConnectionQuery, context.req.query(), 'query_params');
            const connection = findConnection(nango, query.provider_config_key, context.req.param('id'));
            await nango.deleteConnection(connection.integration.uniqueKey, connection.connectionId);
            return context.json({ success: true });
        });
    }
    for (const path of ['/connection', '/connections'] as const) {
        app.get(path, (context) => {
            const id = context.req.query('connectionId');
            return context.json({
                connections: nango.connections.list(id).map((each) => {
                    const {
                        credentials: _credentials,
                        connection_config: _config,
                        ...rest
                    } = publicConnection(each, false);
                    return { ...rest, created: each.createdAt };
                })
            });
        });
    }
    app.patch('/connections/:id{(?!metadata$).+}', async (context) => {
        const query = parsed(ConnectionQuery, context.req.query(), 'query_params');
        const connection = findConnection(nango, query.provider_config_key, context.req.param('id'));
        const patch = parsed(ConnectionPatch, await context.req.json());
        if (patch.tags !== undefined) connection.tags = patch.tags;
        return context.json({ success: true });
    });

    for (const path of ['/connections/metadata', '/connection/metadata'] as const) {
        app.on(['POST', 'PATCH'], path, async (context) => {
            const body = parsed(MetadataBody, await context.req.json());
            for (const id of [body.connection_id].flat()) {
                const connection = nango.connections.find(body.provider_config_key, id);
                if (connection === null)
                    throw new ApiRefusal(404, 'unknown_connection', `Connection with connection id ${id} not found`);
                const kept = context.req.method === 'PATCH' ? connection.metadata : null;
                connection.metadata = { ...kept, ...body.metadata };
                nango.journal.add('metadata', null, body.provider_config_key, connection.metadata);
            }
            return context.json(body, context.req.method === 'POST' ? 201 : 200);
        });
    }
    return app;
}

export function findConnection(nango: ServedNango, integration: string, id: string): Connection {
    if (nango.connections.integration(integration) === null) {
        throw new ApiRefusal(400, 'unknown_provider_config', `Integration "${integration}" does not exist`);
    }
    const connection = nango.connections.find(integration, id);
    if (connection === null) throw new ApiRefusal(404, 'not_found', 'Failed to find connection');
    return connection;
}

function ownFields({
    display_name: displayName,
    credentials
}: z.infer<typeof IntegrationPatch>): Pick<Integration, 'displayName' | 'oauth'> {
    return {
        ...(displayName !== undefined && { displayName }),
        ...(credentials && { oauth: { clientId: credentials.client_id, clientSecret: credentials.client_secret } })
    };
}

function publicIntegration({ uniqueKey, provider, displayName }: Integration): Record<string, unknown> {
    const now = new Date().toISOString();
    return {
        unique_key: uniqueKey,
        provider,
        display_name: displayName ?? getProvider(provider)?.display_name ?? provider,
        logo: '',
        created_at: now,
        updated_at: now,
        forward_webhooks: true
    };
}
