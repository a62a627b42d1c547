/** What Nango does with an OAuth connection whose access token ends, and whose provider gives it no other. */
import { Nango } from '@nangohq/node';
import { isAxiosError } from 'axios';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY_MS, MovableClock } from 'stand-in-base/clock.js';

import { startFixture } from './project.js';
import { startProvider } from './provider.js';

import type { LocalNango } from '../src/local-nango.js';
import type { Answer, Provider } from './provider.js';

const INVALID_GRANT: Answer = { status: 400, body: JSON.stringify({ error: 'invalid_grant' }) };

let provider: Provider;
let nango: LocalNango;
let client: Nango;
beforeAll(async () => {
    provider = await startProvider();
    nango = await startFixture({
        clock: new MovableClock(),
        hosts: { '*.snowflakecomputing.com': provider.address }
    });
    client = new Nango({ host: nango.url, secretKey: nango.secretKey });
    nango.addIntegration('snowflake', 'snowflake', { oauth: { clientId: 'app', clientSecret: 'secret-of-app' } });
    nango.addConnection({
        integration: 'snowflake',
        id: 'one',
        credentials: { type: 'OAUTH2', access_token: 'first', refresh_token: 'lasting', expires_at: '2020-01-01' },
        connectionConfig: { snowflake_account_url: 'acme.snowflakecomputing.com' }
    });
});
afterAll(async () => {
    await nango.close();
    await provider.close();
});

const granted = (token: string): Answer => ({ body: JSON.stringify({ access_token: token, expires_in: 600 }) });

/** The access token, or what was said instead. */
async function asked(force = false): Promise<unknown> {
    try {
        const { credentials } = await client.getConnection('snowflake', 'one', force);
        return 'access_token' in credentials ? credentials.access_token : null;
    } catch (error) {
        if (!isAxiosError<{ error: object }>(error)) throw error;
        return { status: error.response?.status, ...error.response?.data.error };
    }
}

function said(message: RegExp): object {
    return { status: 424, code: 'invalid_credentials', message: expect.stringMatching(message) };
}

test('a token of ten minutes is renewed each time, by the client’s name and the refresh token', async () => {
    provider.next(granted('second'), granted('third'));
    expect([await asked(), await asked()]).toEqual(['second', 'third']);
    expect(provider.asked[0]).toMatchObject({
        url: '/oauth/token-request',
        body: 'grant_type=refresh_token&refresh_token=lasting',
        headers: { authorization: `Basic ${Buffer.from('app:secret-of-app').toString('base64')}` }
    });
});

test('where the provider gives none, nobody gets the connection: not at once again, and in the end not at all', async () => {
    for (let day = 0; day < 4; day += 1) {
        provider.next(INVALID_GRANT);
        expect(await asked()).toEqual(said(/^The external API returned an error when trying to refresh/));
        const before = provider.asked.length;
        expect(await asked()).toEqual(said(day < 3 ? /^A recent refresh attempt failed/ : /^The refresh limit/));
        expect(provider.asked).toHaveLength(before);
        nango.clock.advance(DAY_MS);
    }
    expect(await asked()).toEqual(said(/^The refresh limit has been reached/));
    provider.next(granted('fourth'), granted('fifth'));
    expect([await asked(true), await asked()]).toEqual(['fourth', 'fifth']);
});

test('the proxy says so in words and a code of its own', async () => {
    provider.next(INVALID_GRANT);
    const sent = client.proxy({ providerConfigKey: 'snowflake', connectionId: 'one', endpoint: '/x', method: 'GET' });
    const refused: unknown = await sent.catch((error: unknown) => error);
    expect(isAxiosError(refused) && refused.response).toMatchObject({
        status: 424,
        data: {
            error: {
                code: 'server_error',
                message: expect.stringMatching(/^Failed to get connection credentials: 'The external API returned/)
            }
        }
    });
});
