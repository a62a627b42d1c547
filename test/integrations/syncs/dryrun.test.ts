/** Every metadata and query sync through the real CLI's dry run, records validated, on every way to connect. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dryrun, dryrunAll } from 'nango-stand-in/dryrun.js';
import { INTEGRATIONS_FOLDER } from '../../../scripts/nango.js';
import { buildSampleAccount } from 'snowflake-stand-in/engine/sample-account.js';
import { CONNECTION, INTEGRATIONS, KEY_PAIR, startWorld } from '../../../local/world.js';
import type { World } from '../../../local/world.js';
import { SAME_CLIENT } from '../../support/functions.js';
import { OF_KIN, SYNCS } from '../dry-runs.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

const QUERY = {
    query: 'SELECT N_NATIONKEY, N_NAME FROM SALES.PUBLIC.NATION',
    id_column: 'N_NATIONKEY',
    warehouse: 'NANGO_WH'
};

let world: World;
beforeAll(async () => {
    world = await startWorld({ fill: buildSampleAccount });
    world.setMetadata(QUERY);
});
afterAll(async () => {
    await world.close();
});

/** How many records a run of the same function saves. */
async function saved(integration: string, name: string): Promise<number> {
    const { counts, error } = await world.nango.runSync(integration, name, CONNECTION);
    expect([name, error]).toEqual([name, null]);
    return Object.values(counts).reduce((sum, { added }) => sum + added, 0);
}

test('each passes, with as many records as a run of its own saves', { timeout: 240_000 }, async () => {
    const all = INTEGRATIONS.flatMap((integration) => SYNCS.map((name) => ({ name, integration })));
    const ofKin = Object.keys(SAME_CLIENT).flatMap((integration) =>
        OF_KIN.syncs.map((name) => ({ name, integration }))
    );
    const runs = [...all, ...ofKin].map((run) => ({ ...run, connectionId: CONNECTION }));
    for (const { name, integration, exitCode, output } of await dryrunAll(world.nango, runs)) {
        const added = await saved(integration, name);
        expect(added).toBeGreaterThan(0);
        expect([integration, name, exitCode === 0 ? 'passes' : output]).toEqual([integration, name, 'passes']);
        expect([integration, name, Number(/"added": (\d+)/.exec(output)?.[1])]).toEqual([integration, name, added]);
    }
});

test('the command itself compiles, runs and passes', { timeout: 120_000 }, async () => {
    const project = oneFunction(KEY_PAIR, 'syncs', 'query-results');
    try {
        const incremental = { ...QUERY, incremental_column: 'N_NATIONKEY' };
        const run = { name: 'query-results', integration: KEY_PAIR, connectionId: CONNECTION, metadata: incremental };
        const { exitCode, output } = await dryrun(world.nango, run, project.folder);
        expect([exitCode, exitCode === 0 ? 'passes' : output]).toEqual([0, 'passes']);
        expect(output).toContain('"added": 25');
    } finally {
        project.remove();
    }
});

/** The command compiles everything that `index.ts` names, each time: here that is one of the package's functions. */
function oneFunction(integration: string, kind: string, name: string): { folder: string; remove: () => void } {
    mkdirSync(path.join(ROOT, '.work'), { recursive: true });
    const folder = mkdtempSync(path.join(ROOT, '.work', 'dryrun-'));
    const file = path.join(integration, kind, name);
    mkdirSync(path.join(folder, '.nango'));
    // The command looks into the last compilation before it makes its own.
    mkdirSync(path.join(folder, 'build'));
    const bundle = path.join('build', `${integration}_${kind}_${name}.cjs`);
    copyFileSync(path.join(INTEGRATIONS_FOLDER, bundle), path.join(folder, bundle));
    mkdirSync(path.join(folder, integration, kind), { recursive: true });
    const source = readFileSync(path.join(INTEGRATIONS_FOLDER, `${file}.ts`), 'utf8');
    const deeper = source.replaceAll("'../../../shared/", "'../../../../shared/");
    writeFileSync(path.join(folder, `${file}.ts`), deeper);
    writeFileSync(path.join(folder, 'index.ts'), `import './${file}.js';\n`);
    return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
