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

test.each(INTEGRATIONS)('each name in the settings has to match something (%s)', async (integration) => {
    const { account } = world.engine;
    account.addSchema(account.database('SALES'), { name: 'EMPTY' });
    account.addDatabase({ name: 'VOID' });
    const sync = async (metadata: Record<string, unknown>): Promise<unknown> => {
        world.setMetadata(metadata);
        return (await world.nango.runSync(integration, 'tables', CONNECTION)).error?.payload['message'] ?? null;
    };
    const before = await sync({});
    expect(before).toBeNull();
    for (const [metadata, name] of [
        [{ include_databases: ['SALES', 'SALSE'] }, 'SALSE (include_databases)'],
        [{ include_databases: ['SALES', 'X*'] }, 'X* (include_databases)'],
        [{ exclude_databases: ['VIOD'] }, 'VIOD (exclude_databases)'],
        [{ include_schemas: ['SALES.S', 'SALES.T'] }, 'SALES.T (include_schemas)'],
        [{ include_schemas: ['SALES.S', 'VIOD.*'] }, 'VIOD.* (include_schemas)'],
        [
            {
                schemas: [
                    { database: 'SALES', schema: 'S' },
                    { database: '*', schema: 'T' }
                ]
            },
            '*.T (schemas)'
        ],
        [{ exclude_schemas: ['"SALES"."s"'] }, '"SALES"."s" (exclude_schemas)']
    ] as const) {
        expect([metadata, await sync(metadata)]).toEqual([metadata, expect.stringContaining(`see: ${name}.`)]);
    }
    expect(world.nango.records(integration, CONNECTION, 'Table')).toHaveLength(1);
    for (const metadata of [
        { include_databases: ['sales', 'V*'], exclude_databases: ['*_TMP'] },
        { include_schemas: ['SALES.S', 'SALES.EMPTY', 'VOID.*'], exclude_schemas: ['*.TMP_*', 'VOID.PUBLIC'] },
        { exclude_databases: ['VOID'], exclude_schemas: ['VOID.ANY', 'SALES.INFORMATION_SCHEMA'] }
    ]) {
        expect([metadata, await sync(metadata)]).toEqual([metadata, null]);
    }
    // What cannot be read cannot be told either.
    account.database('VOID').unreadable = 'no_usage';
    expect(await sync({ include_schemas: ['SALES.S', 'VOID.ANY'] })).toBeNull();
});

test.each(INTEGRATIONS)('nothing of INFORMATION_SCHEMA moves by itself (%s)', async (integration) => {
    world.setMetadata({ include_information_schema: true });
    await world.nango.runSync(integration, 'schemas', CONNECTION);
    const found = world.nango.records(integration, CONNECTION, 'Schema');
    expect(found.find(({ name }) => name === 'INFORMATION_SCHEMA')).toMatchObject({ created_on: null });
});
