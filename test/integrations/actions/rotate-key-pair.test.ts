/** A key pair is rotated in two steps; the private key is in Secrets Manager and nowhere else. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { CONNECTION, KEY_PAIR, PASSWORD, USER } from '../../../local/world.js';
import type { ExecutionResult } from 'nango-stand-in/outcome.js';
import { publicKeyFingerprint } from 'snowflake-stand-in/engine/public-key.js';
import type { World } from '../../../local/world.js';
import { act, CONNECTIONS, refusal } from './actions.js';
import { MANY, startRotationWorld } from './rotation.js';
import type { RotationWorld } from './rotation.js';

const ACTION = 'rotate-key-pair';

let rotation: RotationWorld;
let world: World;
beforeAll(async () => {
    rotation = await startRotationWorld();
    ({ world } = rotation);
});
beforeEach(async () => await rotation.reset());
afterAll(async () => await rotation.close());

const RotatedSchema = z.looseObject({
    slot: z.string(),
    fingerprint: z.string(),
    replaces_fingerprint: z.string().nullable(),
    secret_arn: z.string()
});
const StoredSchema = z.object({ username: z.string(), private_key: z.string(), fingerprint: z.string() });

async function stored(arn: string): Promise<z.infer<typeof StoredSchema>> {
    return StoredSchema.parse(await rotation.stored(arn));
}

describe.each(CONNECTIONS)('%s', (integration) => {
    test('a new key is set beside the old one, and its private key is stored', async () => {
        const user = world.engine.account.user(USER);
        const result = await world.nango.runAction(integration, ACTION, CONNECTION, {});
        const rotated = RotatedSchema.parse(result.output);
        expect(rotated).toMatchObject({ step: 'create', user: USER, slot: 'RSA_PUBLIC_KEY_2' });
        expect(user.rsaPublicKey).not.toBeNull();
        expect(user.rsaPublicKey2).not.toBeNull();
        const secret = await stored(rotated.secret_arn);
        expect(secret).toMatchObject({ username: USER, fingerprint: rotated.fingerprint });
        const body = secret.private_key.split('\n').filter((line) => line.length === 64);
        expect(body.length).toBeGreaterThan(10);
        const emitted = JSON.stringify([result, world.nango.journal, world.snowflake.requests]);
        for (const line of body) expect(emitted).not.toContain(line);
    });

    test('a third key has no place, and nothing is stored for it', async () => {
        await act(world, integration, ACTION);
        expect(await refusal(world, integration, ACTION, {})).toMatchObject({
            code: 'no_free_key',
            message: expect.stringContaining('retire')
        });
        expect(await rotation.listed()).toHaveLength(1);
    });

    test('a key that could not be set is not left in Secrets Manager', async () => {
        world.snowflake.faults.order(
            { kind: 'status', status: 422, code: '003001', message: 'Insufficient privileges' },
            { statement: /^ALTER USER/ }
        );
        const { code, message } = await refusal(world, integration, ACTION, {});
        if (integration === KEY_PAIR) {
            expect(code).toBe('insufficient_privileges');
            expect(message).toContain('GRANT MODIFY PROGRAMMATIC AUTHENTICATION METHODS');
        }
        expect(await rotation.listed()).toEqual([]);
        expect(world.engine.account.user(USER).rsaPublicKey2).toBeNull();
    });

    test.each([
        [{ step: 'retire' }, 'fingerprint: is required'],
        [{ step: 'retire', fingerprint: 'SHA256:nobody' }, 'has no key of it'],
        [{ step: 'destroy' }, 'step']
    ])('%j is refused by naming the field', async (input, said) => {
        expect(await refusal(world, integration, ACTION, input)).toMatchObject({
            code: 'invalid_input',
            message: expect.stringContaining(said)
        });
    });
});

describe.each(CONNECTIONS)('%s, while answers are lost', (integration) => {
    test('a key whose answer was lost is set all the same, and its private key is kept', async () => {
        world.snowflake.faults.order({ kind: 'drop-after' }, { statement: /^ALTER USER/ }, MANY);
        const rotated = RotatedSchema.parse(await act(world, integration, ACTION));
        expect(rotated.slot).toBe('RSA_PUBLIC_KEY_2');
        expect(world.engine.account.user(USER).rsaPublicKey2).not.toBeNull();
        rotation.reconnect((await stored(rotated.secret_arn)).private_key);
        expect(await act(world, KEY_PAIR, 'test-connection')).toMatchObject({ user: USER });
    });

    test('a key that never arrived is given up, within a recovery window', async () => {
        world.snowflake.faults.order({ kind: 'drop-before' }, { statement: /^ALTER USER/ }, MANY);
        expect(await refusal(world, integration, ACTION, {})).toMatchObject({ code: 'unavailable' });
        expect(world.engine.account.user(USER).rsaPublicKey2).toBeNull();
        expect(await rotation.listed()).toEqual([expect.objectContaining({ DeletedDate: expect.any(Date) })]);
    });

    test('where Snowflake cannot tell whether the key was set, the error names the secret that keeps it', async () => {
        const { faults } = world.snowflake;
        const hold = faults.hold(/^ALTER USER/);
        faults.order({ kind: 'drop-after' }, { statement: /^ALTER USER/ }, MANY);
        const refused = refusal(world, integration, ACTION, {});
        await hold.reached;
        faults.order({ kind: 'drop-before' }, { statement: /^DESCRIBE USER/ }, MANY);
        hold.release();
        const { code, message, secret_arn: arn, secret_name: name } = await refused;
        expect(code).toBe('key_unconfirmed');
        expect(message).toContain(String(name));
        expect(await stored(String(arn))).toMatchObject({ username: USER });
    });
});

test('the old key is retired only when the connection signs in with the new one', async () => {
    const rotated = RotatedSchema.parse(await act(world, KEY_PAIR, ACTION));
    const retire = { step: 'retire', fingerprint: rotated.replaces_fingerprint };
    expect(await refusal(world, KEY_PAIR, ACTION, retire)).toMatchObject({ code: 'key_in_use' });
    rotation.reconnect((await stored(rotated.secret_arn)).private_key);
    expect(await act(world, KEY_PAIR, ACTION, retire)).toMatchObject({ step: 'retire', slot: 'RSA_PUBLIC_KEY' });
    const user = world.engine.account.user(USER);
    expect([user.rsaPublicKey, user.rsaPublicKey2]).toEqual([null, expect.any(String)]);
    expect(await act(world, KEY_PAIR, 'test-connection')).toMatchObject({ user: USER });
    expect(await act(world, KEY_PAIR, ACTION)).toMatchObject({ slot: 'RSA_PUBLIC_KEY' });
});

/** Nango signs with each of these: its server drops titles and line ends, and puts its own. */
const STORED_FORMS: readonly (readonly [string, (lines: readonly string[]) => string])[] = [
    ['its base64 body alone', (lines) => lines.slice(1, -1).join('\n')],
    ['without its last line', (lines) => lines.slice(0, -1).join('\n')],
    ['without its first line, on one line', (lines) => lines.slice(1).join(' ')],
    ['under another title', (lines) => lines.join('\r\n').replaceAll('PRIVATE KEY', 'RSA PRIVATE KEY')]
];

