/**
 * A reconnect through the typed client: Nango empties the metadata and the tags, and nothing of the connection is lost.
 * Over the real SDK and the compiled functions, for each way to connect.
 */
import { isAxiosError } from 'axios';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { snowflake } from '../../client/index.js';
import type { Connection, ConnectSession, SnowflakeIntegrationId } from '../../client/index.js';
import { buildSampleAccount } from 'snowflake-stand-in/engine/sample-account.js';
import { startWorld } from '../../local/world.js';
import type { World } from '../../local/world.js';
import { appClient, appNango, connectionIdOf, PARTY, submit } from './app.js';

let world: World;
beforeEach(async () => {
    world = await startWorld({ fill: buildSampleAccount });
});
afterEach(async () => {
    await world.close();
});

const ACCOUNT = { account: 'myorg-myaccount' };

async function connect(
    integration: SnowflakeIntegrationId,
    more: { settings?: object; tags?: Record<string, string>; role?: string } = {}
): Promise<Connection<SnowflakeIntegrationId>> {
    const client = appClient(world);
    const session = await client.connectSession({ integration, ...ACCOUNT, ...PARTY, ...more });
    return client.connection(integration, await connectionIdOf(await submit(world, integration, session)));
}

async function sessionToRenew(
    { integration, connectionId }: Connection<SnowflakeIntegrationId>,
    more: { settings?: object; tags?: Record<string, string>; role?: string } = {}
): Promise<ConnectSession> {
    return await appClient(world).connectSession({
        integration,
        ...ACCOUNT,
        ...PARTY,
        reconnect: connectionId,
        ...more
    });
}

async function databasesSynced({ integration, connectionId }: Connection<SnowflakeIntegrationId>): Promise<string[]> {
    expect((await world.nango.runSync(integration, 'databases', connectionId)).error).toBeNull();
    return world.nango.records(integration, connectionId, 'Database').map(({ id }) => id);
}

describe.each(['snowflake-jwt', 'snowflake-password'] as const)('%s', (integration) => {
    test('settings, tags, and the fields left out stay', async () => {
        const connection = await connect(integration, { tags: { plan: 'gold' }, role: 'ACCOUNTADMIN' });
        const settings = { include_databases: ['SALES'], query: 'SELECT 1 AS N', id_column: 'N' };
        await connection.settings.set(settings);
        expect(await databasesSynced(connection)).toEqual(['SALES']);

        const answer = await submit(world, integration, await sessionToRenew(connection));
        expect(await connectionIdOf(answer)).toBe(connection.connectionId);
        expect(await connection.settings.get()).toEqual(settings);
        const renewed = await appNango(world).getConnection(integration, connection.connectionId);
        expect(renewed.tags).toMatchObject({ plan: 'gold', organization_id: 'org-1', end_user_id: 'user-7' });
        expect(renewed.connection_config).toMatchObject({ role: 'ACCOUNTADMIN', warehouse: '' });
        expect(await databasesSynced(connection)).toEqual(['SALES']);
    });

    test('a second reconnect keeps what changed after the first, and takes away what it is told to', async () => {
        const connection = await connect(integration, { role: 'ACCOUNTADMIN' });
        await connection.settings.set({ include_databases: ['SALES'] });
        await submit(world, integration, await sessionToRenew(connection));
        await connection.settings.set({ exclude_databases: ['SALES'] });
        await submit(world, integration, await sessionToRenew(connection, { role: '', settings: { role: 'PUBLIC' } }));
        expect(await connection.settings.get()).toEqual({ exclude_databases: ['SALES'], role: 'PUBLIC' });
        const renewed = await appNango(world).getConnection(integration, connection.connectionId);
        expect(renewed.connection_config).toMatchObject({ role: '' });
    });

    test('a new connection has its settings before its first sync', async () => {
        const connection = await connect(integration, { settings: { include_databases: ['SALES'] } });
        expect(await databasesSynced(connection)).toEqual(['SALES']);
    });

    test('values of the app stay out of the browser, and come back by restoreMetadata', async () => {
        const connection = await connect(integration);
        await appNango(world).updateMetadata(integration, connection.connectionId, { plan: 'gold', limit: 5 });
        await connection.settings.update({ include_databases: ['SALES'] });
        const session = await sessionToRenew(connection);
        expect(session.metadata).toMatchObject({ plan: 'gold', limit: 5, include_databases: ['SALES'] });
        await submit(world, integration, session);
        const renewed = await appNango(world).getConnection(integration, connection.connectionId);
        expect(JSON.stringify([renewed.connection_config, renewed.metadata])).not.toContain('gold');

        await appNango(world).updateMetadata(integration, connection.connectionId, { limit: 7 });
        await connection.restoreMetadata(session.metadata);
        expect(await appNango(world).getMetadata(integration, connection.connectionId)).toMatchObject({
            plan: 'gold',
            limit: 7,
            include_databases: ['SALES']
        });
    });

    test('an end user cannot write settings by hand', async () => {
        const connection = await connect(integration);
        const byHand = await appNango(world).createReconnectSession({
            connection_id: connection.connectionId,
            integration_id: integration,
            integrations_config_defaults: {
                [integration]: { connection_config: { ...ACCOUNT, subdomain: ACCOUNT.account } }
            }
        });
        const session = { token: byHand.data.token, connectLink: '', expiresAt: '', metadata: null };
        const params = { kept_settings: '{"include_databases":["EVIL"],"plan":"gold"}' };
        expect((await submit(world, integration, session, params)).status).toBe(200);
        expect(await appNango(world).getMetadata(integration, connection.connectionId)).not.toMatchObject({
            plan: 'gold'
        });
        expect(await connection.settings.get()).toEqual({});
    });
});

