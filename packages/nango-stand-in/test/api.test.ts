/** The local API through the real `@nangohq/node`, and the way a customer's browser makes a connection. */
import { createPublicKey, generateKeyPairSync } from 'node:crypto';

import { Nango } from '@nangohq/node';
import { isAxiosError } from 'axios';
import jwt from 'jsonwebtoken';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';

import { savePages, startFixtureWorld } from './project.js';

import type { LocalNango } from '../src/local-nango.js';
import type { Provider } from './provider.js';

let provider: Provider;
let local: LocalNango;
let client: Nango;

let close: () => Promise<void>;
beforeEach(async () => {
    ({ provider, local, client, close } = await startFixtureWorld());
});
afterEach(async () => await close());

async function refusal(promise: Promise<unknown>): Promise<{ status: number | undefined; data: unknown }> {
    const error: unknown = await promise.then(
        () => null,
        (reason: unknown) => reason
    );
    if (!isAxiosError<unknown>(error)) throw new Error(`Not refused: ${String(error)}`);
    return { status: error.response?.status, data: error.response?.data };
}

async function session(body: object): Promise<string> {
    const { data } = await client.createConnectSession({
        end_user: { id: 'u1', email: 'u@example.com' },
        organization: { id: 'org-1' },
        ...body
    });
    return data.token;
}

async function send(path: string, token: string, body: object, query = ''): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${local.url}${path}?connect_session_token=${token}${query}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body)
    });
    return { status: response.status, body: await response.json() };
}

const login = { username: 'ada', password: 'p' };

test('a wrong secret key is refused', async () => {
    const stranger = new Nango({ host: local.url, secretKey: 'wrong' });
    expect(await refusal(stranger.getConnection('fixture', 'one'))).toMatchObject({ status: 401 });
});

test('a page of another origin may ask, and read the answer', async () => {
    const url = `${local.url}/api-auth/basic/fixture?connect_session_token=no-such-token`;
    const origin = 'https://app.example.com';
    const asked = await fetch(url, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' }
    });
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe('*');
    expect(asked.headers.get('access-control-allow-methods')).toContain('POST');
    expect(asked.headers.get('access-control-allow-headers')).toContain('Content-Type');
    const refused = await fetch(url, { method: 'POST', headers: { origin }, body: '{}' });
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([400, '*']);
});

test("what the session sets wins over what the customer sends, other keys are the customer's", async () => {
    const token = await session({
        integrations_config_defaults: { fixture: { connection_config: { account: 'acme' } } },
        tags: { plan: 'gold' }
    });
    const answer = await send('/api-auth/basic/fixture', token, login, '&params[account]=evil&params[warehouse]=WH');
    expect(answer).toMatchObject({
        status: 200,
        body: { providerConfigKey: 'fixture', connectionId: expect.any(String) }
    });
    const connection = (await client.listConnections()).connections.find(({ connection_id: id }) => id !== 'one');
    const full = await client.getConnection('fixture', connection?.connection_id ?? '');
    expect(full.connection_config).toEqual({ account: 'acme', warehouse: 'WH' });
    expect(full.tags).toEqual({
        end_user_id: 'u1',
        end_user_email: 'u@example.com',
        organization_id: 'org-1',
        plan: 'gold'
    });
    expect(full.credentials).toMatchObject({ type: 'BASIC', ...login });
});

test('validate-connection refuses with its message, and no connection is left', async () => {
    const token = await session({});
    const answer = await send('/api-auth/basic/fixture', token, login, '&params[refuse]=yes');
    expect(answer).toEqual({
        status: 400,
        body: { error: { code: 'connection_validation_failed', message: 'This account is closed. Open it first.' } }
    });
    expect((await client.listConnections()).connections).toHaveLength(1);
});

test('a key pair is tried at the provider before anything is kept', async () => {
    local.addIntegration('keys', 'snowflake-jwt');
    const privateKey = generateKeyPairSync('rsa', { modulusLength: 2_048 })
        .privateKey.export({ type: 'pkcs8', format: 'pem' })
        .toString();
    const body = { accountIdentifier: 'ACME', userName: 'ADA', privateKey };
    provider.next({ status: 401 }, {});
    expect(await send('/auth/jwt/keys', await session({}), body, '&params[subdomain]=acme')).toMatchObject({
        status: 400,
        body: { error: expect.stringMatching(/credentials were found to be invalid/), type: 'connection_test_failed' }
    });
    expect(await send('/auth/jwt/keys', await session({}), body, '&params[subdomain]=acme')).toMatchObject({
        status: 200
    });
    expect(provider.asked[1]).toMatchObject({
        url: '/api/v2/statements',
        method: 'POST',
        body: '{"statement":"SELECT CURRENT_TIMESTAMP"}'
    });
});

const PEM = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey;
const PKCS8 = PEM.export({ type: 'pkcs8', format: 'pem' }).toString();

test.for([
    ['with its title', PKCS8],
    ['on one line', PKCS8.replaceAll('\n', ' ')],
    ['without lines between its titles', PKCS8.replaceAll('\n', '')],
    ['without its title', PKCS8.replaceAll(/-----.*-----/g, '')],
    ['without its title, on one line', PKCS8.replaceAll(/-----.*-----|\s/g, '')],
    ['with the line ends of Windows', PKCS8.replaceAll('\n', '\r\n')]
])('a private key %s signs', async ([, privateKey]) => {
    local.addIntegration('keys', 'snowflake-jwt');
    const body = { accountIdentifier: 'ACME', userName: 'ADA', privateKey };
    expect((await send('/auth/jwt/keys', await session({}), body, '&params[subdomain]=acme')).status).toBe(200);
    const { connections } = await client.listConnections();
    const id = connections.find(({ provider_config_key: key }) => key === 'keys')?.connection_id ?? '';
    const { credentials } = await client.getConnection('keys', id);
    const claims = jwt.verify(z.object({ token: z.string() }).parse(credentials).token, createPublicKey(PEM));
    expect(claims).toMatchObject({ sub: 'ACME.ADA', iss: expect.stringMatching(/^ACME\.ADA\.SHA256:.{43}=$/) });
});

