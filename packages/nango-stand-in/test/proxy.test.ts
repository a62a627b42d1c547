/** `nango.proxy`: addresses byte for byte, the provider's headers, retries and refusals. */
import { createPublicKey, generateKeyPairSync } from 'node:crypto';

import jwt from 'jsonwebtoken';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { probe, startFixture } from './project.js';
import { startProvider } from './provider.js';

import type { LocalNango } from '../src/local-nango.js';
import type { Provider } from './provider.js';

let provider: Provider;
let nango: LocalNango;

beforeEach(async () => {
    provider = await startProvider();
    nango = await startFixture({
        hosts: { '*.example.com': provider.address, '*.snowflakecomputing.com': provider.address }
    });
});
afterEach(async () => {
    await nango.close();
    await provider.close();
});

const proxy = (config: object, connection?: string): Promise<unknown> =>
    probe(nango, { op: 'proxy', config: { baseUrlOverride: 'https://api.example.com', ...config } }, connection);

test('path and query arrive byte for byte, and the host is the real one', async () => {
    await proxy({ endpoint: '/a%2Fb/c?x=1%20+2&y=%7B%7D', method: 'POST', data: { q: 1 } });
    expect(provider.asked[0]).toMatchObject({ url: '/a%2Fb/c?x=1%20+2&y=%7B%7D', method: 'POST', body: '{"q":1}' });
    expect(provider.asked[0]?.headers.host).toBe('api.example.com');
});

test('an address that names a part of the connection gets it, its credentials by their bare names too', async () => {
    await proxy({ endpoint: '/${password}/${credentials.username}/${connectionConfig.nothing}/${constructor}' });
    expect(provider.asked[0]?.url).toBe('/pass-of-ada/ada/$%7BconnectionConfig.nothing%7D/$%7Bconstructor%7D');
});

test('a query given as text is passed on as text', async () => {
    await proxy({ endpoint: '/q', params: 'a=%2F&b=1+2' });
    expect(provider.asked[0]?.url).toBe('/q?a=%2F&b=1+2');
});

test('the connection signs in with basic auth unless the function brings its own', async () => {
    await proxy({ endpoint: '/' });
    await proxy({ endpoint: '/', headers: { Authorization: 'Snowflake Token="t"' } });
    expect(provider.asked.map(({ headers }) => headers.authorization)).toEqual([
        `Basic ${Buffer.from('ada:pass-of-ada').toString('base64')}`,
        'Snowflake Token="t"'
    ]);
});

test('a key pair becomes a signed token and goes to the account of the connection', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    nango.addIntegration('fixture', 'snowflake-jwt');
    nango.addConnection({
        integration: 'fixture',
        id: 'key',
        credentials: {
            type: 'JWT',
            accountIdentifier: 'ORG-ACME',
            userName: 'ADA',
            privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
        },
        connectionConfig: { subdomain: 'org-acme' }
    });
    await proxy({ baseUrlOverride: undefined, endpoint: '/api/v2/statements', method: 'POST', data: {} }, 'key');
    const headers = provider.asked[0]?.headers;
    expect(headers?.host).toBe('org-acme.snowflakecomputing.com');
    expect(headers?.['x-snowflake-authorization-token-type']).toBe('KEYPAIR_JWT');
    const token = headers?.authorization?.replace('Bearer ', '') ?? '';
    const claims = jwt.verify(token, createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })), {
        algorithms: ['RS256']
    });
    expect(claims).toMatchObject({
        sub: 'ORG-ACME.ADA',
        iss: expect.stringMatching(/^ORG-ACME\.ADA\.SHA256:[A-Za-z0-9+/]{43}=$/)
    });
});

test('text is handed over untouched when text is asked for', async () => {
    provider.next({ body: '{"n":12345678901234567890}' }, { body: '{"n":1}' });
    expect(await proxy({ endpoint: '/', responseType: 'text' })).toMatchObject({ data: '{"n":12345678901234567890}' });
    expect(await proxy({ endpoint: '/' })).toMatchObject({ data: { n: 1 } });
});

test('a refused request throws with status and body', async () => {
    provider.next({ status: 422, body: '{"code":"002003"}' });
    expect(await proxy({ endpoint: '/' })).toMatchObject({ status: 422, data: { code: '002003' }, isError: true });
});

test.for([500, 503, 429, 401])('%i is tried again only when retries are given', async (status) => {
    provider.next({ status });
    expect(await proxy({ endpoint: '/' })).toMatchObject({ status });
    provider.next({ status }, {});
    expect(await proxy({ endpoint: '/', retries: 2 })).toMatchObject({ status: 200 });
});

test('401 is given up once the credentials turn out to be the same', async () => {
    provider.next({ status: 401 }, { status: 401 }, {});
    expect(await proxy({ endpoint: '/', retries: 5 })).toMatchObject({ status: 401 });
    expect(provider.asked).toHaveLength(2);
});

test.for([400, 403, 404, 422])('%i is never tried again', async (status) => {
    provider.next({ status }, {});
    expect(await proxy({ endpoint: '/', retries: 3 })).toMatchObject({ status });
    expect(provider.asked).toHaveLength(1);
});

test('a connection that breaks off is tried again', async () => {
    provider.next({ reset: true }, {});
    expect(await proxy({ endpoint: '/', retries: 1 })).toMatchObject({ status: 200 });
});

test('waits double from three seconds, whatever Retry-After says', async () => {
    provider.next({ status: 429, headers: { 'retry-after': '60' } }, { status: 503 }, {});
    const result = await nango.runAction('fixture', 'probe', 'one', {
        op: 'proxy',
        config: { baseUrlOverride: 'https://api.example.com', endpoint: '/', retries: 3 }
    });
    expect(result.logs.filter(({ message }) => message.startsWith('Retrying')).map(({ message }) => message)).toEqual([
        'Retrying HTTP call (reason: status_code_429). Waiting for 3000ms [1/3]',
        'Retrying HTTP call (reason: status_code_503). Waiting for 6000ms [2/3]'
    ]);
});

test.for([
    'http://127.0.0.1:1',
    'http://localhost:1',
    'http://[::1]:1',
    'http://169.254.169.254',
    'http://10.0.0.1',
    'ftp://api.example.com'
])('%s is refused', async (baseUrlOverride) => {
    expect(await proxy({ baseUrlOverride, endpoint: '/' })).toMatchObject({ code: 'base_url_override_denied' });
    expect(provider.asked).toEqual([]);
});

test('a redirect is followed, with the headers, unless it leads where nobody may go', async () => {
    provider.next({ status: 302, headers: { location: 'https://other.example.com/there' } }, {});
    await proxy({ endpoint: '/here', headers: { authorization: 'mine' } });
    expect(provider.asked.map(({ url, headers }) => [headers.host, url, headers.authorization])).toEqual([
        ['api.example.com', '/here', 'mine'],
        ['other.example.com', '/there', 'mine']
    ]);
    provider.next({ status: 302, headers: { location: 'http://127.0.0.1:1/' } });
    expect(await proxy({ endpoint: '/' })).toMatchObject({
        isError: true,
        message: expect.stringContaining('Redirect target is not allowed.')
    });
});

test('a request is logged without the credentials', async () => {
    await proxy({ endpoint: '/?token=pass-of-ada' });
    expect(nango.journal.values('http')).toMatchObject([
        { message: 'GET https://api.example.com/?token=REDACTED', meta: { status: 200 } }
    ]);
    expect(nango.journal.search('pass-of-ada').map(({ kind }) => kind)).toEqual(['input', 'output']);
});
