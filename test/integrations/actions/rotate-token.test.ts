/** An access token is rotated by a connection that another way opened; the new one is in Secrets Manager and nowhere else. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { HOUR_MS } from 'stand-in-base/clock.js';
import { z } from 'zod';
import { ACCESS_TOKEN, CONNECTION, KEY_PAIR, OAUTH, PASSWORD, USER } from '../../../local/world.js';
import { act, refusal } from './actions.js';
import { MANY, startRotationWorld } from './rotation.js';
import type { RotationWorld } from './rotation.js';

const ACTION = 'rotate-token';
const OTHER = 'READER_SVC';
const FIRST = 'first-token-of-the-connection';
let rotation: RotationWorld;
beforeAll(async () => {
    rotation = await startRotationWorld();
    const { account } = rotation.world.engine;
    account.addRole({ name: 'READER' });
    account.addUser({ name: OTHER, defaultRole: 'READER' });
    account.user(USER).programmaticAccessTokens = [];
});
beforeEach(async () => {
    await rotation.reset();
    const { engine } = rotation.world;
    const now = engine.account.now();
    const token = { role: null, createdOn: now, expiresAt: now + 300 * HOUR_MS, days: 90 };
    engine.account.user(USER).namedAccessTokens = { NANGO: { ...token, secret: FIRST } };
    engine.account.user(OTHER).namedAccessTokens = { THEIRS: { ...token, secret: 'another' } };
    signInBy(FIRST);
});
afterAll(async () => await rotation.close());

function signInBy(apiKey: string): void {
    const connection = rotation.world.nango.connections.get(ACCESS_TOKEN, CONNECTION);
    Object.assign(connection.credentials, { apiKey });
}

const RotatedSchema = z.looseObject({
    rotated_token: z.string(),
    old_token_ends_at: z.string(),
    expires_at: z.string(),
    secret_arn: z.string()
});
const StoredSchema = z.object({ type: z.literal('snowflake_access_token'), username: z.string(), token: z.string() });

async function refused(input: object, integration: string = KEY_PAIR): Promise<z.infer<z.ZodObject>> {
    return await refusal(rotation.world, integration, ACTION, input);
}

test.each([KEY_PAIR, OAUTH, PASSWORD])('%s rotates a token of its own user, and the new one signs in', async (way) => {
    const { world } = rotation;
    const output = await act(world, way, ACTION, { token: 'NANGO', old_token_hours: 2 });
    const rotated = RotatedSchema.parse(output);
    expect(rotated).toMatchObject({ user: USER, token: 'NANGO' });
    expect(rotated.rotated_token).toMatch(/^NANGO_ROTATED_\d+$/);
    expect(Date.parse(rotated.expires_at)).toBeGreaterThan(Date.parse(rotated.old_token_ends_at));
    const stored = StoredSchema.parse(await rotation.stored(rotated.secret_arn));
    expect(stored.username).toBe(USER);
    const emitted = JSON.stringify([output, world.nango.journal, world.snowflake.requests]);
    expect(emitted).not.toContain(stored.token);
    // Both work, until the old one ends.
    expect(await act(world, ACCESS_TOKEN, 'test-connection')).toMatchObject({ user: USER });
    signInBy(stored.token);
    rotation.clock.advance(2 * HOUR_MS);
    expect(await act(world, ACCESS_TOKEN, 'test-connection')).toMatchObject({ user: USER });
});

test('the old token works for a week, or for what it has left', async () => {
    const left = async (): Promise<number> => {
        const rotated = RotatedSchema.parse(await act(rotation.world, KEY_PAIR, ACTION, { token: 'NANGO' }));
        return (Date.parse(rotated.old_token_ends_at) - rotation.clock.now()) / HOUR_MS;
    };
    expect(await left()).toBeCloseTo(168, 1);
    const user = rotation.world.engine.account.user(USER);
    const ending = (hours: number): void => {
        const [token] = Object.values(user.namedAccessTokens);
        if (token) user.namedAccessTokens = { NANGO: { ...token, expiresAt: rotation.clock.now() + hours * HOUR_MS } };
    };
    ending(5.5);
    expect(await left()).toBeCloseTo(5, 1);
    ending(0.5);
    expect(await refused({ token: 'NANGO' })).toMatchObject({ code: 'token_ending' });
});

test('another user’s token takes a right on that user', async () => {
    const { engine } = rotation.world;
    const theirs = { token: 'THEIRS', user: OTHER };
    const rotated = RotatedSchema.parse(await act(rotation.world, KEY_PAIR, ACTION, theirs));
    expect(StoredSchema.parse(await rotation.stored(rotated.secret_arn))).toMatchObject({ username: OTHER });
    engine.account.grantRole('READER', { kind: 'USER', name: USER });
    const { connectionConfig } = rotation.world.nango.connections.get(PASSWORD, CONNECTION);
    Object.assign(connectionConfig, { role: 'READER' });
    const without = await refused(theirs, PASSWORD);
    Object.assign(connectionConfig, { role: '' });
    expect(without).toMatchObject({ code: 'token_not_found', message: expect.stringContaining('GRANT MODIFY PROG') });
});

test('a session that a token opened may rotate those of others alone, and is told before anything is sent', async () => {
    rotation.world.statements();
    expect(await refused({ token: 'NANGO' }, ACCESS_TOKEN)).toMatchObject({ code: 'token_in_use' });
    expect(rotation.world.statements()).toEqual([]);
    expect(await refused({ token: 'NANGO', user: USER }, ACCESS_TOKEN)).toMatchObject({ code: 'token_in_use' });
    expect(rotation.world.statements().filter((each) => each.startsWith('ALTER'))).toEqual([]);
    await act(rotation.world, ACCESS_TOKEN, ACTION, { token: 'THEIRS', user: OTHER });
    // In place of a password nobody can tell a token.
    const connection = rotation.world.nango.connections.get(PASSWORD, CONNECTION);
    const before = connection.credentials;
    connection.credentials = { type: 'BASIC', username: USER, password: FIRST };
    const told = await refused({ token: 'NANGO' }, PASSWORD);
    connection.credentials = before;
    expect(told).toMatchObject({ code: 'sql_error', message: expect.stringContaining('in place of its password') });
});

test.each([
    ['NOBODY', 'token_not_found', 'it shows NANGO'],
    ['OFF', 'token_not_active', 'SET DISABLED = FALSE'],
    ['NANGO_ROTATED_1', 'token_rotated_already', 'Rotate NANGO']
])('the token %s is refused as %s', async (token, code, said) => {
    const user = rotation.world.engine.account.user(USER);
    const { NANGO: known } = user.namedAccessTokens;
    if (known === undefined) throw new Error('There must be a token.');
    const OFF = { ...known, secret: 'off', disabled: true };
    const NANGO_ROTATED_1 = { ...known, secret: 'old', rotatedTo: 'NANGO' };
    user.namedAccessTokens = token === 'NOBODY' ? { NANGO: known } : { NANGO: known, OFF, NANGO_ROTATED_1 };
    expect(await refused({ token })).toMatchObject({ code, message: expect.stringContaining(said) });
});

test('whatever is lost, the old token works on, and nothing empty is left in Secrets Manager', async () => {
    const { world } = rotation;
    const { faults } = world.snowflake;
    const before = await rotation.listed();
    const rotate = { token: 'NANGO' };
    faults.order({ kind: 'drop-before' }, { statement: /^ALTER USER/ }, MANY);
    expect(await refused(rotate)).toMatchObject({ code: 'unavailable' });
    faults.clear();
    expect(Object.keys(world.engine.account.user(USER).namedAccessTokens)).toEqual(['NANGO']);

    faults.order({ kind: 'drop-after' }, { statement: /^ALTER USER/ }, MANY);
    expect(await refused(rotate)).toMatchObject({ code: 'token_lost', message: expect.stringContaining('again') });
    faults.clear();

    const hold = faults.hold(/^ALTER USER/);
    faults.order({ kind: 'drop-after' }, { statement: /^ALTER USER/ }, MANY);
    const unconfirmed = refused(rotate);
    await hold.reached;
    faults.order({ kind: 'drop-before' }, { statement: /^SHOW USER PROG/ }, MANY);
    hold.release();
    expect(await unconfirmed).toMatchObject({ code: 'token_unconfirmed' });
    faults.clear();
    expect(await rotation.listed()).toHaveLength(before.length);

    expect(await act(world, ACCESS_TOKEN, 'test-connection')).toMatchObject({ user: USER });
    await act(world, KEY_PAIR, ACTION, rotate);
});

test('without an AWS connection nothing is rotated', async () => {
    rotation.world.nango.environment.set('EXPORT_SECRETS_AWS_CONNECTION', 'nowhere');
    const told = await refused({ token: 'NANGO' });
    expect(told).toMatchObject({ code: 'aws_connection_missing' });
    expect(Object.keys(rotation.world.engine.account.user(USER).namedAccessTokens)).toEqual(['NANGO']);
});
