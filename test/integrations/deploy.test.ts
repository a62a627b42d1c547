/** What `npm run deploy` sends by the real CLI, to a server that speaks the two requests of a deploy. */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

import { deployEach, lastWords, summary } from '../../scripts/deploy.js';
import { entriesIn, indexSource } from '../../scripts/entries.js';
import { BABEL_CONFIG, INTEGRATIONS_FOLDER } from '../../scripts/nango.js';

/** One that the environment has, and one that it has not: Nango then refuses all of a deploy. */
const INTEGRATION = 'qlik-export';
const MISSING = 'postgresql-export';

const ScriptSchema = z.object({ name: z.string(), fileBody: z.object({ js: z.string(), ts: z.string() }) });
const DeploySchema = z.object({
    reconcile: z.boolean(),
    deployMode: z.literal('integration'),
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
    readonly body: z.infer<typeof DeploySchema>;
}
const sent: Sent[] = [];
let server: ReturnType<typeof serve>;
let url: string;

beforeAll(async () => {
    const nothing = { newSyncs: [], updatedSyncs: [], deletedSyncs: [], newActions: [], updatedActions: [] };
    const more = { deletedActions: [], newOnEventScripts: [], updatedOnEventScripts: [], deletedOnEventScripts: [] };
    const app = new Hono();
    app.post('/sync/*', async (context) => {
        const body = DeploySchema.parse(await context.req.json());
        sent.push({ path: context.req.path, body });
        const isPreview = context.req.path.endsWith('confirmation');
        if (!isPreview && body.flowConfigs.some(({ providerConfigKey }) => providerConfigKey === MISSING)) {
            const payload = { providerConfigKey: MISSING };
            return context.json(
                { error: { code: 'unknown_provider_config', message: `No ${MISSING} here`, payload } },
                400
            );
        }
        return context.json(isPreview ? { ...nothing, ...more, deletedModels: [] } : []);
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
 * Two integrations with `shared/` beside them and nothing else, one of them with a
 * sync alone. A deploy compiles, so the whole package would take minutes; size.test.ts holds what all of it weighs.
 */
function copyOfProject(): string {
    const copy = path.join(INTEGRATIONS_FOLDER, '..', '.work', 'deploy');
    const folder = path.join(copy, 'my-integrations');
    rmSync(copy, { recursive: true, force: true });
    cpSync(path.join(INTEGRATIONS_FOLDER, '..', 'shared'), path.join(copy, 'shared'), { recursive: true });
    for (const part of [BABEL_CONFIG, INTEGRATION, path.join(MISSING, 'syncs')]) {
        cpSync(path.join(INTEGRATIONS_FOLDER, part), path.join(folder, part), { recursive: true });
    }
    mkdirSync(path.join(folder, '.nango'));
    writeFileSync(path.join(folder, 'index.ts'), indexSource(entriesIn(folder)));
    return folder;
}

test('each integration is deployed by itself, whole, and one that fails stops no other', async () => {
    const folder = copyOfProject();
    writeFileSync(path.join(folder, '.env'), 'NANGO_SECRET_KEY_DEV=00000000-0000-4000-8000-000000000000\n');
    writeFileSync(path.join(folder, '..', '.env'), `NANGO_HOSTPORT=${url}\n`);
    const progress: string[] = [];
    const deployed = await deployEach('dev', {
        folder,
        onOutput: (text) => progress.push(text)
    });
    expect(summary('dev', deployed)).toMatch(
        new RegExp(
            `^1 of 2 integrations were not deployed \\(environment "dev"\\):\\n` +
                `  postgresql-export +failed: .*No postgresql-export here.*\\n  qlik-export +\\d+ functions, \\d+\\.\\d MB\\n$`
        )
    );
    expect(progress.join('')).toMatch(
        /\[1\/2\] postgresql-export: \d+ functions[^]*\[2\/2\] qlik-export: \d+ functions/
    );

    expect(sent.map(({ path: to }) => to)).toEqual([
        '/sync/deploy/confirmation',
        '/sync/deploy',
        '/sync/deploy/confirmation',
        '/sync/deploy'
    ]);
    const { reconcile, flowConfigs, onEventScriptsByProvider } = sent[3]?.body ?? {};
    expect(reconcile).toBe(true);
    const functions = [
        ...(flowConfigs ?? []).map(
            ({ providerConfigKey, type, syncName }) => `${providerConfigKey}/${type}s/${syncName}.ts`
        ),
        ...(onEventScriptsByProvider ?? []).flatMap(({ providerConfigKey, scripts }) =>
            scripts.map(({ name }) => `${providerConfigKey}/on-events/${name}.ts`)
        )
    ];
    expect(functions.sort()).toEqual(entriesIn(folder).filter((entry) => entry.startsWith(`${INTEGRATION}/`)));
    for (const { type, syncName, models, models_json_schema: schema, fileBody } of flowConfigs ?? []) {
        expect(Object.keys(schema.definitions)).toEqual(expect.arrayContaining(models));
        expect(fileBody.js).not.toContain('sourceMappingURL=');
        // What all other tests run is what the CLI makes by itself.
        const tested = path.join(INTEGRATIONS_FOLDER, 'build', `${INTEGRATION}_${type}s_${syncName}.cjs`);
        expect([syncName, fileBody.js === readFileSync(tested, 'utf8')]).toEqual([syncName, true]);
    }
    const code = deployed.find(({ integration }) => integration === INTEGRATION)?.bytes ?? 0;
    expect(JSON.stringify(sent[3]?.body).length).toBeLessThan(code * 1.5);
}, 240_000);

test('without a key, or with a host that is no URL, nothing is compiled', async () => {
    const folder = copyOfProject();
    const started: string[] = [];
    const options = { folder, onOutput: (text: string) => started.push(text) };
    await expect(deployEach('nowhere', options)).rejects.toThrow(/NANGO_SECRET_KEY_NOWHERE.*Environment Settings/);
    const env = { NANGO_SECRET_KEY_DEV: 'x', NANGO_HOSTPORT: 'nango.acme.example' };
    await expect(deployEach('dev', { ...options, env })).rejects.toThrow(/begin with https/);
    expect(started).toEqual([]);
});

test('a Nango that is not there is told as that', () => {
    const output =
        '✓ Packaging\n✗ Acquiring remote state (https://nango.invalid)\nError checking state:\nfetch failed\n';
    expect(lastWords(output)).toMatch(/not reached.*NODE_USE_ENV_PROXY/);
    expect(lastWords('')).toBe('The CLI said nothing.');
});

test('an integration that is not there is refused before anything is sent', async () => {
    await expect(deployEach('dev', { integrations: ['snowflake_jwt'] })).rejects.toThrow(
        'No such integration: snowflake_jwt. There are bigquery-export, '
    );
});
