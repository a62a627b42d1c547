/** Snowflake's own driver signs in with what OAuth gave it, and with programmatic access tokens made by SQL. */
import { DAY_MS, MINUTE_MS } from 'stand-in-base/clock.js';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { cells, fixture } from '../engine/fixture.js';
import { startSnowflake } from '../../src/server.js';
import { connect } from './driver-client.js';
import { call } from './sql-api-client.js';

import type { Fixture } from '../engine/fixture.js';
import type { EmbeddedSnowflake } from '../../src/server.js';

let f: Fixture;
let snowflake: EmbeddedSnowflake;
let later = 0;
let secret: string;
const now = (): number => Date.now() + later;
beforeAll(async () => {
    f = await fixture({ now });
    snowflake = await startSnowflake({ engine: f.engine, now });
    await f.run('CREATE ROLE READER');
    await f.run(`CREATE USER ADA LOGIN_NAME = 'ada@example.com' DEFAULT_ROLE = READER`);
    await f.run('CREATE USER BEN');
    await f.run('GRANT ROLE READER TO USER ADA');
    await f.run(`CREATE NETWORK POLICY HERE ALLOWED_IP_LIST = ('127.0.0.1')`);
    await f.run('ALTER USER ADA SET NETWORK_POLICY = HERE');
    const added = await f.run(
        `ALTER USER ADA ADD PROGRAMMATIC ACCESS TOKEN NANGO ROLE_RESTRICTION = 'READER' DAYS_TO_EXPIRY = 30`
    );
    secret = cells(added, 'token_secret')[0] ?? '';
});
afterAll(() => snowflake.close());
beforeEach(() => {
    later = 0;
});

type Authenticator = 'OAUTH' | 'PROGRAMMATIC_ACCESS_TOKEN';

/** The role of the session, or the code of the refusal. */
async function signedIn(authenticator: Authenticator, token: string, more: object = {}): Promise<unknown> {
    try {
        const client = await connect(snowflake, { authenticator, token, username: 'ada@example.com', ...more });
        const [row] = await client.query('SELECT CURRENT_ROLE() AS ROLE, CURRENT_USER() AS NAME');
        await client.close();
        return row;
    } catch (error) {
        return error instanceof Error && 'code' in error ? error.code : error;
    }
}

const IN = { ROLE: 'READER', NAME: 'ADA' };

test('an access token of OAuth signs in for ten minutes, as the user and in the role of the consent', async () => {
    const { accessToken, refreshToken } = snowflake.oauth.consent('ada@example.com', 'READER');
    expect(await signedIn('OAUTH', accessToken)).toEqual(IN);
    expect(await signedIn('OAUTH', accessToken, { role: 'READER' })).toEqual(IN);
    expect(await signedIn('OAUTH', accessToken, { role: 'PUBLIC' })).toBe('390317');
    expect(await signedIn('OAUTH', accessToken, { username: 'BEN' })).toBe('390309');
    expect(await signedIn('OAUTH', 'another')).toBe('390303');
    later = 11 * MINUTE_MS;
    expect(await signedIn('OAUTH', accessToken)).toBe('390318');
    expect(await signedIn('OAUTH', snowflake.oauth.refresh(refreshToken)?.accessToken ?? '')).toEqual(IN);
    snowflake.oauth.withdraw(refreshToken);
    expect(await signedIn('OAUTH', accessToken)).toBe('390303');
});

test('a programmatic access token signs in its user by the login name, for its days and in its role', async () => {
    expect(await signedIn('PROGRAMMATIC_ACCESS_TOKEN', secret)).toEqual(IN);
    expect(await signedIn('PROGRAMMATIC_ACCESS_TOKEN', secret, { role: 'READER' })).toEqual(IN);
    for (const wrong of [{ role: 'PUBLIC' }, { username: 'BEN' }, { username: 'ADA' }, { token: 'another' }])
        expect([wrong, await signedIn('PROGRAMMATIC_ACCESS_TOKEN', secret, wrong)]).toEqual([wrong, '394400']);
    later = 31 * DAY_MS;
    expect(await signedIn('PROGRAMMATIC_ACCESS_TOKEN', secret)).toBe('394400');
});

test('a token of one role refuses another over the SQL API too', async () => {
    const answer = await call(`${snowflake.url}/api/v2/statements`, secret, {
        body: { statement: 'SHOW ROLES', role: 'PUBLIC' },
        headers: { 'X-Snowflake-Authorization-Token-Type': 'PROGRAMMATIC_ACCESS_TOKEN' }
    });
    expect(answer.body).toMatchObject({ code: '394400', message: 'Programmatic access token is invalid.' });
});

async function renewed(refreshToken: string): Promise<Record<string, unknown>> {
    const { id, secret: clientSecret } = snowflake.oauth.client;
    const response = await fetch(`${snowflake.url}/oauth/token-request`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${id}:${clientSecret}`).toString('base64')}` },
        body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken })
    });
    const body: Record<string, unknown> = Object(await response.json());
    return body;
}

test('a refresh token ends with its validity, and its client with the security integration', async () => {
    const { refreshToken } = snowflake.oauth.consent('ada@example.com', 'READER');
    expect(await renewed(refreshToken)).toMatchObject({ expires_in: 600 });
    snowflake.oauth.enabled = false;
    expect(await renewed(refreshToken)).toMatchObject({ error: 'invalid_client' });
    snowflake.oauth.enabled = true;
    later = 91 * DAY_MS;
    expect(await renewed(refreshToken)).toMatchObject({ error: 'invalid_grant' });
});
