/** The same names in a connection's configuration mean the same on both connections: what SQL would read in them. */
import { afterEach, describe, expect, test } from 'vitest';
import { startWorld } from '../../../local/world.js';
import type { World } from '../../../local/world.js';
import { act, CONNECTIONS } from './actions.js';

let world: World | undefined;
afterEach(async () => {
    await world?.close();
    world = undefined;
});

async function started(name: string): Promise<World> {
    world = await startWorld({
        place: { warehouse: name, database: name },
        fill: ({ account }) => {
            for (const stored of ['mixedCase', 'LOWER_CASE', 'my own']) {
                account.addWarehouse({ name: stored });
                account.addDatabase({ name: stored });
                account.addTable(account.schema(stored, 'PUBLIC'), { name: 'T' });
            }
        }
    });
    return world;
}

describe.each(CONNECTIONS)('%s', (integration) => {
    test.each([
        ['lower_case', 'LOWER_CASE'],
        ['LOWER_CASE', 'LOWER_CASE'],
        ['"mixedCase"', 'mixedCase'],
        ['my own', 'my own'],
        ['"my own"', 'my own']
    ])('%s is the warehouse and the database %s', async (written, stored) => {
        const found = await act(await started(written), integration, 'test-connection');
        expect(found).toMatchObject({ ok: true, warehouse: stored, database: stored });
    });

    test('a bare name is never one of mixed case, and the remedy says how to write that', async () => {
        const found = await act(await started('mixedCase'), integration, 'test-connection');
        expect(found).toMatchObject({ ok: false });
        expect(JSON.stringify(found['checks'])).toMatch(/MIXEDCASE|390201|does not exist/);
    });
});
