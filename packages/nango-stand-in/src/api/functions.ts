/** Syncs, actions and records, as an app's backend uses them. */
import { randomUUID } from 'node:crypto';

import { Hono } from 'hono';
import * as z from 'zod';

import { frequencyMs } from '../frequency.js';
import { findConnection } from './connections.js';
import { ApiRefusal, parsed } from './reply.js';

import type { Connection } from '../connections.js';
import type { ServedNango } from './served-nango.js';
import type { ExecutionResult } from '../outcome.js';
import type { CompiledSync } from '../project.js';

const SyncName = z.union([z.string(), z.object({ name: z.string(), variant: z.string() })]);
const SyncBody = z.object({
    syncs: z.array(SyncName),
    provider_config_key: z.string(),
    connection_id: z.string().optional(),
    sync_mode: z.string().optional(),
    opts: z.object({ reset: z.boolean().optional(), emptyCache: z.boolean().optional() }).optional()
});
const FrequencyBody = z.object({
    sync_name: z.string(),
    sync_variant: z.string().optional(),
    connection_id: z.string(),
    provider_config_key: z.string(),
    frequency: z.string().nullable()
});
const StatusQuery = z.object({
    syncs: z.string(),
    provider_config_key: z.string(),
    connection_id: z.string().optional()
});
const ActionHeaders = z.object({ 'provider-config-key': z.string(), 'connection-id': z.string() });
const ActionBody = z.object({ action_name: z.string(), input: z.unknown().optional() });
const RecordQuery = z.object({
    model: z.string(),
    variant: z.string().optional(),
    cursor: z.string().optional(),
    limit: z.coerce.number().int().min(1).max(10_000).default(100),
    modified_after: z.string().optional(),
    filter: z.string().optional()
});

const VariantBody = z.strictObject({ provider_config_key: z.string(), connection_id: z.string() });
/** `MAX_SYNCS_PER_CONNECTION`, the sync itself counted along: packages/server/lib/controllers/sync/postSyncVariant.ts. */
const MAX_VARIANTS = 100;

interface SyncTarget {
    readonly connection: Connection;
    readonly definition: CompiledSync;
    readonly variant: string;
}

