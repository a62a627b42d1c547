/** What the real `nango deploy` sends, to a server that speaks the two requests of a deploy. */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

import { entryFiles, indexSource } from '../../scripts/generate/entry-files.js';
import { INTEGRATIONS_FOLDER, runNango } from '../../scripts/nango.js';

const INTEGRATION = 'snowflake-jwt';

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
        sent.push({ path: context.req.path, body: await context.req.json() });
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
 * One integration with `shared/` beside it and nothing else, as the README tells to copy them. A deploy compiles, so the
 * whole package would take minutes; size.test.ts holds what all of it weighs.
 */
function copyOfProject(): string {
    const copy = path.join(INTEGRATIONS_FOLDER, '..', '.work', 'deploy');
    const folder = path.join(copy, 'my-integrations');
    rmSync(copy, { recursive: true, force: true });
    cpSync(path.join(INTEGRATIONS_FOLDER, '..', 'shared'), path.join(copy, 'shared'), { recursive: true });
    cpSync(path.join(INTEGRATIONS_FOLDER, INTEGRATION), path.join(folder, INTEGRATION), { recursive: true });
    mkdirSync(path.join(folder, '.nango'));
    writeFileSync(path.join(folder, 'index.ts'), indexSource(entryFiles(folder)));
    return folder;
}

test('a deploy carries every function with its models', async () => {
    const folder = copyOfProject();
    const run = await runNango(['deploy', 'dev'], {
        folder,
        env: { NANGO_SECRET_KEY_DEV: '00000000-0000-4000-8000-000000000000', NANGO_HOSTPORT: url }
    });
    expect(run).toEqual({ exitCode: 0, output: expect.any(String) });
    const { body } = sent.find((request) => request.path === '/sync/deploy') ?? {};
    const { flowConfigs, onEventScriptsByProvider } = DeploySchema.parse(body);
    const functions = [
        ...flowConfigs.map(({ providerConfigKey, type, syncName }) => `${providerConfigKey}/${type}s/${syncName}.ts`),
        ...onEventScriptsByProvider.flatMap(({ providerConfigKey, scripts }) =>
            scripts.map(({ name }) => `${providerConfigKey}/on-events/${name}.ts`)
        )
    ];
    expect(functions.sort()).toEqual(entryFiles(folder));
    for (const { models, models_json_schema: schema } of flowConfigs) {
        expect(Object.keys(schema.definitions)).toEqual(expect.arrayContaining(models));
    }
}, 240_000);
