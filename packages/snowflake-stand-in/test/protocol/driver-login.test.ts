import { generateKeyPairSync } from 'node:crypto';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { startSnowflake, type EmbeddedSnowflake } from '../../src/server.js';

import { connect } from './driver-client.js';
import { fakeAccount, USER, type FakeAccount } from '../../src/protocol/fake-engine.js';

let account: FakeAccount;
let snowflake: EmbeddedSnowflake;

beforeEach(async () => {
    account = fakeAccount();
    snowflake = await startSnowflake({ engine: account.engine });
});
afterEach(() => snowflake.close());

const loginKind = (): string | undefined =>
    snowflake.requests.find((request) => request.path === '/session/v1/login-request')?.auth;

test('the driver logs in by password and out', async () => {
    const client = await connect(snowflake, { password: account.password });
    expect(snowflake.sessions.openCount).toBe(1);
    expect(loginKind()).toBe('password');
    await client.close();
    expect(snowflake.sessions.openCount).toBe(0);
});

test('the driver logs in by key pair', async () => {
    const client = await connect(snowflake, { authenticator: 'SNOWFLAKE_JWT', privateKey: account.privateKey });
    expect(await client.query('NUMBERS 1')).toEqual([{ N: 0, LABEL: 'row 0' }]);
    expect(loginKind()).toBe('key-pair');
    await client.close();
});

test.each([
    ['as itself', { authenticator: 'PROGRAMMATIC_ACCESS_TOKEN' }, 'token' as const],
    ['in place of the password', {}, 'password' as const]
])('the driver logs in by a programmatic access token %s', async (_, options, place) => {
    const client = await connect(snowflake, { ...options, [place]: account.accessToken });
    expect(loginKind()).toBe('programmatic-access-token');
    await client.close();
});

test.each([
    ['a wrong password', { password: 'wrong' }, '390100', 'Incorrect username or password was specified.'],
    ['an unknown user', { username: 'NOBODY', password: 'wrong' }, '390100', 'Incorrect username or password'],
    [
        'a wrong access token',
        { authenticator: 'PROGRAMMATIC_ACCESS_TOKEN', token: 'wrong' },
        '394400',
        'Programmatic access token is invalid.'
    ]
])('%s is refused in the words of the service', async (_, options, code, message) => {
    await expect(connect(snowflake, options)).rejects.toMatchObject({
        code,
        message: expect.stringContaining(message)
    });
});

test.each([
    ['LOCKED', '390102', 'temporarily locked'],
    ['DISABLED', '390101', 'User access disabled'],
    ['MFA', '390197', 'Multi-factor authentication is required'],
    ['TOKENONLY', '390202', 'rejected by the current authentication policy']
])('the right password of the user %s is refused', async (username, code, message) => {
    await expect(connect(snowflake, { username, password: account.password })).rejects.toMatchObject({
        code,
        message: expect.stringContaining(message)
    });
});

test('a key that is not the user’s is refused', async () => {
    const { privateKey } = generateKeyPairSync('rsa', {
        modulusLength: 2048,
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
    });
    await expect(connect(snowflake, { authenticator: 'SNOWFLAKE_JWT', privateKey })).rejects.toMatchObject({
        code: '390144'
    });
});

test('a network policy names the address that it refuses', async () => {
    snowflake.faults.refuseAddress('203.0.113.9');
    await expect(connect(snowflake, { password: account.password })).rejects.toMatchObject({
        code: '390422',
        message: expect.stringContaining('203.0.113.9')
    });
});

test('a role that is not granted is refused', async () => {
    await expect(connect(snowflake, { password: account.password, role: 'nobody' })).rejects.toMatchObject({
        code: '390189'
    });
});

test('a warehouse that is not there leaves the session without one unless the client asked for a check', async () => {
    const client = await connect(snowflake, { password: account.password, warehouse: 'nowhere' });
    await client.close();

    const response = await fetch(`${snowflake.url}/session/v1/login-request?warehouse=nowhere`, {
        method: 'POST',
        body: JSON.stringify({
            data: {
                ACCOUNT_NAME: 'xy12345',
                LOGIN_NAME: USER,
                PASSWORD: account.password,
                SESSION_PARAMETERS: { CLIENT_VALIDATE_DEFAULT_PARAMETERS: true }
            }
        })
    });
    expect(await response.json()).toMatchObject({ success: false, code: '390201' });
});

test('an account that is not there answers 404, by its host and by its name', async () => {
    await expect(connect(snowflake, { account: 'zz99999', password: account.password })).rejects.toMatchObject({
        response: { statusCode: 404 }
    });
});
