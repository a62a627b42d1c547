/**
 * Each way in which a connection can be refused, over all ways to connect: `validate-connection`, `test-connection` and a
 * sync say the same, with what to do about it, and a sync whose credential ends midway keeps what it has.
 */
import { generateKeyPairSync } from 'node:crypto';
import { Nango } from '@nangohq/node';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { Connection } from 'nango-stand-in/connections.js';
import type { User } from 'snowflake-stand-in/engine/objects/user.js';
import { DAY_MS, MINUTE_MS } from 'stand-in-base/clock.js';
import { ACCESS_TOKEN, CONNECTION, KEY_PAIR, OAUTH, PASSWORD, startWorld, USER, WAYS } from '../../local/world.js';
import type { World } from '../../local/world.js';

type Way = (typeof WAYS)[number];

const ACCOUNT = { [KEY_PAIR]: 'subdomain', [PASSWORD]: 'account', [ACCESS_TOKEN]: 'account' } as const;

let world: World;
let app: Nango;
let publicKey: string;
let secret: string;
const found = new Map<Way, Connection>();
const configs = new Map<Way, Connection['connectionConfig']>();

beforeAll(async () => {
    let nango: World['nango'] | undefined;
    const now = (): number => nango?.clock.now() ?? Date.now();
    world = await startWorld({
        engine: { now },
        snowflake: { now },
        nango: { waits: 'none' },
        fill: ({ account }) => {
            for (const name of ['SALES', 'STOCK']) {
                const schema = account.addSchema(account.addDatabase({ name }), { name: 'MAIN' });
                account.addTable(schema, { name: 'T' }, [{ name: 'X', type: 'DATE' }]);
            }
            account.addRole({ name: 'OTHER' });
            account.addRole({ name: 'NOT_GRANTED' });
        }
    });
    nango = world.nango;
    app = new Nango({ host: nango.url, secretKey: nango.secretKey });
    world.engine.account.grantRole('OTHER', { kind: 'USER', name: USER });
    publicKey = user().rsaPublicKey ?? '';
    for (const way of WAYS) {
        const connection = nango.connections.get(way, CONNECTION);
        found.set(way, connection);
        configs.set(way, connection.connectionConfig);
    }
    const { credentials } = connectionOf(ACCESS_TOKEN);
    secret = credentials.type === 'API_KEY' ? credentials.apiKey : '';
});
afterAll(async () => await world.close());

function connectionOf(way: Way): Connection {
    const connection = found.get(way);
    if (connection === undefined) throw new Error(`no connection of ${way}`);
    return connection;
}

const user = (): User => world.engine.account.user(USER);

/** All is well again, whatever the case before did. */
beforeEach(async () => {
    const { account } = world.engine;
    world.snowflake.faults.clear();
    world.snowflake.oauth.enabled = true;
    world.snowflake.sessions.expireMasterTokens();
    for (const way of WAYS) connectionOf(way).connectionConfig = { ...configs.get(way) };
    account.accessTokensNeedNoPolicy = true;
    user().disabled = false;
    user().userType = 'PERSON';
    user().password = world.typed.password;
    user().programmaticAccessTokens = [];
    token();
    account.setPublicKey(USER, publicKey);
    const now = world.nango.clock.now();
    const { accessToken, refreshToken } = world.snowflake.oauth.consent(user().loginName, 'ACCOUNTADMIN');
    connectionOf(OAUTH).credentials = {
        type: 'OAUTH2',
        access_token: accessToken,
        refresh_token: refreshToken,
        expires_at: new Date(now + 10 * MINUTE_MS).toISOString()
    };
    await app.getConnection(OAUTH, CONNECTION, true);
});

function token(days = 100, role: string | null = null): void {
    const createdOn = world.nango.clock.now();
    user().namedAccessTokens = { NANGO: { secret, role, createdOn, expiresAt: createdOn + days * DAY_MS } };
}

function withdraw(): void {
    const { credentials } = connectionOf(OAUTH);
    if (credentials.type === 'OAUTH2') world.snowflake.oauth.withdraw(credentials.refresh_token);
}

function set(way: Way, config: Record<string, string>): void {
    Object.assign(connectionOf(way).connectionConfig, config);
}

interface Case {
    readonly ways: readonly Way[];
    readonly when: (way: Way) => void;
    readonly code: string;
    readonly says: RegExp | Readonly<Record<string, RegExp>>;
}

