/** What `nango deploy` sends, and what an operator can ask of it afterwards. */
import { Hono } from 'hono';
import * as z from 'zod';

import { ApiRefusal, parsed } from './reply.js';

import type { DeployedFunction, Differences } from '../deployments.js';
import type { ServedNango } from './served-nango.js';

const Flow = z.object({
    providerConfigKey: z.string(),
    syncName: z.string(),
    type: z.enum(['sync', 'action']),
    models: z.array(z.string()).default([]),
    runs: z.string().nullish(),
    auto_start: z.boolean().nullish(),
    version: z.string().nullish(),
    metadata: z.object({ description: z.string().optional() }).optional(),
    models_json_schema: z.unknown().optional(),
    features: z.array(z.string()).default([])
});
const DeployBody = z.object({
    reconcile: z.boolean(),
    deployMode: z.enum(['all', 'single', 'integration']).default('all'),
    flowConfigs: z.array(Flow),
    onEventScriptsByProvider: z
        .array(
            z.object({
                providerConfigKey: z.string(),
                scripts: z.array(z.object({ name: z.string(), event: z.string() }))
            })
        )
        .default([])
});

export function deploymentRoutes(nango: ServedNango): Hono {
    const app = new Hono();

    const differences = (body: z.infer<typeof DeployBody>, reconcile: boolean): Differences =>
        nango.deployments.differences(functionsOf(body), reconcile, body.deployMode);

    const slim = (functions: readonly DeployedFunction[], type: DeployedFunction['type']): object[] =>
        functions
            .filter((each) => each.type === type)
            .map(({ integration, name, autoStart, event }) => ({
                providerConfigKey: integration,
                name,
                ...(type === 'sync' && { auto_start: autoStart, connections: connectionsOf(nango, integration) }),
                ...(event !== null && { event })
            }));

    app.post('/sync/deploy/confirmation', async (context) => {
        // What would go is told whatever `reconcile` says here: the CLI asks with false, and deploys with true.
        const { created, updated, deleted } = differences(parsed(DeployBody, await context.req.json()), true);
        return context.json({
            newSyncs: slim(created, 'sync'),
            updatedSyncs: slim(updated, 'sync'),
            deletedSyncs: slim(deleted, 'sync'),
            newActions: slim(created, 'action'),
            updatedActions: slim(updated, 'action'),
            deletedActions: slim(deleted, 'action'),
            newOnEventScripts: slim(created, 'on-event'),
            updatedOnEventScripts: slim(updated, 'on-event'),
            deletedOnEventScripts: slim(deleted, 'on-event'),
            deletedModels: []
        });
    });
    app.post('/sync/deploy', async (context) => {
        const body = parsed(DeployBody, await context.req.json());
        const missing = functionsOf(body).find(
            ({ integration }) => nango.connections.integration(integration) === null
        );
        if (missing !== undefined) {
            throw new ApiRefusal(
                400,
                'unknown_provider_config',
                `There is no Provider Configuration matching this key. Please make sure this value exists in the Nango dashboard {\n  "providerConfigKey": "${missing.integration}"\n}`
            );
        }
        nango.deployments.apply(differences(body, body.reconcile));
        return context.json(
            body.flowConfigs.map(({ syncName, providerConfigKey, type, version, models }) => ({
                name: syncName,
                version,
                providerConfigKey,
                type,
                last_deployed: new Date().toISOString(),
                models
            }))
        );
    });

    /** https://nango.dev/docs/reference/backend/http-api/scripts/config */
    app.get('/scripts/config', (context) => {
        const byIntegration = Map.groupBy(nango.deployments.list(), ({ integration }) => integration);
        return context.json(
            [...byIntegration].map(([integration, functions]) => {
                const of = (type: DeployedFunction['type']): object[] =>
                    functions.filter((each) => each.type === type).map(standardConfig);
                return {
                    providerConfigKey: integration,
                    provider: nango.connections.integration(integration)?.provider ?? '',
                    syncs: of('sync'),
                    actions: of('action'),
                    'on-events': of('on-event')
                };
            })
        );
    });
    return app;
}

function functionsOf({ flowConfigs, onEventScriptsByProvider }: z.infer<typeof DeployBody>): DeployedFunction[] {
    const lastDeployed = new Date().toISOString();
    return [
        ...flowConfigs.map((flow) => ({
            integration: flow.providerConfigKey,
            type: flow.type,
            name: flow.syncName,
            event: null,
            version: flow.version ?? null,
            description: flow.metadata?.description ?? '',
            returns: flow.models,
            runs: flow.runs ?? null,
            autoStart: flow.auto_start ?? false,
            jsonSchema: flow.models_json_schema ?? null,
            features: flow.features,
            lastDeployed
        })),
        ...onEventScriptsByProvider.flatMap(({ providerConfigKey, scripts }) =>
            scripts.map(({ name, event }) => ({
                integration: providerConfigKey,
                type: 'on-event' as const,
                name,
                event,
                version: null,
                description: '',
                returns: [],
                runs: null,
                autoStart: false,
                jsonSchema: null,
                features: [],
                lastDeployed
            }))
        )
    ];
}

function standardConfig(each: DeployedFunction): object {
    return {
        name: each.name,
        type: each.type,
        description: each.description,
        runs: each.runs,
        auto_start: each.autoStart,
        track_deletes: false,
        returns: each.returns,
        endpoints: [],
        version: each.version,
        last_deployed: each.lastDeployed,
        enabled: each.enabled ?? true,
        json_schema: each.jsonSchema,
        sdk_version: null,
        features: each.features
    };
}

function connectionsOf(nango: ServedNango, integration: string): number {
    return nango.connections.list().filter((each) => each.integration.uniqueKey === integration).length;
}
