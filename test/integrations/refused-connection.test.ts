/** What Connect UI says of each refusal: a remedy that fits the way in which the connection signs in. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CONNECTION, INTEGRATIONS, KEY_PAIR, PASSWORD, startWorld } from '../../local/world.js';
import type { World } from '../../local/world.js';
import type { Fault } from 'snowflake-stand-in/protocol/faults.js';

const FIRST_REQUEST = /^(\/session\/v1\/login-request|\/api\/v2\/statements)$/;

let world: World;
beforeAll(async () => {
    world = await startWorld({
        nango: { waits: 'none' },
        fill: ({ account }) => void account.addDatabase({ name: 'SALES' })
    });
});
afterEach(() => world.snowflake.faults.clear());
afterAll(async () => await world.close());

async function refusal(integration: string, fault: Fault): Promise<{ code: unknown; message: unknown }> {
    world.snowflake.faults.order(fault, { path: FIRST_REQUEST }, 1000);
    const result = await world.nango.runOnEvent(integration, 'validate-connection', CONNECTION);
    expect(result.status).toBe('failed');
    return { code: result.error?.payload['code'], message: result.error?.payload['message'] };
}

const POLICY = 'Authentication attempt rejected by the current authentication policy.';

test.each([
    [PASSWORD, '390106', 'Specified password has expired.', 'invalid_credentials', /change it.*access token/],
    [
        PASSWORD,
        '390190',
        'There was an error related to the SAML Identity Provider account parameter.',
        'invalid_credentials',
        /identity provider/
    ],
    [
        KEY_PAIR,
        '390190',
        'There was an error related to the SAML Identity Provider account parameter.',
        'invalid_credentials',
        /identity provider/
    ],
    [PASSWORD, '390432', 'Network policy is required.', 'network_policy', /CREATE NETWORK POLICY/],
    [KEY_PAIR, '390432', 'Network policy is required.', 'network_policy', /CREATE NETWORK POLICY/],
    [PASSWORD, '390202', POLICY, 'password_not_allowed', /access token.*or a key pair/],
    [KEY_PAIR, '390202', POLICY, 'authentication_policy', /AUTHENTICATION_METHODS with KEYPAIR/],
    [PASSWORD, '000666', 'Your account is suspended.', 'account_suspended', /administrator/],
    [PASSWORD, '399999', 'Something new.', 'invalid_credentials', /LOGIN_HISTORY/],
    [KEY_PAIR, '399999', 'Something new.', 'invalid_credentials', /LOGIN_HISTORY/]
] as const)('%s, %s: %s', async (integration, code, message, said, remedy) => {
    const told = await refusal(integration, { kind: 'refuse', code, message });
    expect(told).toEqual({ code: said, message: expect.stringMatching(remedy) });
    if (integration === KEY_PAIR) expect(told.message).not.toMatch(/or a key pair/);
    else expect(told.message).not.toMatch(/public key/);
});

test('a 401 without a code speaks of what the connection signs in with', async () => {
    const bare: Fault = { kind: 'page', status: 401 };
    expect((await refusal(PASSWORD, bare)).message).toMatch(/Check user name .* and password/);
    world.snowflake.faults.clear();
    expect((await refusal(KEY_PAIR, bare)).message).toMatch(/public key/);
});

test.each([
    [403, /account identifier.*network policy/],
    [404, /account identifier/]
])('a page with HTTP %i is the same trouble on both connections, in the same words', async (status, remedy) => {
    const told = [];
    for (const integration of INTEGRATIONS) {
        told.push(await refusal(integration, { kind: 'page', status }));
        world.snowflake.faults.clear();
    }
    expect(told[0]).toEqual({ code: 'account_not_found', message: expect.stringMatching(remedy) });
    expect(told[1]).toEqual(told[0]);
});

describe.each(INTEGRATIONS)('%s', (integration) => {
    test('an outage is not blamed on the account or on MFA', async () => {
        const told = await refusal(integration, { kind: 'status', status: 503 });
        expect(told).toEqual({ code: 'unavailable', message: expect.stringMatching(/503/) });
        expect(told.message).not.toMatch(/account identifier|MFA/);
    });

    test('a host that nobody knows is an unknown account', async () => {
        world.nango.network.failLookups(/snowflakecomputing/, 1000);
        const result = await world.nango.runOnEvent(integration, 'validate-connection', CONNECTION);
        world.nango.network.failLookups(/./, 0);
        expect(result.error?.payload).toMatchObject({
            code: 'account_not_found',
            message: expect.stringMatching(/no Snowflake account at this address.*us-east-2\.aws/)
        });
    });
});

test.each(INTEGRATIONS)(
    'a misspelt schema is named as that, and the database is not blamed (%s)',
    async (integration) => {
        const connection = world.nango.connections.get(integration, CONNECTION);
        const { connectionConfig } = connection;
        const answer = async (schema: string) => {
            connection.connectionConfig = { ...connectionConfig, database: 'SALES', schema };
            const { error } = await world.nango.runOnEvent(integration, 'validate-connection', CONNECTION);
            const { output } = await world.nango.runAction(integration, 'test-connection', CONNECTION, {});
            connection.connectionConfig = connectionConfig;
            return { error, output };
        };
        const wrong = await answer('NOPE');
        expect(wrong.error?.payload).toMatchObject({
            code: 'object_not_found',
            message: expect.stringMatching(/^The schema NOPE does not exist in the database SALES/)
        });
        expect(wrong.output).toMatchObject({ ok: false });
        expect((await answer('public')).error).toBeNull();
    }
);
