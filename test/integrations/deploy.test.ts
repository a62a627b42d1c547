/**
 * What the real `nango deploy` sends, to a server that speaks the two requests of a deploy. Nango takes 75 MB for all
 * functions together, sources included: https://nango.dev/docs/reference/platform/limits
 */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { cpSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

import { entryFiles } from '../../scripts/generate/entry-files.js';
import { INTEGRATIONS_FOLDER, runNango } from '../../scripts/nango.js';

const DEPLOY_LIMIT_BYTES = 75_000_000;

const ScriptSchema = z.object({ name: z.string(), fileBody: z.object({ js: z.string(), ts: z.string() }) });
const DeploySchema = z.object({
    reconcile: z.literal(true),
    flowConfigs: z.array(
        ScriptSchema.extend({
            syncName: z.string(),
            providerConfigKey: z.string(),
            type: z.enum(['sync', 'action']),
            models: z.array(z.string()),
            models_json_schema: z.object({ definitions: z.record(z.string(), z.unknown()) })
        }).omit({ name: true })
    ),
    onEventScriptsByProvider: z.array(z.object({ providerConfigKey: z.string(), scripts: z.array(ScriptSchema) }))
});

interface Sent {
    readonly path: string;
    readonly bytes: number;
    readonly body: unknown;
}
const sent: Sent[] = [];
let server: ReturnType<typeof serve>;
let url: string;

beforeAll(async () => {
    const nothing = { newSyncs: [], updatedSyncs: [], deletedSyncs: [], newActions: [], updatedActions: [] };
    const more = { deletedActions: [], newOnEventScripts: [], updatedOnEventScripts: [], deletedOnEventScripts: [] };
    const app = new Hono();
    app.post('/sync/*', async (context) => {
        const text = await context.req.text();
        sent.push({ path: context.req.path, bytes: Buffer.byteLength(text), body: JSON.parse(text) });
        return context.json(
            context.req.path.endsWith('confirmation') ? { ...nothing, ...more, deletedModels: [] } : []
        );
    });
    url = await new Promise((resolve) => {
        server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }: AddressInfo) =>
            resolve(`http://127.0.0.1:${port}`)
        );
    });
});
afterAll(() => {
    server.close();
});

/**
 * `integrations/` with `shared/` beside it and nothing else, as the README tells to copy them: a deploy compiles, and
 * other tests read the bundles of this tree at the same time.
 */
function copyOfProject(): string {
    const copy = path.join(INTEGRATIONS_FOLDER, '..', '.work', 'deploy');
    rmSync(copy, { recursive: true, force: true });
    for (const folder of ['integrations', 'shared']) {
        cpSync(path.join(INTEGRATIONS_FOLDER, '..', folder), path.join(copy, folder), {
            recursive: true,
            filter: (from) => !from.endsWith(`${path.sep}build`) && !from.endsWith(`${path.sep}lock`)
        });
    }
    return path.join(copy, 'integrations');
}

test('one deploy carries every function with its models, within the limit', async () => {
    const run = await runNango(['deploy', 'dev'], {
        folder: copyOfProject(),
        env: { NANGO_SECRET_KEY_DEV: '00000000-0000-4000-8000-000000000000', NANGO_HOSTPORT: url }
    });
    expect(run).toEqual({ exitCode: 0, output: expect.any(String) });
    const deploy = sent.find((request) => request.path === '/sync/deploy');
    expect(deploy?.bytes).toBeLessThan(DEPLOY_LIMIT_BYTES);

    const { flowConfigs, onEventScriptsByProvider } = DeploySchema.parse(deploy?.body);
    const functions = [
        ...flowConfigs.map(({ providerConfigKey, type, syncName }) => `${providerConfigKey}/${type}s/${syncName}.ts`),
        ...onEventScriptsByProvider.flatMap(({ providerConfigKey, scripts }) =>
            scripts.map(({ name }) => `${providerConfigKey}/on-events/${name}.ts`)
        )
    ];
    expect(functions.sort()).toEqual(entryFiles(INTEGRATIONS_FOLDER).sort());
    for (const { models, models_json_schema: schema } of flowConfigs) {
        expect(Object.keys(schema.definitions)).toEqual(expect.arrayContaining(models));
    }
}, 240_000);