test.each(STORED_FORMS)('a key in use that is stored %s is not retired', async (_form, write) => {
    const rotated = RotatedSchema.parse(await act(world, KEY_PAIR, ACTION));
    const { privateKey } = z
        .object({ privateKey: z.string() })
        .parse(world.nango.connections.get(KEY_PAIR, CONNECTION).credentials);
    rotation.reconnect(write(privateKey.trim().split('\n')));
    const retire = { step: 'retire', fingerprint: rotated.replaces_fingerprint };
    expect(await refusal(world, KEY_PAIR, ACTION, retire)).toMatchObject({ code: 'key_in_use' });
    expect(world.engine.account.user(USER).rsaPublicKey).not.toBeNull();
});

test('where the own key cannot be told, neither step changes a key', async () => {
    const rotated = RotatedSchema.parse(await act(world, KEY_PAIR, ACTION));
    // The token is good for an hour, and the text beside it has become unreadable.
    rotation.reconnect('no key at all');
    const retire = { step: 'retire', fingerprint: rotated.replaces_fingerprint };
    const user = world.engine.account.user(USER);
    const before = [user.rsaPublicKey, user.rsaPublicKey2];
    for (const input of [retire, {}]) {
        expect(await refusal(world, KEY_PAIR, ACTION, input)).toMatchObject({ code: 'own_key_unreadable' });
    }
    expect([user.rsaPublicKey, user.rsaPublicKey2]).toEqual(before);
});

