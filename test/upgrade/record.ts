/**
 * `npm run record:upgrade -- <tag or commit>`: builds that version from this repository's history, lets it sync the
 * account of the upgrade test, and keeps what Nango then holds as `test/upgrade/<version>.json`. Done once for each
 * release, so that the next one is tested on what it left; again only where the stand-ins tell the account otherwise.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import type { Connection, LocalNango } from 'nango-stand-in';
import { checkpointKey, windowKey } from 'nango-stand-in/execution.js';
import type { Cuts } from 'nango-stand-in/execution.js';
import { z } from 'zod';

import { CONNECTION } from '../../local/world.js';
import { EXPORTING, makeExports, startExportsWorld } from './exports.js';
import { RecordsSchema, StateSchema } from './state.js';
import type { State, SyncState } from './state.js';
import { HOUR_MS } from 'stand-in-base/clock.js';
import { startUpgradeWorld } from './world.js';
import type { UpgradeWorld } from './world.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** What it leaves lies on AWS as well, and is kept with that. */
const ELSEWHERE = 'export-secrets';

const Manifest = z.object({ version: z.string() });

function run(cwd: string, command: string, ...args: readonly string[]): string {
    return execFileSync(command, [...args], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

async function stateOf(folder: string, commit: string, version: string): Promise<State> {
    const world = await startUpgradeWorld(folder);
    try {
        const integrations: State['integrations'] = {};
        for (const { providerConfigKey: integration, syncs } of world.nango.project.integrations) {
            const connection = world.nango.connections.find(integration, CONNECTION);
            if (connection === null) continue;
            const states: Record<string, SyncState> = {};
            for (const { name } of syncs) {
                if (name !== ELSEWHERE) states[name] = await stateOfSync(world, connection, name);
            }
            integrations[integration] = { metadata: connection.metadata ?? {}, syncs: states };
        }
        return StateSchema.parse({ version, commit, integrations, exports: await exportsOf(folder) });
    } finally {
        await world.close();
    }
}

async function exportsOf(folder: string): Promise<State['exports']> {
    const world = await startExportsWorld(folder);
    try {
        const made: State['exports'] = {};
        for (const integration of EXPORTING) made[integration] = await makeExports(world, integration);
        return made;
    } finally {
        await world.close();
    }
}

async function stateOfSync(world: UpgradeWorld, connection: Connection, name: string): Promise<SyncState> {
    const { nango } = world;
    const integration = connection.integration.uniqueKey;
    const sync = async (cuts: Cuts = {}): Promise<{ status: string; saved: SyncState['records'] }> => {
        const saved = keepSaved(nango);
        const { status, error } = await nango.runSync(integration, name, CONNECTION, cuts);
        if (error !== null && status === 'failed') throw new Error(`${integration}/${name}: ${JSON.stringify(error)}`);
        return { status, saved: saved() };
    };
    const key = checkpointKey(connection.id, { kind: 'sync', name }, 'base');
    const whole = await sync();
    const checkpoint = nango.checkpoint(integration, name, CONNECTION);
    world.clock.advance(HOUR_MS);
    const cut = await sync({ interruptAfterCheckpoints: 1 });
    const left = nango.checkpoint(integration, name, CONNECTION);
    const models = Object.keys(whole.saved);
    const interrupted =
        cut.status === 'interrupted' && left !== null
            ? {
                  checkpoint: left,
                  tracked: models.filter((model) => nango.checkpoints.live(windowKey(key, model)) !== null),
                  records: cut.saved
              }
            : null;
    if (interrupted !== null) await sync();
    world.clock.reset();
    return { records: whole.saved, checkpoint, interrupted };
}

/** Answers what was saved since, as it was saved: what the store gives out has lost the order of its fields. */
function keepSaved(nango: LocalNango): () => SyncState['records'] {
    const { recordStore: store } = nango;
    const saved = new Map<string, unknown[]>();
    const save = store.save.bind(store);
    store.save = (connection, model, batch, by) => {
        saved.set(model, [...(saved.get(model) ?? []), ...structuredClone(batch)]);
        return save(connection, model, batch, by);
    };
    return () => {
        store.save = save;
        return RecordsSchema.parse(Object.fromEntries(saved));
    };
}

const [wanted] = process.argv.slice(2);
if (wanted === undefined) throw new Error('Name a tag or commit: npm run record:upgrade -- v0.1.0');
const commit = run(ROOT, 'git', 'rev-parse', '--short', wanted).trim();
const tree = mkdtempSync(path.join(tmpdir(), 'nango-snowflake-'));
try {
    run(ROOT, 'git', 'worktree', 'add', '--detach', tree, commit);
    run(tree, 'npm', 'ci', '--no-audit', '--no-fund');
    run(tree, 'npm', 'run', 'compile');
    const { version } = Manifest.parse(JSON.parse(readFileSync(path.join(tree, 'package.json'), 'utf8')));
    const state = await stateOf(path.join(tree, 'integrations'), commit, version);
    const file = path.join(ROOT, 'test', 'upgrade', `${version}.json`);
    writeFileSync(file, JSON.stringify(state, null, 4));
    run(ROOT, 'npx', 'oxfmt', file);
    process.stdout.write(`${file}\n`);
} finally {
    run(ROOT, 'git', 'worktree', 'remove', '--force', tree);
    rmSync(tree, { recursive: true, force: true });
}
