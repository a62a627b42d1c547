/** rotate-key-pair for a user whose key is a named key pair: it keeps its name, and the old key works until it is retired. */
import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { HOUR_MS } from 'stand-in-base/clock.js';
import { z } from 'zod';
import { KEY_PAIR, USER } from '../../../local/world.js';
import { act, refusal } from './actions.js';
import { MANY, startRotationWorld } from './rotation.js';
import type { RotationWorld } from './rotation.js';

const ACTION = 'rotate-key-pair';
let rotation: RotationWorld;
let own: string;
beforeAll(async () => {
    rotation = await startRotationWorld();
});
beforeEach(async () => {
    const { account } = rotation.world.engine;
    await rotation.reset();
    account.hasNamedKeyPairs = true;
    account.user(USER).rsaPublicKey = null;
    own = await connectBy('nango main');
});
afterAll(async () => await rotation.close());

async function sql(statement: string): Promise<void> {
    await rotation.world.engine.openSession(USER, { role: 'ACCOUNTADMIN' }).execute(statement);
}

/** The connection signs in with a new named key pair; its fingerprint. */
async function connectBy(name: string, more = ''): Promise<string> {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', {
        modulusLength: 2048,
        publicKeyEncoding: { type: 'spki', format: 'der' },
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
    });
    await sql(`ALTER USER ${USER} ADD KEY PAIR "${name}" PUBLIC_KEY = '${publicKey.toString('base64')}' ${more}`);
    rotation.reconnect(privateKey);
    return `SHA256:${createHash('sha256').update(publicKey).digest('base64')}`;
}

const RotatedSchema = z.looseObject({
    fingerprint: z.string(),
    replaces_fingerprint: z.string(),
    old_key_ends_at: z.string(),
    secret_arn: z.string()
});
const StoredSchema = z.object({ private_key: z.string() });

async function rotate(): Promise<z.infer<typeof RotatedSchema>> {
    return RotatedSchema.parse(await act(rotation.world, KEY_PAIR, ACTION));
}

async function reconnect({ secret_arn: arn }: { secret_arn: string }): Promise<void> {
    rotation.reconnect(StoredSchema.parse(await rotation.stored(arn)).private_key);
}

async function refused(input: object = {}): Promise<z.infer<z.ZodObject>> {
    return await refusal(rotation.world, KEY_PAIR, ACTION, input);
}

/** Names of the user's named key pairs, without the time of a rotation. */
function names(): string[] {
    return Object.keys(rotation.world.engine.account.user(USER).namedKeyPairs).map((name) => name.replace(/\d+$/, ''));
}

test('the name stays, both keys work, and the old one is removed when the connection has the new one', async () => {
    const rotated = await rotate();
    expect(rotated).toMatchObject({ slot: null, key_pair: 'nango main', replaces_fingerprint: own });
    expect(names()).toEqual(['nango main', 'nango main_ROTATED_']);
    const retire = { step: 'retire', fingerprint: own };
    expect(await refused(retire)).toMatchObject({ code: 'key_in_use' });
    // The new key alone would then be gone, and the old one wait for its end.
    expect(await refused({ step: 'retire', fingerprint: rotated.fingerprint })).toMatchObject({
        code: 'key_rotated_already'
    });
    await reconnect(rotated);
    expect(await act(rotation.world, KEY_PAIR, ACTION, retire)).toMatchObject({ step: 'retire', slot: null });
    expect(names()).toEqual(['nango main']);
    expect(await act(rotation.world, KEY_PAIR, 'test-connection')).toMatchObject({ user: USER });
    const body = StoredSchema.parse(await rotation.stored(rotated.secret_arn)).private_key.split('\n');
    const emitted = JSON.stringify([rotated, rotation.world.nango.journal, rotation.world.snowflake.requests]);
    for (const line of body.filter(({ length }) => length === 64)) expect(emitted).not.toContain(line);
});

test('a second rotation before the connection has the new key says which secret has it', async () => {
    const rotated = await rotate();
    const { code, message } = await refused();
    expect(code).toBe('key_rotated_already');
    expect(message).toContain(rotated.fingerprint);
    expect(names()).toHaveLength(2);
});

