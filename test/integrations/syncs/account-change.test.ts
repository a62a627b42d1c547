/** A connection that is moved to another account: its records stay until somebody says that the others take their place. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEngine } from 'snowflake-stand-in/engine/engine.js';
import { startSnowflake } from 'snowflake-stand-in/server.js';
import type { EmbeddedSnowflake } from 'snowflake-stand-in/server.js';
import { CONNECTION, INTEGRATIONS, KEY_PAIR, startWorld, USER } from '../../../local/world.js';
import type { World } from '../../../local/world.js';

let world: World;
let other: EmbeddedSnowflake;
beforeEach(async () => {
    const engine = await createEngine({
        organizationName: 'OTHER',
        accountName: 'ACCOUNT',
        accountLocator: 'AB98765',
        region: 'AZURE_WESTEUROPE'
    });
    engine.account.addDatabase({ name: 'ELSEWHERE' });
    engine.account.addWarehouse({ name: 'NANGO_WH' });
    other = await startSnowflake({ engine });
    world = await startWorld({
        hosts: { 'other-account.snowflakecomputing.com': other.url, 'ab98765.west-europe.*': other.url },
        fill: ({ account }) => {
            for (const name of ['A', 'B', 'C']) account.addDatabase({ name });
        }
    });
    engine.account.users.set(USER, world.engine.account.user(USER));
    engine.account.grantRole('ACCOUNTADMIN', { kind: 'USER', name: USER });
});
afterEach(async () => {
    await world.close();
    await other.close();
});

/** As a reconnect does, without what else it does. */
function move(integration: string, account: string, identifier: string): void {
    const connection = world.nango.connections.get(integration, CONNECTION);
    connection.connectionConfig = integration === KEY_PAIR ? { subdomain: account } : { account };
    if (connection.credentials.type === 'JWT') {
        connection.credentials = { ...connection.credentials, accountIdentifier: identifier };
        connection.token = null;
    }
}

function names(integration: string): unknown[] {
    return world.nango
        .records(integration, CONNECTION, 'Database')
        .map(({ name }) => name)
        .sort();
}

test.each(INTEGRATIONS)('another account is refused by both names, until it is allowed (%s)', async (integration) => {
    const sync = async () => await world.nango.runSync(integration, 'databases', CONNECTION);
    await sync();
    move(integration, 'other-account', 'OTHER-ACCOUNT');
    for (const metadata of [{}, { allow_account: 'third-account' }]) {
        world.setMetadata(metadata);
        expect((await sync()).error?.payload).toMatchObject({
            code: 'account_changed',
            account_before: 'myorg-myaccount',
            account: 'other-account'
        });
        expect(names(integration)).toEqual(['A', 'B', 'C']);
    }
    world.setMetadata({ allow_account: integration === KEY_PAIR ? 'OTHER.ACCOUNT' : 'ab98765' });
    expect((await sync()).error).toBeNull();
    expect(names(integration)).toEqual(['ELSEWHERE']);

    move(integration, 'myorg-myaccount', 'MYORG-MYACCOUNT');
    expect((await sync()).error?.payload).toMatchObject({ code: 'account_changed' });
});

test.each(INTEGRATIONS)('another spelling of the same account is the same (%s)', async (integration) => {
    const sync = async () => await world.nango.runSync(integration, 'databases', CONNECTION);
    await sync();
    move(integration, 'xy12345.us-east-1', 'XY12345');
    world.statements();
    expect((await sync()).error).toBeNull();
    expect(world.statements()).toHaveLength(2);
    expect((await sync()).error).toBeNull();
    expect(world.statements()).toHaveLength(1);
});

test.each(INTEGRATIONS)('rows of a query are kept from another account likewise (%s)', async (integration) => {
    const query = { query: 'SELECT CURRENT_ACCOUNT_NAME() AS ID, 1 AS AT', id_column: 'ID', warehouse: 'NANGO_WH' };
    const settings = { ...query, queries: { named: { ...query, incremental_column: 'AT' } } };
    world.setMetadata(settings);
    const variants = { base: 'QueryResult', named: 'QueryResult::named' };
    const sync = async (variant: string) =>
        await world.nango.runSync(integration, 'query-results', CONNECTION, { variant });
    const idsOf = (model: string) => world.nango.records(integration, CONNECTION, model).map(({ id }) => id);
    for (const [variant, model] of Object.entries(variants)) {
        await sync(variant);
        move(integration, 'other-account', 'OTHER-ACCOUNT');
        world.setMetadata(settings);
        expect((await sync(variant)).error?.payload).toMatchObject({
            code: 'account_changed',
            account: 'other-account'
        });
        expect(idsOf(model)).toEqual(['MYACCOUNT']);

        world.setMetadata({ ...settings, allow_account: 'other-account' });
        const cut = { variant, interruptAfterCheckpoints: 1 };
        const results = await world.nango.runSyncToEnd(integration, 'query-results', CONNECTION, cut);
        expect(results.at(-1)?.error).toBeNull();
        expect(idsOf(model)).toEqual(['ACCOUNT']);
        move(integration, 'myorg-myaccount', 'MYORG-MYACCOUNT');
        world.setMetadata(settings);
    }
});

test.each(INTEGRATIONS)('a first run that was cut off knows its account and its settings (%s)', async (integration) => {
    const sync = async (name: string) =>
        await world.nango.runSync(integration, name, CONNECTION, { interruptAfterCheckpoints: 1 });
    const query = { query: 'SELECT 1 AS ID', id_column: 'ID', warehouse: 'NANGO_WH' };
    const syncs = ['databases', 'tables', 'query-results'];
    world.setMetadata({ ...query, exclude_databases: ['C'] });
    for (const name of syncs) expect((await sync(name)).status).toBe('interrupted');
    world.setMetadata({});
    for (const name of syncs) expect((await sync(name)).error?.payload).toMatchObject({ code: 'settings_lost' });
    world.setMetadata({ ...query, exclude_databases: ['C'] });
    move(integration, 'other-account', 'OTHER-ACCOUNT');
    for (const name of syncs) expect((await sync(name)).error?.payload).toMatchObject({ code: 'account_changed' });
});
