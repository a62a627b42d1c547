/** Connections by programmatic access token: when one is about to end. */
import { afterAll, beforeEach, expect, test, beforeAll } from 'vitest';
import { ACCESS_TOKEN, CONNECTION, startWorld, USER } from '../../local/world.js';
import type { World } from '../../local/world.js';

const DAY_MS = 86_400_000;
const SHOW_TOKENS = 'SHOW USER PROGRAMMATIC ACCESS TOKENS';

let world: World;
let secret: string;
beforeAll(async () => {
    world = await startWorld({ fill: ({ account }) => void account.addDatabase({ name: 'SALES' }) });
    const { credentials } = world.nango.connections.find(ACCESS_TOKEN, CONNECTION) ?? {};
    if (credentials?.type !== 'API_KEY') throw new Error('no token connection');
    secret = credentials.apiKey;
});
beforeEach(() => {
    const user = world.engine.account.user(USER);
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
