import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { embedded } from './account.js';
import type { ConnectionSettings } from './account.js';

test.for<[string, ConnectionSettings, string, RegExp]>([
    ['a wrong password', { password: 'wrong' }, 'invalid_credentials', /Incorrect username or password/],
    ['an unknown user', { username: 'NOBODY' }, 'invalid_credentials', /Incorrect username or password/],
    ['a locked user', { username: 'LOCKED' }, 'user_locked', /temporarily locked.*MINS_TO_UNLOCK/],
    ['a disabled user', { username: 'DISABLED' }, 'user_locked', /disabled.*SET DISABLED = FALSE/],
    ['a user with MFA', { username: 'MFA' }, 'mfa_required', /Multi-factor.*programmatic access token/],
    [
        'a user without passwords',
        { username: 'TOKENONLY' },
        'password_not_allowed',
        /policy.*programmatic access token/
    ],
    ['a role not granted', { config: { role: 'BOSS' } }, 'role_not_granted', /Role 'BOSS'.*GRANT ROLE/],
    ['a missing warehouse', { config: { warehouse: 'NONE' } }, 'warehouse_not_available', /warehouse does not exist/],
    ['an unknown account', { config: { account: 'nosuch' } }, 'account_not_found', /no such account.*myorg-myaccount/]
])('%s has its own message', async ([, settings, code, advice]) => {
    const { client, account } = await embedded();
    const own = client(settings);
    const error: unknown = await own.execute('NUMBERS 1').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, advice: expect.stringMatching(advice) });
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain(settings.password ?? account.password);
});

test('a network policy’s refusal names the address that it refused', async () => {
    const { client, server } = await embedded();
    server.faults.refuseAddress('203.0.113.9');
    await expect(client().signIn()).rejects.toMatchObject({
        code: 'network_policy',
        message: expect.stringContaining('203.0.113.9')
    });
});

test.for([
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'account_not_found', /no Snowflake account at this address.*us-east-2\.aws/],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'unavailable', /certificate.*proxy or firewall/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unavailable', /certificate.*proxy or firewall/],
    ['ERR_FR_TOO_MANY_REDIRECTS', 'unavailable', /could not be sent/]
] as const)('after %s one request says what to fix, without the request in the error', async ([code, said, advice]) => {
    const { client, account, breakProxy, proxied } = await embedded();
    breakProxy((sent) =>
        Promise.reject(Object.assign(new Error('getaddrinfo'), { code, config: { data: sent.body, headers: {} } }))
    );
    const error: unknown = await client()
        .execute('NUMBERS 1')
        .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: said, advice: expect.stringMatching(advice) });
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain(account.password);
    expect(proxied).toHaveLength(1);
});

test('a refused sign-in is not followed by a second one to cancel a statement that never ran', async () => {
    const { client, proxied } = await embedded();
    await expect(client({ config: { account: 'nosuch' } }).execute('NUMBERS 1')).rejects.toMatchObject({
        code: 'account_not_found'
    });
    expect(proxied).toHaveLength(1);
});

test('a sign-in without an answer ends at its time limit', async () => {
    const { client, breakProxy, proxied } = await embedded();
    breakProxy(() => new Promise(() => {}));
    await expect(client({}, { loginTimeoutMs: 20 }).execute('NUMBERS 1')).rejects.toMatchObject({
        code: 'login_timeout',
        message: 'Snowflake did not answer the sign-in within 0.02 seconds.',
        remedy: expect.stringContaining('MFA')
    });
    expect(proxied).toHaveLength(1);
});

test('a failed sign-in is not remembered: the next call signs in anew', async () => {
    const { client, server } = await embedded();
    const own = client();
    server.faults.order({ kind: 'refuse-ip', ip: '203.0.113.9' }, { path: '/session/v1/login-request' });
    await expect(own.signIn()).rejects.toMatchObject({ code: 'network_policy' });
    expect((await own.execute('NUMBERS 1')).rowCount).toBe(1);
});

test.for([
    ['https://evil.example', {}],
    ['xy12345.snowflakecomputing.com:8080', {}],
    ['user@xy12345.snowflakecomputing.com', {}],
    ['https://xy12345.snowflakecomputing.com.evil.example', {}],
    ['https://acme.snowflake.test', { SNOWFLAKE_ALLOWED_HOST_SUFFIXES: 'other.test' }],
    ['', {}]
] as const)('with the account %j no request leaves', async ([account, environment]) => {
    const { client, proxied } = await embedded();
    await expect(client({ config: { account }, environment }).signIn()).rejects.toMatchObject({
        code: 'invalid_account'
    });
    expect(proxied).toEqual([]);
});

test('an operator can allow a host of their own', async () => {
    const { client, proxied } = await embedded();
    const environment = { SNOWFLAKE_ALLOWED_HOST_SUFFIXES: 'snowflake.test' };
    await client({ config: { account: 'https://xy12345.snowflake.test/' }, environment }).signIn();
    expect(proxied[0]?.host).toBe('xy12345.snowflake.test');
});

test('a connection without credentials is said to have none', async () => {
    const { client, proxied } = await embedded();
    await expect(client({ password: '' }).signIn()).rejects.toMatchObject({ code: 'invalid_credentials' });
    expect(proxied).toEqual([]);
});
