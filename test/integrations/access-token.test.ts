/** Connections by programmatic access token: when one is about to end. */
import { afterAll, beforeEach, expect, test, beforeAll } from 'vitest';
import { z } from 'zod';
import { DAY_MS } from 'stand-in-base/clock.js';
import { ACCESS_TOKEN, CONNECTION, KEY_PAIR, OAUTH, PASSWORD, startWorld, USER } from '../../local/world.js';
import type { World } from '../../local/world.js';

const SHOW_TOKENS = 'SHOW USER PROGRAMMATIC ACCESS TOKENS';

let world: World;
let secret: string;
beforeAll(async () => {
    world = await startWorld({ fill: ({ account }) => void account.addDatabase({ name: 'SALES' }) });
    const { credentials } = world.nango.connections.get(ACCESS_TOKEN, CONNECTION);
    if (credentials.type !== 'API_KEY') throw new Error('no token connection');
    secret = credentials.apiKey;
});
beforeEach(() => {
    const user = world.engine.account.user(USER);
    user.userType = null;
    user.programmaticAccessTokens = [];
    user.namedAccessTokens = { NANGO: token(100) };
    world.engine.account.accessTokensNeedNoPolicy = true;
    world.setMetadata({});
    world.statements();
});
afterAll(async () => await world.close());

function token(days: number, role: string | null = null) {
    const now = world.engine.account.now();
    return { secret, role, createdOn: now, expiresAt: now + days * DAY_MS };
}

async function warnings(): Promise<string[]> {
    const { error, logs } = await world.nango.runSync(ACCESS_TOKEN, 'databases', CONNECTION);
    expect(error).toBeNull();
    return logs
        .filter(({ level, message }) => level === 'warn' && message.includes('ends on'))
        .map((log) => log.message);
}

test('a token that ends within two weeks is named in every run, and asked about in the first', async () => {
    world.engine.account.user(USER).namedAccessTokens = { NANGO: token(10) };
    expect(await warnings()).toEqual([expect.stringMatching(/^The access token NANGO ends on \d{4}-\d{2}-\d{2}\./)]);
    expect(world.statements()).toContain(SHOW_TOKENS);
    expect(await warnings()).toHaveLength(1);
    expect(world.statements()).not.toContain(SHOW_TOKENS);
});

test('one with time left is not, and one of several is told as that', async () => {
    expect(await warnings()).toEqual([]);
    world.setMetadata({});
    world.engine.account.user(USER).namedAccessTokens = {
        NANGO: token(100),
        OTHER: { ...token(3), secret: 'another' }
    };
    expect(await warnings()).toEqual([expect.stringMatching(/^One of the programmatic access tokens/)]);
});

test('the note of a token that was replaced counts no more', async () => {
    world.setMetadata({
        snowflake_token: { digest: 'another', name: 'OLD', expires_at: new Date().toISOString() }
    });
    expect(await warnings()).toEqual([]);
    expect(world.statements()).toContain(SHOW_TOKENS);
});

const ChecksSchema = z.object({
    checks: z.array(z.object({ name: z.string(), ok: z.boolean(), message: z.string(), remedy: z.string().nullable() }))
});

/** What test-connection says of when the credentials end. */
async function ending(integration: string): Promise<z.infer<typeof ChecksSchema>['checks']> {
    const { output } = await world.nango.runAction(integration, 'test-connection', CONNECTION, {});
    const { checks } = ChecksSchema.parse(output);
    return checks.filter(({ name }) => name === 'access_token' || name === 'key_pair');
}

test('test-connection says when the token ends, warns within two weeks, and fails when it has ended', async () => {
    const user = world.engine.account.user(USER);
    const check = { name: 'access_token', ok: true, remedy: null };
    expect(await ending(ACCESS_TOKEN)).toMatchObject([
        { ...check, message: expect.stringMatching(/^The access token NANGO ends on/) }
    ]);
    user.namedAccessTokens = { NANGO: token(10) };
    expect(await ending(ACCESS_TOKEN)).toMatchObject([{ ...check, remedy: expect.stringContaining('rotate-token') }]);
    user.namedAccessTokens = { NANGO: token(80), NANGO_ROTATED_1: { ...token(1), secret: 'old', rotatedTo: 'NANGO' } };
    expect(await ending(ACCESS_TOKEN)).toMatchObject([{ message: expect.stringContaining('was rotated') }]);
    user.namedAccessTokens = { NANGO: token(10) };
    await ending(ACCESS_TOKEN);
    user.namedAccessTokens = { NANGO: token(-1) };
    const noted = world.nango.connections.get(ACCESS_TOKEN, CONNECTION).metadata?.['snowflake_token'];
    const yesterday = new Date(Date.now() - DAY_MS).toISOString();
    world.setMetadata({ snowflake_token: { ...z.looseObject({}).parse(noted), expires_at: yesterday } });
    expect(await ending(ACCESS_TOKEN)).toMatchObject([
        { name: 'access_token', ok: false, message: expect.stringContaining('NANGO ended on') }
    ]);
});

/** Snowflake shows no token: an end user's role need not see it. */
test('where the end of a token is not shown, test-connection says so, and other ways have no such check', async () => {
    const user = world.engine.account.user(USER);
    user.namedAccessTokens = {};
    user.programmaticAccessTokens = [secret];
    expect(await ending(ACCESS_TOKEN)).toMatchObject([{ ok: true, message: expect.stringContaining('does not show') }]);
    for (const way of [KEY_PAIR, PASSWORD, OAUTH]) expect([way, await ending(way)]).toEqual([way, []]);
});

test('a named key pair that ends soon is a warning, as is a token where a password may be one', async () => {
    const user = world.engine.account.user(USER);
    const { rsaPublicKey } = user;
    const now = world.engine.account.now();
    const pair = {
        publicKey: rsaPublicKey ?? '',
        role: null,
        comment: null,
        createdOn: now,
        createdBy: USER,
        days: null,
        disabled: false,
        lastUsedOn: null,
        rotatedTo: null
    };
    user.rsaPublicKey = null;
    user.namedKeyPairs = { MAIN: { ...pair, expiresAt: now + 100 * DAY_MS } };
    expect(await ending(KEY_PAIR)).toMatchObject([{ name: 'key_pair', ok: true, remedy: null }]);
    user.namedKeyPairs = { MAIN: { ...pair, expiresAt: now + 3 * DAY_MS } };
    expect(await ending(KEY_PAIR)).toMatchObject([{ ok: true, remedy: expect.stringContaining('rotate-key-pair') }]);
    Object.assign(user, { rsaPublicKey, namedKeyPairs: {}, namedAccessTokens: { NANGO: token(3) } });
    expect(await ending(PASSWORD)).toMatchObject([
        { ok: true, remedy: expect.stringContaining('in place of a password') }
    ]);
});
