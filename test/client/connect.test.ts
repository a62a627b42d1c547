/** What a Connect session fixes, an end user cannot change: every field that the functions read is in it. */
import { Nango } from '@nangohq/node';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { CallError, snowflake } from '../../client/index.js';
import { connectionConfig } from '../../client/connect.js';
import { DISPLAY_NAMES } from '../../client/sessions.js';
import { LocalNango } from 'nango-stand-in';
import { INTEGRATIONS_FOLDER } from '../../scripts/nango.js';
import { CONNECTION, startWorld } from '../../local/world.js';
import type { World } from '../../local/world.js';
import { appClient, appNango, connectionIdOf, PARTY, submit } from './app.js';

let world: World;
beforeAll(async () => {
    world = await startWorld();
});
afterAll(async () => {
    await world.close();
});

test('fields left out are set to empty, so that an end user cannot fill them', async () => {
    const client = appClient(world);
    const session = await client.connectSession({
        integration: 'snowflake-password',
        account: 'myorg-myaccount',
        ...PARTY
    });
    const hostile = { account: 'evil.example', role: 'ORGADMIN', warehouse: 'HUGE', database: 'X', schema: 'Y' };
    const id = await connectionIdOf(await submit(world, 'snowflake-password', session, hostile));
    const connection = await appNango(world).getConnection('snowflake-password', id);
    expect(connection.connection_config).toEqual({
        account: 'myorg-myaccount',
        role: '',
        warehouse: '',
        database: '',
        schema: ''
    });
});

test('the tags say whose connection it is, whatever other tags say', async () => {
    const session = await appClient(world).connectSession({
        integration: 'snowflake-password',
        account: 'myorg-myaccount',
        ...PARTY,
        tags: { plan: 'gold', organization_id: 'somebody-else' }
    });
    const id = await connectionIdOf(await submit(world, 'snowflake-password', session));
    const { tags } = await appNango(world).getConnection('snowflake-password', id);
    expect(tags).toMatchObject({ organization_id: 'org-1', end_user_id: 'user-7', plan: 'gold' });
});

test('a session is for its integration alone', async () => {
    const session = await appClient(world).connectSession({ integration: 'snowflake-jwt', ...PARTY });
    const answer = await submit(world, 'snowflake-password', session);
    expect(answer.status).toBe(400);
});

test.each([
    ['myorg-myaccount', 'myorg-myaccount'],
    ['https://MyOrg-MyAccount.snowflakecomputing.com/console', 'myorg-myaccount'],
    ['xy12345.us-east-1', 'xy12345.us-east-1'],
    ['https://app.snowflake.com/myorg/myaccount/#/homepage', 'myorg-myaccount']
])('a key-pair session takes the account %s as the subdomain %s', (account, subdomain) => {
    expect(connectionConfig({ integration: 'snowflake-jwt', account, ...PARTY })).toMatchObject({ subdomain });
});

test.each(['https://evil.example/.snowflakecomputing.com', 'a b', 'xy12345.cn-northwest-1'])(
    'a key-pair session refuses the account %s',
    async (account) => {
        const refused = appClient(world).connectSession({ integration: 'snowflake-jwt', account, ...PARTY });
        await expect(refused).rejects.toMatchObject({ code: 'invalid_account', source: 'client' });
    }
);

const SNOWFLAKE_IDS = ['snowflake-jwt', 'snowflake-token', 'snowflake', 'snowflake-password'] as const;
const HOSTILE = [
    'https://evil.com',
    'evil.com/x',
    'https://evil.com/.snowflakecomputing.com',
    'x.snowflakecomputing.com@evil.com'
];

test.each(SNOWFLAKE_IDS.flatMap((integration) => HOSTILE.map((account) => ({ integration, account }))))(
    'no session is made of $integration for the account $account',
    async ({ integration, account }) => {
        const nango = appNango(world);
        const created = vi.spyOn(nango, 'createConnectSession');
        const renewed = vi.spyOn(nango, 'createReconnectSession');
        const client = snowflake(nango);
        for (const reconnect of [undefined, CONNECTION]) {
            const refused = client.connectSession({ integration, account, ...PARTY, reconnect });
            await expect(refused).rejects.toMatchObject({ code: 'invalid_account', source: 'client' });
        }
        expect([created.mock.calls, renewed.mock.calls]).toEqual([[], []]);
    }
);

/** Each integration, with what a session needs. */
const EACH = [
    { integration: 'snowflake-jwt' },
    { integration: 'snowflake-token', account: 'myorg-myaccount' },
    { integration: 'snowflake', account: 'myorg-myaccount' },
    { integration: 'snowflake-password', account: 'myorg-myaccount' },
    { integration: 'qlik-export', tenant: 'acme.eu.qlikcloud.com' },
    { integration: 'power-bi-export', tenantId: 't', workspaceId: 'w' },
    { integration: 'postgresql-export', host: 'db', database: 'd' },
    { integration: 'bigquery-export', projectId: 'p', dataset: 'd' },
    { integration: 'mysql-export', host: 'db', database: 'd' }
] as const;

