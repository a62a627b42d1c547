import { afterAll, beforeAll, expect, test } from 'vitest';

import { createEngine } from '../../src/engine/engine.js';
import { startSnowflake, type EmbeddedSnowflake } from '../../src/server.js';

const BACK = 'https://nango.example.com/oauth/callback';
const PASSWORD = 'let me in';

let snowflake: EmbeddedSnowflake;
beforeAll(async () => {
    const engine = await createEngine();
    const { account } = engine;
    account.addRole({ name: 'READER' });
    account.addUser({ name: 'ANNA', defaultRole: 'READER' });
    account.grantRole('READER', { kind: 'USER', name: 'ANNA' });
    account.addUser({ name: 'ADMIN', defaultRole: 'ACCOUNTADMIN' });
    account.grantRole('ACCOUNTADMIN', { kind: 'USER', name: 'ADMIN' });
    for (const name of ['ANNA', 'ADMIN']) account.user(name).password = PASSWORD;
    snowflake = await startSnowflake({ engine });
    snowflake.oauth.redirectUri = BACK;
});
afterAll(() => snowflake.close());

interface Asked {
    readonly back?: string;
    readonly scope?: string;
    readonly form?: Readonly<Record<string, string>>;
}

async function authorize({ back = BACK, scope = 'refresh_token', form }: Asked): Promise<Response> {
    const { id } = snowflake.oauth.client;
    const query = new URLSearchParams({
        client_id: id,
        response_type: 'code',
        redirect_uri: back,
        scope,
        state: 'the state'
    });
    return await fetch(`${snowflake.url}/oauth/authorize?${query}`, {
        redirect: 'manual',
        ...(form !== undefined && { method: 'POST', body: new URLSearchParams(form) })
    });
}

async function token(form: Readonly<Record<string, string>>): Promise<unknown> {
    const { id, secret } = snowflake.oauth.client;
    const answer = await fetch(`${snowflake.url}/oauth/token-request`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
        body: new URLSearchParams(form)
    });
    return await answer.json();
}

const anna = { username: 'anna', password: PASSWORD, answer: 'allow' };

test('a consent brings a code, which is redeemed once', async () => {
    expect(await (await authorize({})).text()).toContain('Sign in to Snowflake');
    const back = new URL((await authorize({ form: anna })).headers.get('location') ?? '');
    expect([back.origin + back.pathname, back.searchParams.get('state')]).toEqual([BACK, 'the state']);
    const form = { grant_type: 'authorization_code', code: back.searchParams.get('code') ?? '', redirect_uri: BACK };
    expect(await token(form)).toMatchObject({
        access_token: expect.stringMatching(/^ver:1/),
        refresh_token: expect.stringMatching(/^ver:2/),
        expires_in: 600,
        scope: 'refresh_token session:role:READER'
    });
    expect(await token(form)).toMatchObject({ error: 'invalid_grant' });
});

test('without the scope for it there is no refresh token', async () => {
    const back = new URL((await authorize({ scope: '', form: anna })).headers.get('location') ?? '');
    const form = { grant_type: 'authorization_code', code: back.searchParams.get('code') ?? '', redirect_uri: BACK };
    const answer = await token(form);
    expect(answer).toMatchObject({ scope: 'session:role:READER' });
    expect(answer).not.toHaveProperty('refresh_token');
});

test('who denies it goes back with that, and who mistypes a password stays', async () => {
    const denied = await authorize({ form: { answer: 'deny' } });
    expect(denied.headers.get('location')).toBe(`${BACK}?error=access_denied&state=the+state`);
    const mistyped = await authorize({ form: { ...anna, password: 'wrong' } });
    expect([mistyped.status, await mistyped.text()]).toEqual([401, expect.stringContaining('Incorrect username')]);
});

test.each([
    ['another redirect address', { back: 'https://evil.example.com/oauth/callback' }],
    ['a blocked role', { form: { ...anna, username: 'admin' } }],
    ['a role that the user has not', { scope: 'refresh_token session:role:SYSADMIN', form: anna }]
])('%s is no valid request', async (_what, asked) => {
    const answer = await authorize(asked);
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('Invalid consent request')]);
});