const SIGN_IN: Readonly<Record<string, RegExp>> = {
    [KEY_PAIR]: /public key/,
    [PASSWORD]: /Check user name .*LOGIN_NAME.* and password/,
    [ACCESS_TOKEN]: /SHOW USER PROGRAMMATIC ACCESS TOKENS/,
    [OAUTH]: /reconnect/i
};

const CASES: Readonly<Record<string, Case>> = {
    'a network policy bars the address of Nango': {
        ways: WAYS,
        when: () => world.snowflake.faults.refuseAddress('203.0.113.9'),
        code: 'network_policy',
        says: /203\.0\.113\.9.*Ask the Snowflake administrator to allow this address/
    },
    'the user is disabled': {
        ways: [KEY_PAIR, PASSWORD, OAUTH],
        when: () => (user().disabled = true),
        code: 'user_locked',
        says: /enable the user/
    },
    'the user of the token is disabled': {
        ways: [ACCESS_TOKEN],
        when: () => (user().disabled = true),
        code: 'invalid_credentials',
        says: SIGN_IN
    },
    'the connection names a role that is not granted': {
        ways: [KEY_PAIR, PASSWORD, ACCESS_TOKEN],
        when: (way) => set(way, { role: 'NOT_GRANTED' }),
        code: 'role_not_granted',
        says: { [ACCESS_TOKEN]: /ROLE_RESTRICTION/, [KEY_PAIR]: /GRANT ROLE/, [PASSWORD]: /GRANT ROLE/ }
    },
    'the connection names a role of the longest name': {
        ways: [KEY_PAIR, PASSWORD, ACCESS_TOKEN],
        when: (way) => set(way, { role: 'R'.repeat(255) }),
        code: 'role_not_granted',
        says: { [ACCESS_TOKEN]: /granted to the user\.$/, [KEY_PAIR]: /another role\.$/, [PASSWORD]: /another role\.$/ }
    },
    'the connection names another account': {
        ways: [KEY_PAIR, PASSWORD, ACCESS_TOKEN],
        when: (way) => way !== OAUTH && set(way, { [ACCOUNT[way]]: 'nobody-knows' }),
        code: 'account_not_found',
        says: /account identifier/
    },
    'the connection names a host that is not of Snowflake': {
        ways: [PASSWORD, ACCESS_TOKEN, OAUTH],
        when: (way) => {
            set(way, way === OAUTH ? { snowflake_account_url: 'acme.evil.test' } : { account: 'acme.evil.test' });
            const { credentials } = connectionOf(OAUTH);
            // Else Nango would ask that host for another token, and say that it got none.
            if (credentials.type === 'OAUTH2')
                connectionOf(OAUTH).credentials = { ...credentials, expires_at: '2100-01-01T00:00:00.000Z' };
        },
        code: 'invalid_account',
        says: /account/
    },
    'the user has another public key': {
        ways: [KEY_PAIR],
        when: () => {
            const another = { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' } } as const;
            const pkcs8 = { type: 'pkcs8', format: 'pem' } as const;
            const { publicKey: theirs } = generateKeyPairSync('rsa', { ...another, privateKeyEncoding: pkcs8 });
            world.engine.account.setPublicKey(USER, theirs);
        },
        code: 'invalid_credentials',
        says: SIGN_IN
    },
    'the user has no public key': {
        ways: [KEY_PAIR],
        when: () => world.engine.account.setPublicKey(USER, null),
        code: 'invalid_credentials',
        says: SIGN_IN
    },
    'the password is another': {
        ways: [PASSWORD],
        when: () => (user().password = 'another'),
        code: 'invalid_credentials',
        says: SIGN_IN
    },
    'the password has ended': {
        ways: [PASSWORD],
        when: () =>
            world.snowflake.faults.order(
                { kind: 'refuse', code: '390106', message: 'Specified password has expired. Must be changed.' },
                { path: 'login-request' },
                1000
            ),
        code: 'invalid_credentials',
        says: /change it.*access token/
    },
    'the token has expired': {
        ways: [ACCESS_TOKEN],
        when: () => token(-1),
        code: 'invalid_credentials',
        says: SIGN_IN
    },
    'the token was removed, disabled or cut short': {
        ways: [ACCESS_TOKEN],
        when: () => (user().namedAccessTokens = {}),
        code: 'invalid_credentials',
        says: SIGN_IN
    },
    'the token is restricted to another role': {
        ways: [ACCESS_TOKEN],
        when: (way) => {
            token(100, 'OTHER');
            set(way, { role: 'ACCOUNTADMIN' });
        },
        code: 'invalid_credentials',
        says: /ROLE_RESTRICTION to another role/
    },
    'a service user’s token has no network policy': {
        ways: [ACCESS_TOKEN],
        when: () => {
            world.engine.account.accessTokensNeedNoPolicy = false;
            user().userType = 'SERVICE';
        },
        code: 'network_policy',
        says: /CREATE NETWORK POLICY/
    },
    'the consent was for another role': {
        ways: [OAUTH],
        when: (way) => set(way, { role: 'OTHER' }),
        code: 'role_not_granted',
        says: /session:role/
    },
    'the consent was withdrawn': { ways: [OAUTH], when: withdraw, code: 'authorization_ended', says: /reconnect/ },
    'the refresh token has ended': {
        ways: [OAUTH],
        when: () => world.nango.clock.advance(91 * DAY_MS),
        code: 'authorization_ended',
        says: /OAUTH_REFRESH_TOKEN_VALIDITY/
    },
    'the security integration is disabled': {
        ways: [OAUTH],
        when: () => (world.snowflake.oauth.enabled = false),
        code: 'authorization_ended',
        says: /security integration is disabled/
    },
    'Snowflake takes no access token of this consent any more': {
        ways: [OAUTH],
        when: () =>
            world.snowflake.faults.order(
                { kind: 'status', status: 401, code: '390303', message: 'Invalid OAuth access token.' },
                { path: /^\/api/ },
                1000
            ),
        code: 'invalid_credentials',
        says: SIGN_IN
    }
};

const ROWS = Object.entries(CASES).flatMap(([title, { ways, ...rest }]) =>
    ways.map((way) => ({ title, way, ...rest }))
);

const Report = z.looseObject({
    ok: z.literal(false),
    checks: z.array(z.object({ name: z.string(), ok: z.boolean(), message: z.string(), remedy: z.string().nullable() }))
});

test.each(ROWS)('$title: $way', async ({ way, when, code, says }) => {
    when(way);
    const words = says instanceof RegExp ? says : says[way];
    if (words === undefined) throw new Error('no words to look for');
    const refusal = { code, message: expect.stringMatching(words) };
    const event = await world.nango.runOnEvent(way, 'validate-connection', CONNECTION);
    expect(event.error?.payload).toMatchObject(refusal);
    expect(String(event.error?.payload['message']).length).toBeLessThanOrEqual(500);
    const sync = await world.nango.runSync(way, 'databases', CONNECTION);
    expect(sync.error?.payload).toMatchObject(refusal);
    const { output, error } = await world.nango.runAction(way, 'test-connection', CONNECTION, {});
    // Where Nango gives nobody the connection, there is nothing to check.
    if (error !== null) expect(error.payload).toMatchObject(refusal);
    else {
        const [signIn] = Report.parse(output).checks;
        expect(signIn).toMatchObject({ name: 'sign_in', ok: false });
        expect(`${signIn?.message} ${signIn?.remedy}`).toMatch(words);
    }
});

const ENDS: Readonly<Record<Way, () => void>> = {
    [KEY_PAIR]: () => world.engine.account.setPublicKey(USER, null),
    [PASSWORD]: () => {
        user().password = 'another';
        world.snowflake.sessions.expireMasterTokens();
    },
    [ACCESS_TOKEN]: () => token(-1),
    [OAUTH]: withdraw
};

function told(way: Way): object {
    return {
        code: way === OAUTH ? 'authorization_ended' : 'invalid_credentials',
        message: expect.stringMatching(SIGN_IN[way] ?? /./)
    };
}

test.each(WAYS)('a credential that ends midway fails the run, which the next one goes on from: %s', async (way) => {
    const before = await world.nango.runSync(way, 'tables', CONNECTION);
    expect(before.error).toBeNull();
    const names = (): unknown[] => world.nango.records(way, CONNECTION, 'Table').map((table) => table['id']);
    const all = names();
    expect(all).toHaveLength(2);
    // Its answer gets lost, so it is asked again: with a credential that is none by then.
    world.snowflake.faults.order({ kind: 'drop-after' }, { statement: /STOCK/ });
    const second = world.snowflake.faults.hold(/SHOW TABLES IN DATABASE "?STOCK/);
    const running = world.nango.runSync(way, 'tables', CONNECTION);
    await second.reached;
    ENDS[way]();
    second.release();
    const { error } = await running;
    // A session outlives the password that it was opened with: what ends is the session.
    expect(error?.payload).toMatchObject(way === PASSWORD ? { code: 'session_expired' } : told(way));
    expect(names()).toEqual(all);
    const next = await world.nango.runSync(way, 'tables', CONNECTION);
    expect(next.error?.payload).toMatchObject(told(way));
    expect(names()).toEqual(all);
});