test.each(EACH)('a session of $integration links to the page that the app names', async (fields) => {
    const nango = appNango(world);
    const created = vi
        .spyOn(nango, 'createConnectSession')
        .mockResolvedValue({ data: { token: 't', connect_link: 'l', expires_at: 'e' } });
    const helpUrl = 'https://acme.example/help';
    await snowflake(nango).connectSession({ ...fields, ...PARTY, helpUrl });
    expect(created.mock.calls[0]?.[0].overrides).toEqual({ [fields.integration]: { docs_connect: helpUrl } });
});

test('an integration is set up with its provider and a name to read, and one that is there gets the name', async () => {
    const empty = await LocalNango.start({ folder: INTEGRATIONS_FOLDER });
    try {
        const nango = new Nango({ host: empty.url, secretKey: empty.secretKey });
        const client = snowflake(nango);
        for (const { integration } of EACH) {
            const oauth = { clientId: 'c', clientSecret: 's', scopes: 'refresh_token' };
            await client.setUpIntegration(integration, integration === 'snowflake' ? { oauth } : {});
        }
        const names = async (): Promise<unknown> =>
            Object.fromEntries(
                (await nango.listIntegrations()).configs.map((each) => [each.unique_key, each.display_name])
            );
        const made = await names();
        expect(made).toEqual(
            Object.fromEntries(EACH.map(({ integration }) => [integration, DISPLAY_NAMES[integration]]))
        );
        await client.setUpIntegration('snowflake-password', { displayName: 'Snowflake for Acme' });
        expect(await names()).toEqual({ ...Object(made), 'snowflake-password': 'Snowflake for Acme' });
    } finally {
        await empty.close();
    }
});

test('without an account, a key-pair session leaves the subdomain to the end user and nothing else', () => {
    expect(connectionConfig({ integration: 'snowflake-jwt', ...PARTY })).toEqual({
        role: '',
        warehouse: '',
        database: '',
        schema: ''
    });
});

test('without an account, a password session leaves all that it does not set to a provider that asks for it', () => {
    expect(connectionConfig({ integration: 'snowflake-password', account: null, role: 'READER', ...PARTY })).toEqual({
        role: 'READER',
        schema: ''
    });
});

test('sessions of the export integrations set what their destinations need', () => {
    expect([
        connectionConfig({ integration: 'qlik-export', tenant: 'acme.eu.qlikcloud.com', ...PARTY }),
        connectionConfig({ integration: 'power-bi-export', tenantId: 't', workspaceId: 'w', ...PARTY }),
        connectionConfig({ integration: 'postgresql-export', host: 'db', database: 'd', ...PARTY }),
        connectionConfig({ integration: 'postgresql-export', host: 'db', port: 6432, database: 'd', ...PARTY }),
        connectionConfig({ integration: 'bigquery-export', projectId: 'p', dataset: 'd', ...PARTY })
    ]).toEqual([
        { tenant: 'acme.eu.qlikcloud.com' },
        { tenant_id: 't', workspace_id: 'w' },
        { host: 'db', port: '', database: 'd' },
        { host: 'db', port: '6432', database: 'd' },
        { project_id: 'p', dataset: 'd' }
    ]);
});

test('a session to reconnect fixes the same fields of the same connection', async () => {
    const nango = appNango(world);
    const reconnected = vi
        .spyOn(nango, 'createReconnectSession')
        .mockResolvedValue({ data: { token: 't', connect_link: 'l', expires_at: 'e' } });
    const client = snowflake(nango);
    const fields = { integration: 'snowflake-password', account: 'myorg-myaccount', ...PARTY } as const;
    expect(await client.connectSession({ ...fields, reconnect: CONNECTION })).toEqual({
        token: 't',
        connectLink: 'l',
        expiresAt: 'e',
        metadata: null
    });
    expect(reconnected.mock.calls).toEqual([
        [
            {
                connection_id: CONNECTION,
                integration_id: 'snowflake-password',
                integrations_config_defaults: { 'snowflake-password': { connection_config: connectionConfig(fields) } },
                end_user: { id: 'user-7', email: 'ada@example.com', display_name: 'Ada' },
                organization: { id: 'org-1', display_name: 'Acme' },
                tags: { end_user_id: 'user-7', end_user_email: 'ada@example.com', organization_id: 'org-1' }
            }
        ]
    ]);
});

test("Nango's refusal of a session names Nango's code", async () => {
    const client = snowflake(new Nango({ host: world.nango.url, secretKey: 'wrong' }));
    const refused = client.connectSession({ integration: 'snowflake-jwt', ...PARTY });
    await expect(refused).rejects.toThrow(CallError);
    await expect(refused).rejects.toMatchObject({ source: 'nango', code: 'unknown_account', status: 401 });
});
