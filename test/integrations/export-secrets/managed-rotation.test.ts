/** A destination whose key AWS rotates by itself: never the connection's own user, and healthy after a rotation. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rotate } from 'aws-stand-in/secrets-manager/rotation.js';
import { startAws } from 'aws-stand-in/server.js';
import type { EmbeddedAws } from 'aws-stand-in/server.js';
import { publicKeyFingerprint } from 'snowflake-stand-in/engine/public-key.js';
import { CONNECTION, KEY_PAIR, PASSWORD, startWorld, USER } from '../../../local/world.js';
import type { World } from '../../../local/world.js';
import { ExportSecretSchema } from '../../../shared/export-secrets/record.js';
import type { ExportSecret } from '../../../shared/export-secrets/record.js';
import { withoutTriggered } from '../../support/executions.js';
import { readPrivateKey } from '../../../shared/snowflake/key-pair.js';
import { heldAt } from './world.js';

const ROLE = 'arn:aws:iam::123456789012:role/rotation';

let aws: EmbeddedAws;
let world: World;
beforeAll(async () => {
    aws = await startAws();
    world = await startWorld({
        hosts: { '*.amazonaws.com': aws.url },
        tags: { organization_id: randomUUID() },
        place: { warehouse: 'NANGO_WH', database: 'DB' },
        fill: ({ account }) => {
            account.addDatabase({ name: 'DB' });
            account.addUser({ name: 'EXPORT_SVC', defaultRole: 'PUBLIC' });
            account.addUser({ name: 'TOKEN_SVC', defaultRole: 'PUBLIC', userType: 'SERVICE' });
        }
    });
    const { accessKeyId, secretAccessKey } = aws.identities.createUser('operator');
    world.nango.addIntegration('aws', 'aws-multi-service');
    world.nango.addConnection({
        integration: 'aws',
        id: 'export-secrets',
        credentials: { type: 'BASIC', username: accessKeyId, password: secretAccessKey },
        connectionConfig: { region: aws.region }
    });
});
afterAll(async () => {
    await world.close();
    await aws.close();
});

async function refused(integration: string, input: object): Promise<unknown> {
    return (await world.nango.runAction(integration, 'create-export-secret', CONNECTION, input)).error?.payload;
}

async function get(id: string): Promise<ExportSecret> {
    const { output } = await world.nango.runAction(KEY_PAIR, 'get-export-secret', CONNECTION, { id });
    return ExportSecretSchema.parse(output);
}

test('it is refused for the own user, without a role of the operator, and by password', async () => {
    const input = { name: 'a', rotated_user: USER.toLowerCase() };
    expect(await refused(KEY_PAIR, input)).toMatchObject({ code: 'export_secret_rotation_own_user' });
    expect(await refused(KEY_PAIR, { name: 'a', rotated_user: 'EXPORT_SVC' })).toMatchObject({
        code: 'invalid_settings'
    });
    expect(await refused(PASSWORD, input)).toMatchObject({ code: 'invalid_input' });
});

test('another user gets a key that AWS rotates, and a rotation is seen as healthy', async () => {
    world.nango.environment.set('EXPORT_SECRETS_ROTATION_ROLE_ARN', ROLE);
    const input = { name: 'a', rotated_user: 'export_svc' };
    const begun = await world.nango.runAction(KEY_PAIR, 'create-export-secret', CONNECTION, input);
    await world.nango.idle();
    const made = await get(ExportSecretSchema.parse(begun.output).id);
    expect(made).toMatchObject({ status: 'Validated', format: 'aws_key_pair', error: null });
    const secret = aws.secrets().named(made.secret_name, aws.clock.now());
    expect(secret).toMatchObject({
        type: 'SnowflakeKeyPairAuthentication',
        rotation: { ExternalSecretRotationRoleArn: ROLE, RotationRules: { AutomaticallyAfterDays: 30 } }
    });
    const [first] = [...(secret?.versions.values() ?? [])];
    const value = JSON.parse(first?.value.SecretString ?? '');
    expect(value).toMatchObject({ account: 'myorg-myaccount', user: 'EXPORT_SVC' });
    expect(world.engine.account.user('EXPORT_SVC').rsaPublicKey).not.toBeNull();
    expect(world.nango.journal.search(value.privateKey)).toEqual([]);

    rotate(aws.secrets(), made.secret_name, { SecretString: '{"rotated":true}' }, aws.clock.now());
    await world.nango.runSync(KEY_PAIR, 'export-secrets', CONNECTION);
    expect(await get(made.id)).toMatchObject({ status: 'Validated', integration_status: 'Connected', error: null });
    world.nango.environment.set('EXPORT_SECRETS_ROTATION', 'on');
    const inPlace = await world.nango.runAction(KEY_PAIR, 'rotate-export-secret', CONNECTION, { id: made.id });
    expect(inPlace.error?.payload).toMatchObject({ code: 'export_secret_rotation_managed' });
});

test('another user gets a key and a token that AWS rotates, tried by a sign-in with each', async () => {
    world.nango.environment.set('EXPORT_SECRETS_ROTATION_ROLE_ARN', ROLE);
    world.nango.connections.get(KEY_PAIR, CONNECTION).tags = { organization_id: randomUUID() };
    const input = { name: 'a', rotated_user: 'token_svc', role: 'PUBLIC', format: 'aws_pat' };
    const without = { name: 'a', format: 'aws_pat' };
    expect(await refused(KEY_PAIR, without)).toMatchObject({ code: 'invalid_input' });
    const begun = await world.nango.runAction(KEY_PAIR, 'create-export-secret', CONNECTION, input);
    await world.nango.idle();
    const made = await get(ExportSecretSchema.parse(begun.output).id);
    expect(made).toMatchObject({ status: 'Validated', format: 'aws_pat', error: null });
    const secret = aws.secrets().named(made.secret_name, aws.clock.now());
    expect(secret).toMatchObject({
        type: 'SnowflakePat',
        rotation: {
            ExternalSecretRotationRoleArn: ROLE,
            ExternalSecretRotationMetadata: [{ Key: 'daysToExpiry', Value: '60' }]
        }
    });
    const [first] = [...(secret?.versions.values() ?? [])];
    const value = JSON.parse(first?.value.SecretString ?? '');
    const tokens = world.engine.account.user('TOKEN_SVC').namedAccessTokens;
    expect(value).toEqual({
        account: 'myorg-myaccount',
        user: 'TOKEN_SVC',
        privateKey: expect.stringContaining('BEGIN PRIVATE KEY'),
        patTokenName: 'NANGO_EXPORT',
        patTokenValue: tokens['NANGO_EXPORT']?.secret
    });
    expect(world.nango.journal.search(value.privateKey)).toEqual([]);
    expect(world.nango.journal.search(value.patTokenValue)).toEqual([]);
    expect((await world.nango.runSync(KEY_PAIR, 'export-secrets', CONNECTION)).error).toBeNull();
    expect(await get(made.id)).toMatchObject({ integration_status: 'Connected', error: null });
});

/** Of a connection of its own; the sync has not begun with it. */
async function pending(input: object): Promise<{ readonly connection: string; readonly id: string }> {
    const { credentials, connectionConfig } = world.nango.connections.get(KEY_PAIR, CONNECTION);
    const id = randomUUID();
    world.nango.addConnection({
        integration: KEY_PAIR,
        id,
        credentials,
        connectionConfig,
        tags: { organization_id: randomUUID() }
    });
    const begun = await withoutTriggered(
        world.nango,
        async () => await world.nango.runAction(KEY_PAIR, 'create-export-secret', id, input)
    );
    return { connection: id, id: ExportSecretSchema.parse(begun.output).id };
}

