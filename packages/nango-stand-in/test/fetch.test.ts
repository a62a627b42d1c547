/** `nango.uncontrolledFetch`: Nango follows redirects itself and keeps credentials within an origin. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import { probe, startFixture } from './project.js';
import { startProvider } from './provider.js';

import type { LocalNango } from '../src/local-nango.js';
import type { Provider } from './provider.js';

let provider: Provider;
let nango: LocalNango;

beforeEach(async () => {
    provider = await startProvider();
    nango = await startFixture({ hosts: { '*.example.com': provider.address } });
});
afterEach(async () => {
    await nango.close();
    await provider.close();
});

test('method, body, address and host arrive as given, without credentials', async () => {
    await probe(nango, {
        op: 'fetch',
        url: 'https://bucket.example.com/a%2Fb?X-Sig=%2B%20',
        method: 'POST',
        body: 'text',
        headers: { 'x-mine': '1' }
    });
    expect(provider.asked).toMatchObject([
        {
            method: 'POST',
            url: '/a%2Fb?X-Sig=%2B%20',
            body: 'text',
            headers: { host: 'bucket.example.com', 'x-mine': '1' }
        }
    ]);
    expect(provider.asked[0]?.headers.authorization).toBeUndefined();
});

test('credentials stay behind when a redirect leaves the origin', async () => {
    provider.next(
        { status: 307, headers: { location: '/same' } },
        { status: 307, headers: { location: 'https://other.example.com/' } },
        {}
    );
    await probe(nango, { op: 'fetch', url: 'https://one.example.com/', headers: { authorization: 'mine' } });
    expect(provider.asked.map(({ headers }) => [headers.host, headers.authorization])).toEqual([
        ['one.example.com', 'mine'],
        ['one.example.com', 'mine'],
        ['other.example.com', undefined]
    ]);
});

test('a POST that is sent elsewhere becomes a GET, unless 307 or 308 say otherwise', async () => {
    provider.next({ status: 302, headers: { location: '/b' } }, {}, { status: 308, headers: { location: '/b' } }, {});
    await probe(nango, { op: 'fetch', url: 'https://one.example.com/', method: 'POST', body: 'x' });
    await probe(nango, { op: 'fetch', url: 'https://one.example.com/', method: 'POST', body: 'x' });
    expect(provider.asked.map(({ method, body }) => [method, body])).toEqual([
        ['POST', 'x'],
        ['GET', ''],
        ['POST', 'x'],
        ['POST', 'x']
    ]);
});

test.for([
    ['url_not_allowed', { url: 'http://127.0.0.1:1/' }],
    ['url_not_allowed', { url: 'http://localhost/' }],
    ['url_not_allowed', { url: 'http://169.254.169.254/latest' }]
] as const)('%s answers a request to a place of no business', async ([code, input]) => {
    const result = await nango.runAction('fixture', 'probe', 'one', { op: 'fetch', ...input });
    expect(result.error).toMatchObject({ type: 'action_script_runtime_error', payload: { code } });
});

test('redirects to such a place, or too many of them, are refused', async () => {
    provider.next({ status: 302, headers: { location: 'http://127.0.0.1:1/' } });
    const inside = await nango.runAction('fixture', 'probe', 'one', { op: 'fetch', url: 'https://one.example.com/' });
    expect(inside.error?.payload).toMatchObject({ code: 'url_not_allowed' });
    provider.next(...Array.from({ length: 7 }, () => ({ status: 302, headers: { location: '/again' } })));
    const many = await nango.runAction('fixture', 'probe', 'one', { op: 'fetch', url: 'https://one.example.com/' });
    expect(many.error?.payload).toMatchObject({ code: 'too_many_redirects' });
});

test('a redirect without a place is handed over as it is', async () => {
    provider.next({ status: 304 });
    expect(await probe(nango, { op: 'fetch', url: 'https://one.example.com/' })).toMatchObject({ status: 304 });
});
