/** Variants of a sync share an account out: what they find together is what the sync itself finds, in requests of their own. */
import { Nango } from '@nangohq/node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CONNECTION, INTEGRATIONS, KEY_PAIR, startWorld } from '../../../local/world.js';
import type { World } from '../../../local/world.js';
import { KINDS } from '../../../shared/catalog/kinds/index.js';
import { KIND_SYNCS } from '../../support/functions.js';

const DATABASES = ['SALES', 'STOCK', 'my.db', 'RAW_EU', 'RAW_US'];
/** Everything is in one of these, and in no two. */
const VARIANTS = ['sales', 'my.db', 'raw', 'others'];
const SETTINGS = {
    exclude_schemas: ['*.SCRATCH'],
    variants: {
        raw: { include_databases: ['RAW_*'] },
        others: { exclude_databases: ['SALES', '"my.db"', 'RAW_*'] }
    }
};

let world: World;
beforeEach(async () => {
    world = await startWorld({
        fill: ({ account }) => {
            for (const name of DATABASES) {
                const database = account.addDatabase({ name });
                for (const schema of ['MAIN', 'SCRATCH']) {
                    const columns = [{ name: 'ID', type: 'NUMBER(38,0)' }];
                    account.addTable(account.addSchema(database, { name: schema }), { name: `T_${schema}` }, columns);
                }
            }
        }
    });
    world.setMetadata(SETTINGS);
});
afterEach(async () => {
    await world.close();
});

function content(integration: string, model: string): string[] {
    return world.nango
        .records(integration, CONNECTION, model)
        .map((record) => JSON.stringify({ ...record, _nango_metadata: null }))
        .sort();
}

const SHARED_OUT = KIND_SYNCS.map(({ name }) => name).filter(
    (name) => name === 'databases' || KINDS.find((kind) => kind.name === name)?.livesIn !== 'account'
);

test.each(INTEGRATIONS)('the records of all variants are those of the sync itself (%s)', async (integration) => {
    for (const sync of SHARED_OUT) {
        const base = await world.nango.runSync(integration, sync, CONNECTION);
        expect([sync, base.error]).toEqual([sync, null]);
        const [model = ''] = Object.keys(base.counts).length > 0 ? Object.keys(base.counts) : [''];
        const together: string[] = [];
        for (const variant of VARIANTS) {
            const result = await world.nango.runSync(integration, sync, CONNECTION, { variant });
            expect([sync, variant, result.error]).toEqual([sync, variant, null]);
            together.push(...content(integration, `${model}::${variant}`));
        }
        expect([sync, ...together.sort()]).toEqual([sync, ...content(integration, model)]);
    }
    expect(content(integration, 'Table').length).toBe(DATABASES.length);
});

test('a variant reads its own databases alone', async () => {
    world.statements();
    await world.nango.runSync(KEY_PAIR, 'tables', CONNECTION, { variant: 'raw' });
    expect(world.statements()).toEqual([
        'SHOW DATABASES',
        'SHOW TABLES IN DATABASE "RAW_EU"',
        'SHOW TABLES IN DATABASE "RAW_US"'
    ]);
});

test.each(INTEGRATIONS)(
    'a variant that is no part of anything is refused, and loses nothing (%s)',
    async (integration) => {
        const run = async (sync: string, variant: string) =>
            (await world.nango.runSync(integration, sync, CONNECTION, { variant })).error?.payload;
        await run('tables', 'sales');
        const before = content(integration, 'Table::sales');
        await world.engine.drop(world.engine.account.database('SALES'));
        expect(await run('tables', 'sales')).toMatchObject({
            code: 'invalid_settings',
            message: expect.stringContaining('sales')
        });
        expect(content(integration, 'Table::sales')).toEqual(before);
        for (const variant of ['nothing', 'constructor', '__proto__']) {
            expect(await run('tables', variant)).toMatchObject({ code: 'invalid_settings' });
        }
        for (const sync of ['roles', 'users'])
            expect(await run(sync, 'sales')).toMatchObject({ code: 'invalid_settings' });
    }
);

test('what moves to another part goes from the one and comes to the other', async () => {
    await world.nango.runSync(KEY_PAIR, 'tables', CONNECTION, { variant: 'raw' });
    const { variants } = SETTINGS;
    world.setMetadata({ ...SETTINGS, variants: { ...variants, raw: { include_databases: ['RAW_US'] } } });
    const result = await world.nango.runSync(KEY_PAIR, 'tables', CONNECTION, { variant: 'raw' });
    expect([result.error, result.counts['Table::raw']]).toMatchObject([null, { added: 0, deleted: 1 }]);
});

test('an app makes a hundred variants, one of which is the sync itself, and reads the records of each', async () => {
    const app = new Nango({ host: world.nango.url, secretKey: world.nango.secretKey });
    const of = { provider_config_key: KEY_PAIR, connection_id: CONNECTION, name: 'databases' };
    expect(await app.createSyncVariant({ ...of, variant: 'raw' })).toMatchObject({ name: 'databases', variant: 'raw' });
    await world.nango.idle();
    const { records } = await app.listRecords({
        providerConfigKey: KEY_PAIR,
        connectionId: CONNECTION,
        model: 'Database',
        variant: 'raw'
    });
    expect(records.map(({ id }) => id).sort()).toEqual(['RAW_EU', 'RAW_US']);
    const refused = async (variant: string) =>
        await app.createSyncVariant({ ...of, variant }).then(
            () => null,
            (error: { response?: { data?: unknown } }) => error.response?.data
        );
    expect(await refused('raw')).toMatchObject({ error: { code: 'sync_variant_already_exists' } });
    expect(await refused('Base')).toMatchObject({ error: { code: 'invalid_variant' } });
    const { id } = world.nango.connections.get(KEY_PAIR, CONNECTION);
    for (let n = 0; n < 98; n += 1) world.nango.schedules.create(id, 'databases', `v${n}`);
    expect(await refused('one-more')).toMatchObject({ error: { code: 'resource_capped' } });
    await app.deleteSyncVariant({ ...of, variant: 'raw' });
});
