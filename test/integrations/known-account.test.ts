/**
 * A connection stays with its account: one that signs in to another is refused at the reconnect, although Nango has emptied
 * the metadata by then. Two embedded accounts behind one Nango, on each way to connect.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CONNECTION, INTEGRATIONS, KEY_PAIR, startWorld } from '../../local/world.js';
import type { Connection, Credentials } from 'nango-stand-in/connections.js';
import type { World } from '../../local/world.js';

let world: World;
let other: World;
let renamed: World;
/** Credentials by integration and account: a reconnect overwrites those of the connection. */
let own: Map<string, Credentials>;
beforeEach(async () => {
    own = new Map();
    other = await startWorld({ engine: { accountName: 'OTHER', accountLocator: 'ZZ99999' } });
    renamed = await startWorld({ engine: { accountName: 'RENAMED' } });
    const hosts = {
        'myorg-other.snowflakecomputing.com': other.snowflake.url,
        'myorg-renamed.snowflakecomputing.com': renamed.snowflake.url
    };
    world = await startWorld({ hosts });
});
afterEach(async () => {
    for (const each of [world, other, renamed]) await each.close();
});

function connectionIn({ nango }: World, integration: string): Connection {
    return nango.connections.get(integration, CONNECTION);
}

/** The credentials of that world's account, as a customer gives them to renew the connection; null once accepted. */
async function reconnect(
    integration: string,
    to: World,
    name: string,
    metadata: Record<string, unknown> | null = null
): Promise<unknown> {
    const connection = connectionIn(world, integration);
    const credentials = own.get(`${integration} ${name}`) ?? connectionIn(to, integration).credentials;
    own.set(`${integration} ${name}`, credentials);
    world.nango.connections.overwrite(connection, {
        integration,
        id: CONNECTION,
        credentials:
            credentials.type === 'JWT' ? { ...credentials, accountIdentifier: name.toUpperCase() } : credentials,
        connectionConfig: integration === KEY_PAIR ? { subdomain: name } : { account: name }
    });
    connection.metadata = metadata;
    const result = await world.nango.runOnEvent(integration, 'validate-connection', CONNECTION);
    return result.error?.payload ?? null;
}

describe.each(INTEGRATIONS)('%s', (integration) => {
    test('another account is refused by both names until it is allowed, and is the known one then', async () => {
        expect(await reconnect(integration, world, 'myorg-myaccount')).toBeNull();
        expect(await reconnect(integration, other, 'myorg-other')).toEqual({
            code: 'account_changed',
            error: expect.stringMatching(/^account_changed: /),
            message: expect.stringMatching(/MYORG-MYACCOUNT, and .* MYORG-OTHER.*allow_account to MYORG-OTHER/),
            account_before: 'MYORG-MYACCOUNT',
            account: 'MYORG-OTHER'
        });
        const third = { allow_account: 'MYORG-THIRD' };
        expect(await reconnect(integration, other, 'myorg-other', third)).toMatchObject({ code: 'account_changed' });
        for (const allow_account of ['myorg.other', 'https://myorg-other.snowflakecomputing.com', 'MYORG-OTHER']) {
            expect(await reconnect(integration, other, 'myorg-other', { allow_account })).toBeNull();
            expect(
                await reconnect(integration, world, 'myorg-myaccount', { allow_account: 'myorg-myaccount' })
            ).toBeNull();
        }
        expect(await reconnect(integration, other, 'myorg-other', { allow_account: 'MYORG-OTHER' })).toBeNull();
        expect(await reconnect(integration, other, 'myorg-other')).toBeNull();
        expect(await reconnect(integration, world, 'myorg-myaccount')).toMatchObject({ code: 'account_changed' });
    });

    test('an account that was renamed is the same', async () => {
        expect(await reconnect(integration, world, 'myorg-myaccount')).toBeNull();
        expect(await reconnect(integration, renamed, 'myorg-renamed')).toBeNull();
    });
});