test('of two rotations at once the one that sees the other is refused, and the old key works on', async () => {
    const user = world.engine.account.user(USER);
    const notWorking: number[] = [];
    let step = 1;
    for (; ; step += 1) {
        await rotation.reset();
        const results: ExecutionResult[] = [];
        const other = async (): Promise<unknown> =>
            results.push(await world.nango.runAction(KEY_PAIR, ACTION, CONNECTION, {}));
        const stall = { step, moment: 'after', until: other } as const;
        const first = await world.nango.runAction(KEY_PAIR, ACTION, CONNECTION, {}, { stall });
        if (results.length === 0) break;
        results.push(first);
        const present = publicKeyFingerprint(user.rsaPublicKey2 ?? '');
        for (const { output, error } of results) {
            if (error !== null) expect(['key_replaced', 'no_free_key']).toContain(error.payload['code']);
            else if (RotatedSchema.parse(output).fingerprint !== present) notWorking.push(step);
        }
        expect(await act(world, KEY_PAIR, 'test-connection')).toMatchObject({ user: USER });
    }
    // Between the last look and the statement alone, one replaces the other's key.
    expect(notWorking).toHaveLength(1);
    expect(step).toBeGreaterThan(6);
});

test('a sync that is under way goes on while its key is rotated, the connection reconnected and the old key retired', async () => {
    for (let step = 1; ; step += 1) {
        await rotation.reset();
        let isReached = false;
        const until = async (): Promise<void> => {
            isReached = true;
            const rotated = RotatedSchema.parse(await act(world, KEY_PAIR, ACTION));
            rotation.reconnect((await stored(rotated.secret_arn)).private_key);
            await act(world, KEY_PAIR, ACTION, { step: 'retire', fingerprint: rotated.replaces_fingerprint });
        };
        const stall = { step, moment: 'after', until } as const;
        const { status, error } = await world.nango.runSync(KEY_PAIR, 'roles', CONNECTION, { stall });
        expect([step, status, error]).toEqual([step, 'success', null]);
        if (!isReached) break;
    }
});

test('a user who signs in with a password gets a first key pair', async () => {
    const user = world.engine.account.user(USER);
    user.rsaPublicKey = null;
    const rotated = RotatedSchema.parse(await act(world, PASSWORD, ACTION));
    expect(rotated).toMatchObject({ slot: 'RSA_PUBLIC_KEY', replaces_fingerprint: null });
    rotation.reconnect((await stored(rotated.secret_arn)).private_key);
    expect(await act(world, KEY_PAIR, 'test-connection')).toMatchObject({ user: USER });
});

test('without an AWS connection no key is made', async () => {
    world.nango.environment.set('EXPORT_SECRETS_AWS_CONNECTION', randomBytes(4).toString('hex'));
    expect(await refusal(world, KEY_PAIR, ACTION, {})).toMatchObject({ code: 'aws_connection_missing' });
    expect(world.engine.account.user(USER).rsaPublicKey2).toBeNull();
});
