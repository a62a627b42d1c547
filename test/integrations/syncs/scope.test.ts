/** Settings that name nothing, or nothing that is there: neither may empty the records. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CONNECTION, INTEGRATIONS, startWorld } from '../../../local/world.js';
import type { World } from '../../../local/world.js';

const SYNCS = [
    ['databases', 'Database'],
    ['schemas', 'Schema'],
    ['tables', 'Table']
] as const;

let world: World;
beforeEach(async () => {
    world = await startWorld({
        fill: ({ account }) => {
            const schema = account.addSchema(account.addDatabase({ name: 'SALES' }), { name: 'S' });
            account.addTable(schema, { name: 'T' }, []);
        }
    });
});
afterEach(async () => {
    await world.close();
});

test.each(INTEGRATIONS.flatMap((integration) => SYNCS.map(([sync, model]) => [integration, sync, model] as const)))(
    '%s: %s keeps its records where the scope is left empty or misspelt',
    async (integration, sync, model) => {
        const count = (): number => world.nango.records(integration, CONNECTION, model).length;
        await world.nango.runSync(integration, sync, CONNECTION);
        const before = count();
        expect(before).toBeGreaterThan(0);

        world.setMetadata({ include_databases: [], include_schemas: [], schemas: [], role: '' });
        expect((await world.nango.runSync(integration, sync, CONNECTION)).error).toBeNull();
        expect(count()).toBe(before);

        for (const metadata of [{ include_databases: ['SALSE'] }, { schemas: ['SALSE.*'] }]) {
            world.setMetadata(metadata);
            for (const again of [false, true]) {
                const { error } = await world.nango.runSync(integration, sync, CONNECTION);
                expect([again, error?.payload]).toEqual([
                    again,
                    expect.objectContaining({
                        code: 'invalid_settings',
                        message: expect.stringContaining(Object.keys(metadata)[0] ?? '')
                    })
                ]);
            }
            expect(count()).toBe(before);
        }
    }
);
