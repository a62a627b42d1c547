/** A network policy bars sign-in by the driver and by the SQL API; a programmatic access token asks for one. */
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { fixture } from '../engine/fixture.js';
import { startSnowflake } from '../../src/server.js';
import { connect } from './driver-client.js';
import { call, keyPairToken } from './sql-api-client.js';

import type { Fixture } from '../engine/fixture.js';
import type { EmbeddedSnowflake } from '../../src/server.js';

const keys = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
});
const SECRET = 'token-made-for-this-test';
const BARRED = /Incoming request with IP\/Token 127\.0\.0\.1 is not allowed to access Snowflake/;

let f: Fixture;
let snowflake: EmbeddedSnowflake;
beforeAll(async () => {
    f = await fixture();
    snowflake = await startSnowflake({ engine: f.engine });
    f.engine.account.setPublicKey('ADMIN', keys.publicKey);
    f.engine.account.user('ADMIN').programmaticAccessTokens = [SECRET];
    await f.run(`CREATE NETWORK POLICY HERE ALLOWED_IP_LIST = ('10.0.0.0/8', '127.0.0.1')`);
    await f.run(`CREATE NETWORK POLICY ELSEWHERE ALLOWED_IP_LIST = ('203.0.113.0/24')`);
    await f.run(`CREATE NETWORK POLICY ALL_BUT_HERE ALLOWED_IP_LIST = ('0.0.0.0/0') BLOCKED_IP_LIST = ('127.0.0.1')`);
});
afterAll(() => snowflake.close());
beforeEach(async () => {
    await f.run('ALTER USER ADMIN UNSET NETWORK_POLICY');
    await f.run('ALTER ACCOUNT UNSET NETWORK_POLICY');
});

async function byDriver(by: 'key' | 'token'): Promise<string> {
    const options =
        by === 'key'
            ? { authenticator: 'SNOWFLAKE_JWT', privateKey: keys.privateKey }
            : { authenticator: 'PROGRAMMATIC_ACCESS_TOKEN', token: SECRET };
    try {
        await (await connect(snowflake, { username: 'ADMIN', ...options })).close();
        return 'in';
    } catch (error) {
        return error instanceof Error && 'code' in error ? `${String(error.code)} ${error.message}` : String(error);
    }
}

async function bySqlApi(by: 'key' | 'token'): Promise<string> {
    const token = by === 'key' ? keyPairToken(keys.privateKey, 'ADMIN') : SECRET;
    const type = by === 'key' ? 'KEYPAIR_JWT' : 'PROGRAMMATIC_ACCESS_TOKEN';
    const { status, body } = await call(`${snowflake.url}/api/v2/statements`, token, {
        body: { statement: 'SHOW ROLES' },
        headers: { 'X-Snowflake-Authorization-Token-Type': type }
    });
    return status === 200 ? 'in' : `${String(body['code'])} ${String(body['message'])}`;
}

test('without a policy a key pair gets in and a token does not', async () => {
    expect([await byDriver('key'), await bySqlApi('key')]).toEqual(['in', 'in']);
    for (const answer of [await byDriver('token'), await bySqlApi('token')]) {
        expect(answer).toMatch(/^390432 .*Network policy is required\./);
    }
});

test('the policy of the user, else of the account, says who gets in', async () => {
    await f.run('ALTER ACCOUNT SET NETWORK_POLICY = ELSEWHERE');
    for (const answer of [await byDriver('key'), await bySqlApi('key'), await bySqlApi('token')]) {
        expect(answer).toMatch(BARRED);
        expect(answer).toContain('390422');
    }
    await f.run('ALTER USER ADMIN SET NETWORK_POLICY = HERE');
    expect([await byDriver('key'), await byDriver('token'), await bySqlApi('token')]).toEqual(['in', 'in', 'in']);
    await f.run('ALTER USER ADMIN SET NETWORK_POLICY = ALL_BUT_HERE');
    expect(await bySqlApi('key')).toMatch(BARRED);
    await f.run(`ALTER NETWORK POLICY ALL_BUT_HERE SET BLOCKED_IP_LIST = ('127.0.0.2')`);
    expect(await bySqlApi('key')).toBe('in');
});

test('an authentication policy can let tokens in without one, and a wrong token stays wrong', async () => {
    f.engine.account.accessTokensNeedNoPolicy = true;
    expect([await byDriver('token'), await bySqlApi('token')]).toEqual(['in', 'in']);
    f.engine.account.accessTokensNeedNoPolicy = false;
    const { body } = await call(`${snowflake.url}/api/v2/statements`, 'wrong', {
        body: { statement: 'SHOW ROLES' },
        headers: { 'X-Snowflake-Authorization-Token-Type': 'PROGRAMMATIC_ACCESS_TOKEN' }
    });
    expect(body['code']).toBe('394400');
});

test('a policy has to be there to be set, and is kept while it is in use', async () => {
    expect(await f.refusal('ALTER USER ADMIN SET NETWORK_POLICY = NOPE')).toBe('002003');
    expect(await f.refusal(`CREATE NETWORK POLICY BAD ALLOWED_IP_LIST = ('somewhere')`)).toBe('001420');
    expect(await f.refusal(`CREATE NETWORK POLICY BAD ALLOWED_NETWORK_RULE_LIST = ('R')`)).toBe('000002');
    await f.run(`CREATE NETWORK POLICY USED ALLOWED_IP_LIST = ('127.0.0.1')`);
    await f.run('ALTER USER ADMIN SET NETWORK_POLICY = USED');
    expect(await f.refusal('DROP NETWORK POLICY USED')).toBe('001492');
    expect((await f.run('DESCRIBE NETWORK POLICY USED')).rows).toEqual([['ALLOWED_IP_LIST', '127.0.0.1']]);
    await f.run('ALTER USER ADMIN UNSET NETWORK_POLICY');
    await f.run('DROP NETWORK POLICY USED');
    expect(await f.names(`SHOW NETWORK POLICIES`)).not.toContain('USED');
});

test('the answer to a sign-in names AUTOCOMMIT', async () => {
    const response = await fetch(`${snowflake.url}/session/v1/login-request`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
            data: {
                ACCOUNT_NAME: 'XY12345',
                LOGIN_NAME: 'ADMIN',
                AUTHENTICATOR: 'SNOWFLAKE_JWT',
                TOKEN: keyPairToken(keys.privateKey, 'ADMIN'),
                SESSION_PARAMETERS: { AUTOCOMMIT: false }
            }
        })
    });
    expect(await response.json()).toMatchObject({
        data: { parameters: expect.arrayContaining([{ name: 'AUTOCOMMIT', value: false }]) }
    });
});
