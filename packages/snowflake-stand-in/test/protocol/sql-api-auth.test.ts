import { generateKeyPairSync } from 'node:crypto';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { startSnowflake, type EmbeddedSnowflake } from '../../src/server.js';

import { fakeAccount, USER, type FakeAccount } from '../../src/protocol/fake-engine.js';
import { call, keyPairToken, type Reply, type TokenClaims } from './sql-api-client.js';

let account: FakeAccount;
let snowflake: EmbeddedSnowflake;

beforeEach(async () => {
    account = fakeAccount();
    snowflake = await startSnowflake({ engine: account.engine });
});
afterEach(() => snowflake.close());

const now = (): number => Math.floor(Date.now() / 1000);
const submit = (token: string | null, headers: Readonly<Record<string, string>> = {}): Promise<Reply> =>
    call(`${snowflake.url}/api/v2/statements`, token, { body: { statement: 'EMPTY' }, headers });
const refusal = (): string | null | undefined => snowflake.requests.at(-1)?.refusal;

test.each<[string, TokenClaims]>([
    ['the locator', {}],
    ['organisation and account name', { account: 'MYORG-MY_ACCOUNT' }],
    ['organisation and account name as a host name writes it', { account: 'MYORG-MY-ACCOUNT' }],
    ['a lifetime beyond the hour that Snowflake allows', { lifetimeSeconds: 86_400 }]
])('a token that names %s is taken', async (_, claims) => {
    expect((await submit(keyPairToken(account.privateKey, USER, claims))).status).toBe(200);
    expect(snowflake.requests.at(-1)?.auth).toBe('key-pair');
});

test('either of the two keys of a user signs in, with or without the header', async () => {
    const token = keyPairToken(account.secondPrivateKey, USER);
    expect((await submit(token)).status).toBe(200);
    expect((await submit(token, { 'X-Snowflake-Authorization-Token-Type': 'KEYPAIR_JWT' })).status).toBe(200);
});

test.each<[string, TokenClaims, string]>([
    ['another account', { account: 'ZZ99999' }, 'JWT_TOKEN_ACCOUNT_MISMATCH'],
    ['the account in lower case', { account: 'xy12345' }, 'JWT_TOKEN_INVALID'],
    ['the account with its region', { account: 'XY12345.US-EAST-1' }, 'JWT_TOKEN_INVALID_USER_IN_ISSUER'],
    ['an unknown user', { user: 'NOBODY' }, 'JWT_TOKEN_INVALID_USER_IN_ISSUER'],
    ['an issuer that is not the subject', { issuer: 'XY12345.OTHER.SHA256:abc' }, 'JWT_TOKEN_INVALID'],
    [
        'a fingerprint of no key',
        { issuer: `XY12345.${USER}.SHA256:abc` },
        'JWT_TOKEN_INVALID_PUBLIC_KEY_FINGERPRINT_MISMATCH'
    ],
    ['a time that has passed', { issuedAt: now() - 120, lifetimeSeconds: 60 }, 'JWT_TOKEN_INVALID_EXPIRATION_TIME'],
    [
        'a time that has passed an hour after issue, whatever it says',
        { issuedAt: now() - 3700, lifetimeSeconds: 7200 },
        'JWT_TOKEN_INVALID_EXPIRATION_TIME'
    ],
    ['a time of issue to come', { issuedAt: now() + 600 }, 'JWT_TOKEN_INVALID_ISSUE_TIME']
])('a token that names %s answers 401', async (_, claims, reason) => {
    expect(await submit(keyPairToken(account.privateKey, USER, claims))).toMatchObject({
        status: 401,
        body: { code: '390144', message: expect.stringMatching(/^JWT token is invalid\. \[[0-9a-f-]{36}\]$/) }
    });
    expect(refusal()).toBe(reason);
});

test('a key that the user does not have answers 401, also under the fingerprint of one that the user has', async () => {
    const { privateKey } = generateKeyPairSync('rsa', {
        modulusLength: 2048,
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
    });
    expect((await submit(keyPairToken(privateKey, USER))).status).toBe(401);
    expect(refusal()).toBe('JWT_TOKEN_INVALID_PUBLIC_KEY_FINGERPRINT_MISMATCH');

    const [, payload] = keyPairToken(account.privateKey, USER).split('.');
    const [header, , signature] = keyPairToken(privateKey, USER).split('.');
    expect((await submit(`${header}.${payload}.${signature}`)).status).toBe(401);
    expect(refusal()).toBe('JWT_TOKEN_INVALID_SIGNATURE');
});

test('a programmatic access token signs in alone', async () => {
    const kind = { 'X-Snowflake-Authorization-Token-Type': 'PROGRAMMATIC_ACCESS_TOKEN' };
    expect((await submit(account.accessToken, kind)).status).toBe(200);
    expect((await submit(account.accessToken)).status).toBe(200);
    expect(snowflake.requests.map((request) => request.auth)).toEqual([
        'programmatic-access-token',
        'programmatic-access-token'
    ]);
    expect(await submit('not-a-token', kind)).toMatchObject({
        status: 401,
        body: { code: '394400', message: 'Programmatic access token is invalid.' }
    });
});

test('no token and a token of OAuth answer 401 with 390303', async () => {
    expect(await submit(null)).toMatchObject({ status: 401, body: { code: '390303' } });
    expect(await submit('opaque')).toMatchObject({ status: 401, body: { code: '390303' } });
    const token = keyPairToken(account.privateKey, USER);
    expect(await submit(token, { 'X-Snowflake-Authorization-Token-Type': 'OAUTH' })).toMatchObject({ status: 401 });
});

test('a disabled user is refused with a good token', async () => {
    expect(await submit(keyPairToken(account.privateKey, 'DISABLED'))).toMatchObject({
        status: 401,
        body: { code: '390101' }
    });
});

test('a network policy names the address that it refuses', async () => {
    snowflake.faults.refuseAddress('203.0.113.9');
    const token = keyPairToken(account.privateKey, USER);
    expect(await submit(token)).toMatchObject({
        status: 401,
        body: { code: '390422', message: expect.stringContaining('IP/Token 203.0.113.9 is not allowed') }
    });
    snowflake.faults.refuseAddress(null);
    expect((await submit(token)).status).toBe(200);
});

test('an expiry that a test orders hits one request', async () => {
    snowflake.faults.order({ kind: 'expire-token' });
    const token = keyPairToken(account.privateKey, USER);
    expect(await submit(token)).toMatchObject({ status: 401, body: { code: '390144' } });
    expect((await submit(token)).status).toBe(200);
});

test('nobody sees the statements of another user', async () => {
    const mine = await submit(keyPairToken(account.privateKey, USER));
    const url = `${snowflake.url}/api/v2/statements/${String(mine.body['statementHandle'])}`;
    expect(await call(url, keyPairToken(account.privateKey, 'MFA'))).toMatchObject({ body: { code: '000709' } });
});
