/** Connections by OAuth: access tokens of ten minutes, which Nango renews, and how each end of them is told. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CONNECTION, OAUTH, startWorld, USER } from '../../local/world.js';
import type { World } from '../../local/world.js';

const MINUTE_MS = 60_000;

let world: World;
beforeEach(async () => {
    let nango: World['nango'] | undefined;
    world = await startWorld({
        snowflake: { now: () => nango?.clock.now() ?? Date.now() },
        fill: ({ account }) => void account.addDatabase({ name: 'SALES' })
    });
    nango = world.nango;
});
afterEach(async () => await world.close());

test('an hour later the token is another, and the sync does not notice', async () => {
    const before = world.snowflake.oauth.refreshes;
    world.nango.clock.advance(60 * MINUTE_MS);
    const result = await world.nango.runSync(OAUTH, 'databases', CONNECTION);
    expect(result.error).toBeNull();
    expect(world.snowflake.oauth.refreshes).toBeGreaterThan(before);
    expect(world.nango.records(OAUTH, CONNECTION, 'Database')).not.toEqual([]);
});

test('a token that Snowflake calls expired is renewed once, and the statement sent again', async () => {
    world.snowflake.faults.order(
        { kind: 'refuse', code: '390318', message: 'OAuth access token expired.' },
        { path: /^\/api\/v2\/statements$/ },
        1
    );
    const { output, error } = await world.nango.runAction(OAUTH, 'execute-statement', CONNECTION, {
        statement: 'SELECT 1 AS ONE'
    });
    expect(error).toBeNull();
    expect(output).toMatchObject({ state: 'succeeded', records: [{ ONE: 1 }] });
});

test('a consent that was withdrawn says to reconnect, on every function', async () => {
    const connection = world.nango.connections.find(OAUTH, CONNECTION);
    if (connection?.credentials.type !== 'OAUTH2') throw new Error('no OAuth connection');
    world.snowflake.oauth.withdraw(connection.credentials.refresh_token);
    const told = { code: 'authorization_ended', message: expect.stringMatching(/reconnect/) };
    const sync = await world.nango.runSync(OAUTH, 'databases', CONNECTION);
    expect(sync.error?.payload).toMatchObject(told);
    const action = await world.nango.runAction(OAUTH, 'list-databases', CONNECTION, {});
    expect(action.error?.payload).toMatchObject(told);
});

test('another role than the one consented to is refused by what to do about it', async () => {
    const { account } = world.engine;
    account.addRole({ name: 'OTHER' });
    account.grantRole('OTHER', { kind: 'USER', name: USER });
    const connection = world.nango.connections.find(OAUTH, CONNECTION);
    Object.assign(connection?.connectionConfig ?? {}, { role: 'OTHER' });
    const { error } = await world.nango.runOnEvent(OAUTH, 'validate-connection', CONNECTION);
    expect(error?.payload).toMatchObject({
        code: 'role_not_granted',
        message: expect.stringMatching(/session:role/)
    });
});

test('a token leaves for no host but one of Snowflake’s', async () => {
    const connection = world.nango.connections.find(OAUTH, CONNECTION);
    if (connection?.credentials.type !== 'OAUTH2') throw new Error('no OAuth connection');
    connection.connectionConfig['snowflake_account_url'] = 'myorg-myaccount.evil.test';
    // Else Nango would ask that host for another token, and say that it got none.
    connection.credentials = { ...connection.credentials, expires_at: '2100-01-01T00:00:00.000Z' };
    const asked = world.snowflake.requests.length;
    const { error } = await world.nango.runOnEvent(OAUTH, 'validate-connection', CONNECTION);
    expect(error?.payload).toMatchObject({ code: 'invalid_account' });
    expect(world.snowflake.requests.slice(asked).filter(({ path }) => path.startsWith('/api'))).toEqual([]);
});
