/** Webhooks as an app receives them: signed so that the real `@nangohq/node` believes them, and read by its types. */
import { Nango } from '@nangohq/node';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { savePages, startFixture } from './project.js';
import { startProvider } from './provider.js';

import type { LocalNango } from '../src/local-nango.js';
import type { Provider } from './provider.js';

let app: Provider;
let local: LocalNango;
let client: Nango;

beforeEach(async () => {
    app = await startProvider();
    local = await startFixture();
    local.webhooks.urls = [`${app.address}/hook`];
    client = new Nango({ host: local.url, apiKey: local.secretKey, webhookSigningKey: local.webhookSigningKey });
});
afterEach(async () => {
    await local.close();
    await app.close();
});

async function received(): Promise<unknown[]> {
    await local.idle();
    return app.asked.map(({ body }) => JSON.parse(body) as unknown);
}

async function connect(query = ''): Promise<Response> {
    const { data } = await client.createConnectSession({
        end_user: { id: 'u1', email: 'u@example.com' },
        organization: { id: 'org-1' },
        allowed_integrations: ['fixture']
    });
    return await fetch(`${local.url}/api-auth/basic/fixture?connect_session_token=${data.token}${query}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: 'ada', password: 'p' })
    });
}

test('they are signed with the key for webhooks, and with no other', async () => {
    await savePages(local, [[{ id: 'a' }]]);
    await local.idle();
    const [{ body = '', headers = {} } = {}] = app.asked;
    expect(client.verifyIncomingWebhookRequest(body, headers)).toBe(true);
    expect(client.verifyIncomingWebhookRequest(`${body} `, headers)).toBe(false);
    const stranger = new Nango({ host: local.url, apiKey: local.secretKey, webhookSigningKey: local.secretKey });
    expect(stranger.verifyIncomingWebhookRequest(body, headers)).toBe(false);
    expect(Object.keys(JSON.parse(body))).toEqual(Object.keys(JSON.parse(body)).toSorted());
});

test('a sync that ended says what it changed, by variant too', async () => {
    await savePages(local, [[{ id: 'a' }, { id: 'b' }]]);
    await savePages(local, [[{ id: 'a' }]]);
    await savePages(local, [[{ id: 'e' }]], { variant: 'eu' });
    const sync = { from: 'nango', type: 'sync', syncName: 'pages', connectionId: 'one', providerConfigKey: 'fixture' };
    expect(await received()).toMatchObject([
        { ...sync, model: 'Item', syncType: 'INITIAL', responseResults: { added: 2, updated: 0, deleted: 0 } },
        { ...sync, syncType: 'INCREMENTAL', syncVariant: 'base', responseResults: { added: 0, deleted: 1 } },
        { ...sync, model: 'Item::eu', syncVariant: 'eu', success: true }
    ]);
});

test('what came with the run is what a read from its time on brings', async () => {
    await savePages(local, [[{ id: 'a' }]]);
    await savePages(local, [[{ id: 'a' }, { id: 'b' }]]);
    const [, second] = await received();
    const { modifiedAfter } = Object(second) as { modifiedAfter: string };
    const query = { providerConfigKey: 'fixture', connectionId: 'one', model: 'Item' };
    expect((await client.listRecords({ ...query, modifiedAfter })).records.map(({ id }) => id)).toContain('b');
});

test('a sync that failed says why', async () => {
    await savePages(local, [[{ id: 'a' }]], { failAtPage: 0 });
    expect(await received()).toMatchObject([
        {
            type: 'sync',
            success: false,
            error: { type: 'action_script_runtime_error', description: 'Page 0 cannot be read.' }
        }
    ]);
});

test('a run that was interrupted says nothing: it goes on', async () => {
    await savePages(local, [[{ id: 'a' }], [{ id: 'b' }]], { interruptAfterCheckpoints: 1 });
    expect(await received()).toEqual([]);
});

test('a connection that is made, renewed and deleted is told, with whose it is', async () => {
    const { connectionId } = (await (await connect()).json()) as { connectionId: string };
    const { data } = await client.createReconnectSession({
        connection_id: connectionId,
        integration_id: 'fixture',
        tags: { plan: 'gold' }
    });
    await fetch(`${local.url}/api-auth/basic/fixture?connect_session_token=${data.token}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: 'ada', password: 'q' })
    });
    await client.deleteConnection('fixture', connectionId);
    const auth = { type: 'auth', connectionId, authMode: 'BASIC', provider: 'private-api-basic', environment: 'dev' };
    expect(await received()).toMatchObject([
        {
            ...auth,
            operation: 'creation',
            success: true,
            tags: { organization_id: 'org-1', end_user_id: 'u1' },
            endUser: { endUserId: 'u1', organizationId: 'org-1', endUserEmail: 'u@example.com' }
        },
        { ...auth, operation: 'override', tags: { plan: 'gold' } },
        { ...auth, operation: 'deletion' }
    ]);
});

test('a connection that is refused never was, and is not told', async () => {
    expect((await connect('&params[refuse]=yes')).status).toBe(400);
    expect(await received()).toEqual([]);
});

test('an asynchronous action tells where its result is', async () => {
    const { id } = await client.triggerActionAsync('fixture', 'one', 'probe', { op: 'environment' });
    await expect.poll(received).toMatchObject([{ type: 'async_action', payload: { id, statusUrl: `/action/${id}` } }]);
});

test('one is sent again where the app fails or hangs up, and not where it refuses', async () => {
    app.next({ status: 503 }, { reset: true }, { status: 200 }, { status: 400 });
    await savePages(local, [[{ id: 'a' }]]);
    await local.idle();
    expect(app.asked.length).toBe(3);
    await savePages(local, [[{ id: 'b' }]]);
    await local.idle();
    expect(app.asked.length).toBe(4);
});