export function functionRoutes(nango: ServedNango): Hono {
    const app = new Hono();
    const later = new Map<string, ExecutionResult | null>();

    app.post('/sync/trigger', async (context) => {
        const body = parsed(SyncBody, await context.req.json());
        for (const { connection, definition, variant } of targets(nango, body)) {
            if (body.opts?.reset === true || body.sync_mode?.startsWith('full_refresh') === true) {
                nango.resetSync(connection, definition.name, variant);
            }
            nango.trigger(body.provider_config_key, definition.name, connection.connectionId, variant);
        }
        return context.json({ success: true });
    });
    app.post('/sync/start', async (context) => {
        const body = parsed(SyncBody, await context.req.json());
        for (const { connection, definition, variant } of targets(nango, body)) {
            const schedule = nango.schedules.get(connection.id, definition.name, variant);
            if (schedule.started) continue;
            schedule.started = true;
            nango.trigger(body.provider_config_key, definition.name, connection.connectionId, variant);
        }
        return context.json({ success: true });
    });
    app.post('/sync/pause', async (context) => {
        const body = parsed(SyncBody, await context.req.json());
        for (const { connection, definition, variant } of targets(nango, body)) {
            const schedule = nango.schedules.get(connection.id, definition.name, variant);
            schedule.started = false;
            if (schedule.status !== 'RUNNING') schedule.status = 'PAUSED';
        }
        return context.json({ success: true });
    });
    app.post('/sync/:name/variant/:variant', async (context) => {
        const { connection, definition, variant } = variantIn(nango, context.req.param(), await context.req.json());
        const variants = nango.schedules.variants(connection.id, definition.name);
        if (variants.length + 1 >= MAX_VARIANTS) {
            const said = `Maximum number of variants per sync (${MAX_VARIANTS}) reached`;
            throw new ApiRefusal(400, 'resource_capped', said);
        }
        if (variants.includes(variant)) throw new ApiRefusal(400, 'sync_variant_already_exists', variant);
        nango.schedules.create(connection.id, definition.name, variant);
        nango.trigger(connection.integration.uniqueKey, definition.name, connection.connectionId, variant);
        return context.json({ id: randomUUID(), name: definition.name, variant });
    });
    app.delete('/sync/:name/variant/:variant', async (context) => {
        const { connection, definition, variant } = variantIn(nango, context.req.param(), await context.req.json());
        if (!nango.schedules.variants(connection.id, definition.name).includes(variant)) {
            throw new ApiRefusal(404, 'not_found', `No variant ${variant}`);
        }
        nango.schedules.delete(connection.id, definition.name, variant);
        return context.json({ success: true });
    });
    app.put('/sync/update-connection-frequency', async (context) => {
        const body = parsed(FrequencyBody, await context.req.json());
        const { sync_name: name, sync_variant: variant = 'base', frequency } = body;
        if (frequency !== null && frequencyMs(frequency) === null) {
            throw new ApiRefusal(400, 'invalid_body', 'The frequency is no time, or shorter than 30 seconds.');
        }
        const [target] = targets(nango, { ...body, syncs: [{ name, variant }] });
        if (target === undefined) throw new ApiRefusal(404, 'no_syncs_found', `No sync ${name}`);
        const schedule = nango.schedules.get(target.connection.id, name, variant);
        schedule.frequency = frequency;
        return context.json({ frequency: frequency ?? target.definition.runs });
    });
    app.get('/sync/status', (context) => {
        const query = parsed(StatusQuery, context.req.query(), 'query_params');
        const syncs = query.syncs === '*' ? [] : query.syncs.split(',').map(namedSync);
        const found = targets(nango, { ...query, syncs });
        return context.json({ syncs: found.map((target) => syncStatus(nango, target)) });
    });

    app.post('/action/trigger', async (context) => {
        const headers = parsed(ActionHeaders, context.req.header(), 'headers');
        const body = parsed(ActionBody, await context.req.json());
        const connection = findConnection(nango, headers['provider-config-key'], headers['connection-id']);
        const integration = connection.integration.uniqueKey;
        const known = nango.project
            .functions()
            .some((fn) => fn.kind === 'action' && fn.integration === integration && fn.name === body.action_name);
        if (!known) throw new ApiRefusal(404, 'not_found', `Action ${body.action_name} not found`);
        const running = nango.runAction(integration, body.action_name, connection.connectionId, body.input);
        if (context.req.header('x-async') === 'true') {
            const id = randomUUID();
            later.set(id, null);
            const payload = { id, statusUrl: `/action/${id}` };
            const tell = async (): Promise<void> => {
                later.set(id, await running);
                const { connectionId } = connection;
                const from = { from: 'nango', connectionId, providerConfigKey: integration };
                nango.webhooks.send({ ...from, type: 'async_action', payload });
            };
            void tell();
            return context.json(payload, 202);
        }
        const { body: answer, status } = actionAnswer(await running);
        return context.json(answer, status);
    });
    app.get('/action/:id', (context) => {
        const result = later.get(context.req.param('id')) ?? null;
        if (result === null) throw new ApiRefusal(404, 'not_found', 'There is no result yet');
        const { body, status } = actionAnswer(result);
        return context.json(body, status);
    });

    for (const path of ['/records', '/records/'] as const) {
        app.get(path, (context) => {
            const headers = parsed(ActionHeaders, context.req.header(), 'headers');
            const query = parsed(RecordQuery, context.req.query(), 'query_params');
            const connection = findConnection(nango, headers['provider-config-key'], headers['connection-id']);
            const model =
                query.variant === undefined || query.variant === 'base'
                    ? query.model
                    : `${query.model}::${query.variant}`;
            const { cursor, limit, filter } = query;
            const ids = context.req.queries('ids');
            return context.json(
                nango.recordStore.page(connection.id, model, {
                    cursor,
                    limit,
                    filter,
                    ids,
                    modifiedAfter: query.modified_after
                })
            );
        });
    }
    return app;
}