/** What is stored lets its readers in: key and token are the ones that the user has now. */
async function expectWorking(connection: string, id: string): Promise<void> {
    const { output } = await world.nango.runAction(KEY_PAIR, 'get-export-secret', connection, { id });
    const made = ExportSecretSchema.parse(output);
    expect(made).toMatchObject({ status: 'Validated', error: null });
    const secret = aws.secrets().named(made.secret_name, aws.clock.now());
    expect(secret?.rotation).not.toBeNull();
    const current = [...(secret?.versions.values() ?? [])].find(({ stages }) => stages.has('AWSCURRENT'));
    const value = JSON.parse(current?.value.SecretString ?? '');
    const user = world.engine.account.user(value.user);
    expect(publicKeyFingerprint(user.rsaPublicKey ?? '')).toBe(readPrivateKey(value.privateKey)?.fingerprint);
    if (made.format === 'aws_pat') expect(value.patTokenValue).toBe(user.namedAccessTokens[value.patTokenName]?.secret);
}

/** One run is held at a request to AWS, and another one comes to its end meanwhile. */
async function overlap(options: object, match: Parameters<EmbeddedAws['faults']['hold']>[0]): Promise<boolean> {
    world.nango.environment.set('EXPORT_SECRETS_ROTATION_ROLE_ARN', ROLE);
    const { connection, id } = await pending({ name: 'a', ...options });
    const run = async (): Promise<unknown> => await world.nango.runSync(KEY_PAIR, 'export-secrets', connection);
    const isHeld = await heldAt({ embedded: aws, nango: world.nango }, match, run, run);
    aws.faults.clear();
    await expectWorking(connection, id);
    return isHeld;
}

const KEY = { rotated_user: 'export_svc' };
const TOKEN = { rotated_user: 'token_svc', role: 'PUBLIC', format: 'aws_pat' };

test('two runs at once, the second at every request of the first, store the key that the user has in the end', async () => {
    let after = 0;
    while (await overlap(KEY, { after })) after += 1;
    expect(after).toBeGreaterThan(4);
});

test('two runs at once store the token that the user has in the end', async () => {
    expect(await overlap(TOKEN, { operation: 'CreateSecret' })).toBe(true);
});

test.each([
    ['key', KEY, 'SET RSA_PUBLIC_KEY'],
    ['token', TOKEN, 'ADD PROGRAMMATIC ACCESS TOKEN']
])('a %s that another run replaces before it is tried is no refusal', async (_name, options, statement) => {
    world.nango.environment.set('EXPORT_SECRETS_ROTATION_ROLE_ARN', ROLE);
    const { connection, id } = await pending({ name: 'a', ...options });
    const user = world.engine.account.user(options.rotated_user.toUpperCase());
    const { rsaPublicKey } = user;
    const change = (answer: string): string => {
        user.rsaPublicKey = rsaPublicKey;
        user.namedAccessTokens = {};
        return answer;
    };
    world.snowflake.faults.order({ kind: 'rewrite', change }, { statement });
    expect((await world.nango.runSync(KEY_PAIR, 'export-secrets', connection)).error).toBeNull();
    await expectWorking(connection, id);
});