test.for([
    ['with spelled line ends', PKCS8.replaceAll('\n', String.raw`\n`)],
    ['in PKCS#1', PEM.export({ type: 'pkcs1', format: 'pem' }).toString()],
    [
        'encrypted',
        PEM.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'of this test' }).toString()
    ],
    ['that is a public one', createPublicKey(PEM).export({ type: 'spki', format: 'pem' }).toString()],
    ['that is none', 'not a key']
])('a private key %s is refused before anything is sent', async ([, privateKey]) => {
    local.addIntegration('keys', 'snowflake-jwt');
    const body = { accountIdentifier: 'ACME', userName: 'ADA', privateKey };
    expect(await send('/auth/jwt/keys', await session({}), body, '&params[subdomain]=acme')).toEqual({
        status: 500,
        body: { error: 'failed_to_generate', type: 'failed_to_generate', payload: {} }
    });
    expect(provider.asked).toEqual([]);
});

test.for([
    ['an unknown session', 'no-such-token', '/api-auth/basic/fixture', 401],
    ['another way of signing in', null, '/auth/jwt/fixture', 400],
    ['an unknown integration', null, '/api-auth/basic/none', 404]
] as const)('%s is refused', async ([, token, path, status]) => {
    const body = path.includes('jwt') ? { accountIdentifier: 'A', userName: 'B', privateKey: 'C' } : login;
    expect(await send(path, token ?? (await session({})), body)).toMatchObject({ status });
});

test('an integration outside the session is refused', async () => {
    expect(
        await send('/api-auth/basic/fixture', await session({ allowed_integrations: ['other'] }), login)
    ).toMatchObject({ body: { error: { code: 'integration_not_allowed' } } });
});

test('an action answers with its output, and its ActionError with status 500', async () => {
    expect(await client.triggerAction('fixture', 'one', 'probe', { op: 'environment' })).toEqual({ result: [] });
    expect(await refusal(client.triggerAction('fixture', 'one', 'probe', { op: 'throw', kind: 'action' }))).toEqual({
        status: 500,
        data: { error: { code: 'action_script_runtime_error', payload: { code: 'refused', message: 'Not today.' } } }
    });
    expect(await refusal(client.triggerAction('fixture', 'one', 'nothing', {}))).toMatchObject({ status: 404 });
});

test('an asynchronous action gives its result later', async () => {
    const { id } = await client.triggerActionAsync('fixture', 'one', 'probe', { op: 'environment' });
    await expect.poll(() => client.getAsyncActionResult({ id }).catch(() => null)).toEqual({ result: [] });
});

test('records come in pages with cursors, and by variant', async () => {
    await savePages(local, [[{ id: 'a' }, { id: 'b' }, { id: 'c' }]]);
    await savePages(local, [[{ id: 'e' }]], { variant: 'eu' });
    const query = { providerConfigKey: 'fixture', connectionId: 'one', model: 'Item' };
    const first = await client.listRecords({ ...query, limit: 2 });
    const second = await client.listRecords({ ...query, cursor: first.next_cursor });
    expect([...first.records, ...second.records].map(({ id }) => id).sort()).toEqual(['a', 'b', 'c']);
    expect(second.next_cursor).toBeNull();
    const variant = await client.listRecords({ ...query, variant: 'eu' });
    expect(variant.records.map(({ id }) => id)).toEqual(['e']);
});

test('a sync is triggered, started and asked for its status', async () => {
    await savePages(local, [[{ id: 'a' }]]);
    await client.triggerSync('fixture', ['pages'], 'one');
    await local.idle();
    const paused = await client.syncStatus('fixture', ['pages'], 'one');
    expect(paused.syncs).toMatchObject([
        { name: 'pages', variant: 'base', status: 'PAUSED', frequency: 'every hour', recordCount: { Item: 1 } }
    ]);
    await client.startSync('fixture', ['pages'], 'one');
    await local.idle();
    expect((await client.syncStatus('fixture', '*', 'one')).syncs).toMatchObject([
        { status: 'SUCCESS', latestResult: { Item: { added: 0, updated: 0, deleted: 0 } } }
    ]);
    expect(await refusal(client.triggerSync('fixture', ['nothing'], 'one'))).toMatchObject({ status: 404 });
});

test('metadata is replaced or merged', async () => {
    await client.setMetadata('fixture', 'one', { a: 1, b: { c: 1 } });
    await client.updateMetadata('fixture', 'one', { b: 2 });
    expect(await client.getMetadata('fixture', 'one')).toEqual({ a: 1, b: 2 });
    expect(local.journal.search('"c":1').map(({ kind }) => kind)).toEqual(['metadata']);
});

test('a deleted connection is gone with its records, after pre-connection-deletion ran', async () => {
    await savePages(local, [[{ id: 'a' }]]);
    await client.deleteConnection('fixture', 'one');
    expect(local.journal.values('log')).toContainEqual(expect.objectContaining({ message: 'Goodbye one' }));
    expect(await refusal(client.getConnection('fixture', 'one'))).toMatchObject({ status: 404 });
    local.addConnection({ integration: 'fixture', id: 'one', credentials: { type: 'BASIC', ...login } });
    expect(local.records('fixture', 'one', 'Item')).toEqual([]);
});
