/** What a customer sees in Connect UI: a connection that works is described, one that cannot says what to fix. */
import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Connection } from 'nango-stand-in/connections.js';
import { CONNECTION, INTEGRATIONS, KEY_PAIR, PASSWORD, startWorld, USER } from '../../local/world.js';
import type { World } from '../../local/world.js';

let world: World;
beforeEach(async () => {
    world = await startWorld({ fill: ({ account }) => void account.addDatabase({ name: 'SALES' }) });
});
afterEach(async () => {
    await world.close();
});

/** The payload of the refusal; Connect UI shows its message alone. */
async function refusal(integration: string): Promise<{ code: unknown; message: unknown }> {
    const result = await world.nango.runOnEvent(integration, 'validate-connection', CONNECTION);
    expect(result.status).toBe('failed');
    return { code: result.error?.payload['code'], message: result.error?.payload['message'] };
}

function connection(integration: string): Connection {
    return world.nango.connections.get(integration, CONNECTION);
}

test.each(INTEGRATIONS)('a connection that works is accepted, with one session at most (%s)', async (integration) => {
    connection(integration).connectionConfig = {
        ...connection(integration).connectionConfig,
        role: 'ACCOUNTADMIN',
        warehouse: 'NANGO_WH',
        database: 'SALES'
    };
    expect((await world.nango.runOnEvent(integration, 'validate-connection', CONNECTION)).error).toBeNull();
    expect(world.snowflake.sessions.openCount).toBe(0);
});

test.each(INTEGRATIONS)(
    "a new connection's account, role and warehouse are noted, beside what the app keeps there (%s)",
    async (integration) => {
        world.setMetadata({ plan: 'pro' });
        expect((await world.nango.runOnEvent(integration, 'post-connection-creation', CONNECTION)).error).toBeNull();
        expect(connection(integration).metadata).toMatchObject({
            plan: 'pro',
            snowflake: {
                organization: 'MYORG',
                account: 'MYACCOUNT',
                locator: 'XY12345',
                region: 'AWS_US_EAST_1',
                user: USER,
                role: 'ACCOUNTADMIN',
                warehouse: 'NANGO_WH'
            }
        });
        expect((await world.nango.runSync(integration, 'databases', CONNECTION)).error).toBeNull();
    }
);

test('a key that is not the one on the user is refused with what to check', async () => {
    const other = generateKeyPairSync('rsa', {
        modulusLength: 2048,
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
    });
    world.engine.account.setPublicKey(USER, other.publicKey);
    expect(await refusal(KEY_PAIR)).toEqual({
        code: 'invalid_credentials',
        message: expect.stringMatching(/RSA_PUBLIC_KEY/)
    });
});

test('a wrong password is refused with the way to a token or a key', async () => {
    world.engine.account.user(USER).password = 'another';
    expect(await refusal(PASSWORD)).toEqual({
        code: 'invalid_credentials',
        message: expect.stringMatching(/password.*programmatic access token/i)
    });
});

test('a user who needs a second factor is led to a token or a key', async () => {
    world.engine.account.user(USER).mfa = true;
    expect(await refusal(PASSWORD)).toEqual({
        code: 'mfa_required',
        message: expect.stringMatching(/programmatic access token/i)
    });
});

test('an account that refuses passwords says so', async () => {
    world.engine.account.user(USER).passwordAllowed = false;
    expect(await refusal(PASSWORD)).toEqual({
        code: 'password_not_allowed',
        message: expect.stringMatching(/programmatic access token/i)
    });
});

test('a locked user is told how to be unlocked', async () => {
    world.engine.account.user(USER).lockedUntil = Date.now() + 900_000;
    expect(await refusal(PASSWORD)).toEqual({ code: 'user_locked', message: expect.stringMatching(/MINS_TO_UNLOCK/) });
});

test.each(INTEGRATIONS)('a network policy is named with the address that it refused (%s)', async (integration) => {
    world.snowflake.faults.refuseAddress('203.0.113.9');
    expect(await refusal(integration)).toEqual({
        code: 'network_policy',
        message: expect.stringMatching(/203\.0\.113\.9.*network policy/)
    });
});

test.each(INTEGRATIONS)('a role that the user does not have is refused (%s)', async (integration) => {
    world.engine.account.addRole({ name: 'SECRET_ROLE' });
    connection(integration).connectionConfig = { ...connection(integration).connectionConfig, role: 'SECRET_ROLE' };
    expect(await refusal(integration)).toEqual({
        code: 'role_not_granted',
        message: expect.stringMatching(/SECRET_ROLE.*GRANT ROLE/)
    });
});

test.each(INTEGRATIONS)('a warehouse that is not there is refused (%s)', async (integration) => {
    world.engine.account.user(USER).defaultWarehouse = null;
    connection(integration).connectionConfig = { ...connection(integration).connectionConfig, warehouse: 'NOPE_WH' };
    expect(await refusal(integration)).toEqual({
        code: 'warehouse_not_available',
        message: expect.stringMatching(/NOPE_WH/)
    });
});

test.each(INTEGRATIONS)('a database that is not there is refused (%s)', async (integration) => {
    connection(integration).connectionConfig = { ...connection(integration).connectionConfig, database: 'NOPE' };
    expect(await refusal(integration)).toEqual({ code: 'object_not_found', message: expect.stringMatching(/NOPE/) });
});

test('an account identifier that smuggles in another host is refused before anything is sent', async () => {
    for (const account of [
        'evil.example.com',
        'https://snowflakecomputing.com.evil.example',
        'user@evil',
        'a.snowflakecomputing.com:8443',
        ''
    ]) {
        connection(PASSWORD).connectionConfig = { account };
        expect(await refusal(PASSWORD)).toMatchObject({ code: 'invalid_account' });
    }
    expect(world.snowflake.requests).toEqual([]);
});

test('a programmatic access token serves in place of the password', async () => {
    const token = 'token-made-for-this-test';
    const { account } = world.engine;
    const { name } = account.addNetworkPolicy({ name: 'TESTS', allowed: ['127.0.0.1'] });
    Object.assign(account.user(USER), { programmaticAccessTokens: [token], networkPolicy: name });
    connection(PASSWORD).credentials = { type: 'BASIC', username: USER, password: token };
    expect((await world.nango.runOnEvent(PASSWORD, 'validate-connection', CONNECTION)).error).toBeNull();
});
