/**
 * The functions of this version on what an earlier one has left in Nango: records keep their ids and are not updated,
 * nothing is deleted, a run that the earlier one was cut off in goes on, and export destinations live on.
 * `npm run record:upgrade` keeps the states.
 */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Connection } from 'nango-stand-in';
import { checkpointKey, windowKey } from 'nango-stand-in/execution.js';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { CONNECTION } from '../../local/world.js';
import { DestinationSchema, leaveExports, startExportsWorld } from '../upgrade/exports.js';
import { StateSchema } from '../upgrade/state.js';
import type { SyncState } from '../upgrade/state.js';
import { HOUR_MS } from 'stand-in-base/clock.js';
import { startUpgradeWorld } from '../upgrade/world.js';
import type { UpgradeWorld } from '../upgrade/world.js';

const FOLDER = fileURLToPath(new URL('../upgrade/', import.meta.url));
const STATES = globSync('*.json', { cwd: FOLDER }).map((file) =>
    StateSchema.parse(JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')))
);
const CASES = STATES.flatMap((state) =>
    Object.entries(state.integrations).flatMap(([integration, { metadata, syncs }]) =>
        Object.entries(syncs).map(([sync, left]) => ({ version: state.version, integration, metadata, sync, left }))
    )
);

const EXPORTS = STATES.flatMap(({ version, exports }) =>
    Object.entries(exports).map(([integration, left]) => ({ version, integration, left }))
);

let world: UpgradeWorld;
beforeAll(async () => {
    world = await startUpgradeWorld();
    world.clock.advance(2 * HOUR_MS);
});
afterAll(async () => {
    await world.close();
});

/** Each sync has models and checkpoints of its own, so one world serves all, one version after the other. */
function leave({ integration, metadata, sync, left }: (typeof CASES)[number], isInterrupted: boolean): Connection {
    const { connections, recordStore, checkpoints } = world.nango;
    const connection = connections.get(integration, CONNECTION);
    recordStore.deleteConnection(connection.id);
    checkpoints.deleteAll(`${connection.id}/`);
    connection.metadata = { ...metadata };
    save(connection, left.records);
    const key = checkpointKey(connection.id, { kind: 'sync', name: sync }, 'base');
    const checkpoint = isInterrupted ? left.interrupted?.checkpoint : left.checkpoint;
    if (checkpoint != null) checkpoints.put(key, checkpoint, 1);
    if (isInterrupted && left.interrupted !== null) {
        for (const model of left.interrupted.tracked) {
            checkpoints.put(windowKey(key, model), { syncJobId: recordStore.newGeneration() }, 1);
        }
        save(connection, left.interrupted.records);
    }
    return connection;
}

function save(connection: Connection, records: SyncState['records']): void {
    for (const [model, all] of Object.entries(records)) world.nango.recordStore.save(connection.id, model, all);
}

test.each(
    CASES.flatMap((each) => [
        { ...each, at: 'after a whole run', isInterrupted: false },
        ...(each.left.interrupted === null ? [] : [{ ...each, at: 'cut off in one', isInterrupted: true }])
    ])
)('$integration/$sync of $version, $at: its records stay as they are', async ({ isInterrupted, ...left }) => {
    leave(left, isInterrupted);
    const results = await world.nango.runSyncToEnd(left.integration, left.sync, CONNECTION);
    expect(results.map(({ error }) => error)).toEqual([null]);
    for (const [model, before] of Object.entries(left.left.records)) {
        const counts = results[0]?.counts[model] ?? { added: 0, updated: 0, deleted: 0 };
        expect({ model, ...counts }).toMatchObject({ model, added: 0, updated: 0, deleted: 0 });
        const ids = world.nango.records(left.integration, CONNECTION, model).map(({ id }) => id);
        expect(ids.sort()).toEqual(before.map(({ id }) => id).sort());
    }
});

test.each(EXPORTS)('export destinations of $version on $integration go on', async ({ integration, left }) => {
    const exporting = await startExportsWorld();
    const { nango, clock } = exporting;
    const call = async (action: string, input: object): Promise<object> => {
        const { output, error } = await nango.runAction(integration, action, CONNECTION, input);
        expect({ action, error }).toEqual({ action, error: null });
        await nango.idle();
        return DestinationSchema.parse(output);
    };
    try {
        const records = await leaveExports(exporting, integration, left);
        clock.advance(HOUR_MS);
        const runs = await nango.runSyncToEnd(integration, 'export-secrets', CONNECTION);
        expect(runs.map(({ error }) => error)).toEqual([null]);
        // They have more fields now; what they said stays.
        const said = nango.records(integration, CONNECTION, 'ExportSecret');
        expect(said).toEqual(expect.arrayContaining(records.map((record) => expect.objectContaining(record))));
        expect(said.length).toBe(records.length);
        const again = await nango.runSync(integration, 'export-secrets', CONNECTION);
        expect(again.counts['ExportSecret']).toMatchObject({ added: 0, updated: 0, deleted: 0 });
        const [archived, active] = ['Archived', 'Validated'].map((status) =>
            records.find((record) => record.status === status)
        );
        expect(await call('get-export-secret', { id: active?.id })).toMatchObject({ status: 'Validated', error: null });
        expect(await call('disconnect-export-secret', { id: active?.id })).toMatchObject({ status: 'Archived' });
        expect(await call('restore-export-secret', { id: archived?.id })).toMatchObject({
            status: 'Validated',
            name: 'first'
        });
    } finally {
        await exporting.close();
    }
});

test('every sync of an earlier version is still there', () => {
    const now = world.nango.project.functions().map(({ integration, name }) => `${integration}/${name}`);
    expect(now).toEqual(expect.arrayContaining(CASES.map(({ integration, sync }) => `${integration}/${sync}`)));
    expect(CASES.length).toBeGreaterThan(0);
});
