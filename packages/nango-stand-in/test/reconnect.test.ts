/**
 * A reconnect as a real Nango does it: the auth call overwrites the connection before `validate-connection` is asked.
 * Metadata goes, tags and configuration become the session's, records and checkpoints stay.
 */
import { generateKeyPairSync } from 'node:crypto';

import type { Nango } from '@nangohq/node';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { ids, savePages, startFixtureWorld } from './project.js';

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

function key(): string {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

const NEW_LOGIN = { username: 'ada', password: 'new' };

async function reconnect(
    session: object,
    body: object = NEW_LOGIN,
    { route = 'api-auth/basic', integration = 'fixture', query = '' } = {}
): Promise<{ status: number; body: unknown }> {
    const { data } = await client.createReconnectSession({
        connection_id: 'one',
        integration_id: integration,
        ...session
    });
    const url = `${local.url}/${route}/${integration}?connect_session_token=${data.token}${query}`;
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: response.status, body: await response.json() };
}

test('it empties the metadata, and keeps what hangs on the connection', async () => {
    await savePages(local, [[{ id: 'a' }]]);
    await client.setMetadata('fixture', 'one', { include: ['SALES'] });
    const before = await client.getConnection('fixture', 'one');
    expect(await reconnect({})).toEqual({
        status: 200,
        body: { providerConfigKey: 'fixture', connectionId: 'one' }
    });
    const after = await client.getConnection('fixture', 'one');
    expect(after).toMatchObject({ id: before.id, metadata: null, credentials: NEW_LOGIN, errors: [] });
    expect(ids(local)).toEqual(['a']);
});

test("the tags and the configuration become the session's, the end user stays unless the session names one", async () => {
    const connection = local.connections.find('fixture', 'one');
    if (connection === null) throw new Error('no connection');
    connection.tags = { organization_id: 'org-1' };
    connection.endUser = { id: 'u1', organization: { id: 'org-1' } };
    connection.connectionConfig = { account: 'acme' };
    await reconnect({});
    expect(connection).toMatchObject({ tags: {}, connectionConfig: {}, endUser: { id: 'u1' } });
    await reconnect(
        {
            tags: { plan: 'gold' },
            end_user: { id: 'u2' },
            integrations_config_defaults: { fixture: { connection_config: { account: 'acme' } } }
        },
        NEW_LOGIN,
        { query: '&params[account]=evil' }
    );
    expect(connection).toMatchObject({
        tags: { end_user_id: 'u2', plan: 'gold' },
        connectionConfig: { account: 'acme' },
        endUser: { id: 'u2' }
    });
});

test('a refused one leaves the new credentials, no metadata, and an error on the connection', async () => {
    await client.setMetadata('fixture', 'one', { include: ['SALES'] });
    expect(await reconnect({}, NEW_LOGIN, { query: '&params[refuse]=yes' })).toEqual({
        status: 400,
        body: { error: { code: 'connection_validation_failed', message: 'This account is closed. Open it first.' } }
    });
    expect(await client.getConnection('fixture', 'one')).toMatchObject({
        credentials: NEW_LOGIN,
        metadata: null,
        errors: [{ type: 'auth' }]
    });
    await reconnect({});
    expect(await client.getConnection('fixture', 'one')).toMatchObject({ errors: [] });
});

test('a key that the provider refuses leaves everything as it was', async () => {
    local.addIntegration('keys', 'snowflake-jwt');
    const credentials = { type: 'JWT' as const, accountIdentifier: 'ACME', userName: 'ADA', privateKey: key() };
    const metadata = { include: ['SALES'] };
    local.addConnection({
        integration: 'keys',
        id: 'one',
        credentials,
        connectionConfig: { subdomain: 'acme' },
        metadata
    });
    provider.next({ status: 401 }, {});
    const body = { accountIdentifier: 'ACME', userName: 'ADA', privateKey: key() };
    const at = { route: 'auth/jwt', integration: 'keys', query: '&params[subdomain]=acme' };
    expect(await reconnect({}, body, at)).toMatchObject({ status: 400 });
    expect(local.connections.find('keys', 'one')).toMatchObject({ credentials, metadata });
    expect(await reconnect({}, body, at)).toMatchObject({ status: 200 });
    expect(local.connections.find('keys', 'one')).toMatchObject({ credentials: body, metadata: null });
});

test('a session for a connection that does not exist is refused', async () => {
    const made = client.createReconnectSession({ connection_id: 'none', integration_id: 'fixture' });
    await expect(made).rejects.toMatchObject({ response: { status: 400 } });
});