test('a reconnect that is refused after Nango stored it has its settings all the same', async () => {
    const connection = await connect('snowflake-password');
    await connection.settings.set({ include_databases: ['SALES'] });
    const session = await sessionToRenew(connection);
    const answer = await submit(
        { ...world, typed: { ...world.typed, password: 'wrong' } },
        'snowflake-password',
        session
    );
    expect(answer.status).toBe(400);
    expect(await connection.settings.get()).toEqual({ include_databases: ['SALES'] });
    await submit(world, 'snowflake-password', await sessionToRenew(connection));
    expect(await databasesSynced(connection)).toEqual(['SALES']);
});

/** A session to renew a connection that `GET /connections/:id` does not give. */
async function hidden(connection: Connection<'snowflake-password'>, more: object): Promise<ConnectSession> {
    const nango = appNango(world);
    vi.spyOn(nango, 'getConnection').mockRejectedValue(new Error('424'));
    const { integration, connectionId } = connection;
    const fields = { integration, ...ACCOUNT, ...PARTY, reconnect: connectionId, ...more };
    return await snowflake(nango).connectSession(fields);
}

describe('a connection that Nango does not show, because its credentials fail', () => {
    test('is renewed with its settings where every field is given', async () => {
        const connection = appClient(world).connection(
            'snowflake-password',
            (await connect('snowflake-password')).connectionId
        );
        await connection.settings.set({ include_databases: ['SALES'] });
        const all = { warehouse: '', database: '', schema: '', role: '' };
        await submit(world, 'snowflake-password', await hidden(connection, all));
        expect(await connection.settings.get()).toEqual({ include_databases: ['SALES'] });
    });

    test('is refused where one is left out, with its name', async () => {
        const connection = appClient(world).connection(
            'snowflake-password',
            (await connect('snowflake-password')).connectionId
        );
        await expect(hidden(connection, { warehouse: '', database: '', schema: '' })).rejects.toMatchObject({
            code: 'connection_unreadable',
            source: 'client',
            message: expect.stringMatching(/its role cannot be kept.*role too/)
        });
    });
});

test('a connection that does not exist is refused before a session is made', async () => {
    const refused = appClient(world).connectSession({
        integration: 'snowflake-password',
        ...ACCOUNT,
        ...PARTY,
        reconnect: 'none'
    });
    await expect(refused).rejects.toMatchObject({ source: 'nango', status: 404 });
});

test('more tags than Nango takes are refused with their names', async () => {
    const tags = Object.fromEntries(Array.from({ length: 8 }, (_each, index) => [`tag_${index}`, 'x']));
    await expect(connect('snowflake-password', { tags })).rejects.toMatchObject({
        code: 'too_many_tags',
        message: expect.stringMatching(/tag_7/)
    });
});

test('settings that are wrong are refused before a session is made', async () => {
    const wrong = connect('snowflake-password', { settings: { include_databases: ['A.B'] } });
    await expect(wrong).rejects.toMatchObject({ code: 'invalid_settings', source: 'client' });
    expect(isAxiosError(await wrong.catch((error: unknown) => error))).toBe(false);
});