/** An action's answer: its output, or its error in the shape that a backend has to read. */
function actionAnswer({ output, error }: ExecutionResult): {
    body: Record<string, unknown>;
    status: 200 | 400 | 424 | 500;
} {
    if (error === null) return { body: Object(output ?? {}), status: 200 };
    const status = error.type === 'script_http_error' ? 424 : error.status === 400 ? 400 : 500;
    return { body: { error: { code: error.type, payload: error.payload } }, status };
}

function namedSync(text: string): { name: string; variant: string } {
    const [name = '', variant = 'base'] = text.split('::');
    return { name, variant };
}

function targets(
    nango: ServedNango,
    body: { syncs: z.infer<typeof SyncName>[]; provider_config_key: string; connection_id?: string | undefined }
): SyncTarget[] {
    const integration = body.provider_config_key;
    const connections =
        body.connection_id === undefined
            ? nango.connections.list().filter((each) => each.integration.uniqueKey === integration)
            : [findConnection(nango, integration, body.connection_id)];
    const compiled = nango.project.integrations.find((each) => each.providerConfigKey === integration)?.syncs ?? [];
    const wanted =
        body.syncs.length === 0
            ? compiled.map(({ name }) => ({ name, variant: 'base' }))
            : body.syncs.map((each) => (typeof each === 'string' ? namedSync(each) : each));
    return connections.flatMap((connection) =>
        wanted.map(({ name, variant }) => {
            const definition = compiled.find((each) => each.name === name);
            if (definition === undefined)
                throw new ApiRefusal(404, 'no_syncs_found', `No sync ${name} in integration ${integration}`);
            return { connection, definition, variant };
        })
    );
}

function variantIn(nango: ServedNango, path: { name: string; variant: string }, json: unknown): SyncTarget {
    const { name, variant } = path;
    const body = parsed(VariantBody, json);
    if (variant.toLowerCase() === 'base') {
        throw new ApiRefusal(400, 'invalid_variant', `Variant name "${variant}" is protected.`);
    }
    const [target] = targets(nango, { ...body, syncs: [{ name, variant }] });
    if (target === undefined) throw new ApiRefusal(400, 'unknown_sync', name);
    return target;
}

function syncStatus(nango: ServedNango, { connection, definition, variant }: SyncTarget): Record<string, unknown> {
    const schedule = nango.schedules.get(connection.id, definition.name, variant);
    const nextAt = schedule.nextAtMs(definition.runs);
    const models = definition.output.map((model) => (variant === 'base' ? model : `${model}::${variant}`));
    const counted = Object.entries(schedule.latest?.counts ?? {}).map(([model, { added, updated, deleted }]) => [
        model,
        { added, updated, deleted }
    ]);
    return {
        id: `${connection.id}-${definition.name}-${variant}`,
        connection_id: connection.connectionId,
        name: definition.name,
        variant,
        type: 'INCREMENTAL',
        status: schedule.status ?? (schedule.started ? 'SUCCESS' : 'PAUSED'),
        finishedAt: schedule.finishedAt,
        nextScheduledSyncAt: nextAt === null ? null : new Date(nextAt).toISOString(),
        frequency: schedule.frequency ?? definition.runs,
        latestResult: schedule.latest === null ? null : Object.fromEntries(counted),
        latestExecutionStatus:
            schedule.latest === null ? null : schedule.latest.status === 'success' ? 'SUCCESS' : 'ERROR',
        recordCount: Object.fromEntries(
            models.map((model) => [model, nango.recordStore.all(connection.id, model).length])
        )
    };
}