test('an old key with an end works until then, one that ends within the hour is not rotated', async () => {
    await connectBy('daily', 'DAYS_TO_EXPIRY = 1');
    rotation.clock.advance(HOUR_MS / 2);
    const left = Date.parse((await rotate()).old_key_ends_at) - rotation.clock.now();
    expect(left).toBeLessThanOrEqual(23 * HOUR_MS);
    expect(left).toBeGreaterThan(22 * HOUR_MS);
    await connectBy('brief', 'DAYS_TO_EXPIRY = 1');
    rotation.clock.advance(23.5 * HOUR_MS);
    expect(await refused()).toMatchObject({ code: 'key_ending', message: expect.stringContaining('ADD KEY PAIR') });
    rotation.clock.reset();
});

test('an answer that is lost never loses the private key', async () => {
    const { faults } = rotation.world.snowflake;
    faults.order({ kind: 'drop-after' }, { statement: /^ALTER USER/ }, MANY);
    await reconnect(await rotate());
    faults.clear();
    expect(await act(rotation.world, KEY_PAIR, 'test-connection')).toMatchObject({ user: USER });

    faults.order({ kind: 'drop-before' }, { statement: /^ALTER USER/ }, MANY);
    expect(await refused()).toMatchObject({ code: 'unavailable' });
    faults.clear();
    expect((await rotation.listed()).filter(({ DeletedDate }) => DeletedDate !== undefined)).toHaveLength(1);

    const hold = faults.hold(/^ALTER USER/);
    faults.order({ kind: 'drop-after' }, { statement: /^ALTER USER/ }, MANY);
    const unconfirmed = refused();
    await hold.reached;
    faults.order({ kind: 'drop-before' }, { statement: /^SHOW USER KEY PAIRS/ }, MANY);
    hold.release();
    const { code, message, secret_arn: arn } = await unconfirmed;
    faults.clear();
    expect(code).toBe('key_unconfirmed');
    expect(message).toContain('SHOW USER KEY PAIRS');
    await reconnect({ secret_arn: String(arn) });
    expect(await act(rotation.world, KEY_PAIR, 'test-connection')).toMatchObject({ user: USER });
});

test('a refusal leaves nothing in Secrets Manager, and a full list of key pairs says which could go', async () => {
    const before = await rotation.listed();
    const refuse = { kind: 'status', status: 422, code: '003001', message: 'Insufficient privileges' } as const;
    rotation.world.snowflake.faults.order(refuse, { statement: /^ALTER USER/ });
    expect(await refused()).toMatchObject({ code: 'insufficient_privileges' });
    const user = rotation.world.engine.account.user(USER);
    const [pair] = Object.values(user.namedKeyPairs);
    if (pair === undefined) throw new Error('The user must have a key pair.');
    const others = Array.from({ length: 9 }, (_, index) => [`K${index}`, { ...pair, disabled: true }]);
    user.namedKeyPairs = { ...user.namedKeyPairs, ...Object.fromEntries(others) };
    expect(await refused()).toMatchObject({ code: 'no_free_key', message: expect.stringContaining('(K3)') });
    expect(await rotation.listed()).toHaveLength(before.length);
});

test('where Snowflake shows no named key pairs, nothing is changed; an account without them rotates the others', async () => {
    const { account } = rotation.world.engine;
    account.hasNamedKeyPairs = false;
    const { code, message } = await refused();
    expect(code).toBe('keys_not_visible');
    expect(message).toMatch(/RSA_PUBLIC_KEY_2 nor as a named key pair.*SHOW USER KEY PAIRS/);
    const user = account.user(USER);
    Object.assign(user, { rsaPublicKey: user.namedKeyPairs['nango main']?.publicKey, namedKeyPairs: {} });
    expect(createPublicKey(user.rsaPublicKey ?? '').asymmetricKeyType).toBe('rsa');
    const rotated = await act(rotation.world, KEY_PAIR, ACTION);
    expect(rotated).toMatchObject({ slot: 'RSA_PUBLIC_KEY_2', key_pair: null, replaces_fingerprint: own });
    await reconnect({ secret_arn: String(rotated['secret_arn']) });
    expect(await refused({ step: 'retire', fingerprint: 'SHA256:nobody' })).toMatchObject({
        message: expect.stringContaining('named key pairs are not shown')
    });
    const retire = { step: 'retire', fingerprint: own };
    expect(await act(rotation.world, KEY_PAIR, ACTION, retire)).toMatchObject({ slot: 'RSA_PUBLIC_KEY' });
});
