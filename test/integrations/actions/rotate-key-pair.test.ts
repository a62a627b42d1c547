/** A key pair is rotated in two steps; the private key is in Secrets Manager and nowhere else. */
import { randomBytes } from 'node:crypto';
import { GetSecretValueCommand, ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { MovableClock } from 'stand-in-base/clock.js';
import { startAws } from 'aws-stand-in/server.js';
import type { EmbeddedAws } from 'aws-stand-in/server.js';
import { CONNECTION, KEY_PAIR, PASSWORD, startWorld, USER } from '../../../local/world.js';
import type { World } from '../../../local/world.js';
import { act, CONNECTIONS, refusal } from './actions.js';

const REGION = 'us-east-1';
const ACTION = 'rotate-key-pair';
/** More than any client tries. */
const MANY = 60;

let world: World;
let aws: EmbeddedAws;
let secrets: SecretsManagerClient;
beforeEach(async () => await start());
afterEach(async () => await stop());

async function start(): Promise<void> {
    const clock = new MovableClock();
    aws = await startAws({ region: REGION, now: () => clock.now() });
    world = await startWorld({ hosts: { '*.amazonaws.com': aws.url }, nango: { clock, waits: 'none' } });
    const keys = aws.identities.createUser('operator');
    world.nango.addIntegration('aws', 'aws-multi-service');
    world.nango.addConnection({
        integration: 'aws',
        id: 'export-secrets',
        credentials: { type: 'BASIC', username: keys.accessKeyId, password: keys.secretAccessKey },
        connectionConfig: { region: REGION, service: 'secretsmanager' }
    });
    secrets = new SecretsManagerClient({ region: REGION, endpoint: aws.url, credentials: keys });
}

async function stop(): Promise<void> {
    secrets.destroy();
    await world.close();
    await aws.close();
}

const RotatedSchema = z.looseObject({
    slot: z.string(),
    fingerprint: z.string(),
    replaces_fingerprint: z.string().nullable(),
    secret_arn: z.string()
});
const StoredSchema = z.object({ username: z.string(), private_key: z.string(), fingerprint: z.string() });

async function stored(arn: string): Promise<z.infer<typeof StoredSchema>> {
    const { SecretString: text = '' } = await secrets.send(new GetSecretValueCommand({ SecretId: arn }));
    return StoredSchema.parse(JSON.parse(text));
}

function reconnect(privateKey: string): void {
    const connection = world.nango.connections.find(KEY_PAIR, CONNECTION);
    if (connection) Object.assign(connection.credentials, { privateKey });
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
        const { SecretList: list } = await secrets.send(new ListSecretsCommand({}));
        expect(list).toHaveLength(1);
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
        const { SecretList: list } = await secrets.send(new ListSecretsCommand({ IncludePlannedDeletion: true }));
        expect(list).toEqual([]);
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
        reconnect((await stored(rotated.secret_arn)).private_key);
        expect(await act(world, KEY_PAIR, 'test-connection')).toMatchObject({ user: USER });
    });

    test('a key that never arrived is given up, within a recovery window', async () => {
        world.snowflake.faults.order({ kind: 'drop-before' }, { statement: /^ALTER USER/ }, MANY);
        expect(await refusal(world, integration, ACTION, {})).toMatchObject({ code: 'unavailable' });
        expect(world.engine.account.user(USER).rsaPublicKey2).toBeNull();
        const { SecretList: list } = await secrets.send(new ListSecretsCommand({ IncludePlannedDeletion: true }));
        expect(list).toEqual([expect.objectContaining({ DeletedDate: expect.any(Date) })]);
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
    reconnect((await stored(rotated.secret_arn)).private_key);
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
        .parse(world.nango.connections.find(KEY_PAIR, CONNECTION)?.credentials);
    reconnect(write(privateKey.trim().split('\n')));
    const retire = { step: 'retire', fingerprint: rotated.replaces_fingerprint };
    expect(await refusal(world, KEY_PAIR, ACTION, retire)).toMatchObject({ code: 'key_in_use' });
    expect(world.engine.account.user(USER).rsaPublicKey).not.toBeNull();
});

test('where the own key cannot be told, neither step changes a key', async () => {
    const rotated = RotatedSchema.parse(await act(world, KEY_PAIR, ACTION));
    // The token is good for an hour, and the text beside it has become unreadable.
    reconnect('no key at all');
    const retire = { step: 'retire', fingerprint: rotated.replaces_fingerprint };
    const user = world.engine.account.user(USER);
    const before = [user.rsaPublicKey, user.rsaPublicKey2];
    for (const input of [retire, {}]) {
        expect(await refusal(world, KEY_PAIR, ACTION, input)).toMatchObject({ code: 'own_key_unreadable' });
    }
    expect([user.rsaPublicKey, user.rsaPublicKey2]).toEqual(before);
});

test('a user who signs in with a password gets a first key pair', async () => {
    const user = world.engine.account.user(USER);
    user.rsaPublicKey = null;
    const rotated = RotatedSchema.parse(await act(world, PASSWORD, ACTION));
    expect(rotated).toMatchObject({ slot: 'RSA_PUBLIC_KEY', replaces_fingerprint: null });
    reconnect((await stored(rotated.secret_arn)).private_key);
    expect(await act(world, KEY_PAIR, 'test-connection')).toMatchObject({ user: USER });
});

test('without an AWS connection no key is made', async () => {
    world.nango.environment.set('EXPORT_SECRETS_AWS_CONNECTION', randomBytes(4).toString('hex'));
    expect(await refusal(world, KEY_PAIR, ACTION, {})).toMatchObject({ code: 'aws_connection_missing' });
    expect(world.engine.account.user(USER).rsaPublicKey2).toBeNull();
});
