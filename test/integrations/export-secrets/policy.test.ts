/** The policy in the documentation is enough for the whole lifecycle, and does not let a customer's secret be read. */
import { readFileSync } from 'node:fs';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { CONNECTION, KEY_PAIR, startWorld as startSample, USER } from '../../../local/world.js';
import { act, connect, operateWith, organisation, provisioned, REGION, startWorld, sync } from './world.js';
import type { World } from './world.js';

const DOCS = new URL('../../../docs/export-secrets.md', import.meta.url);

let world: World;
beforeAll(async () => {
    world = await startWorld();
});
afterAll(async () => {
    await world.close();
});

function documentedPolicy(): unknown {
    const block = /```json\n([\s\S]*?)```/.exec(readFileSync(DOCS, 'utf8'))?.[1];
    return JSON.parse(block ?? '');
}

test('the documented policy carries a whole life', async () => {
    const keys = world.embedded?.identities.createUser('least', documentedPolicy());
    if (keys === undefined) throw new Error('This suite needs the embedded AWS.');
    operateWith(world, keys);
    const kind = 'snowflake-jwt';
    const connection = connect(world, kind, organisation());
    const made = await provisioned(world, kind, connection, { name: 'a' });
    expect(made.status).toBe('Validated');
    expect((await sync(world, kind, connection)).error).toBeNull();
    await act(world, kind, 'disconnect-export-secret', connection, { id: made.id });
    await act(world, kind, 'restore-export-secret', connection, { id: made.id });
    await world.nango.idle();
    const [deletion] = await world.nango.deleteConnection(kind, connection);
    expect(deletion?.logs.filter(({ level }) => level === 'error')).toEqual([]);

    const reader = new SecretsManagerClient({ region: REGION, endpoint: world.embedded?.url ?? '', credentials: keys });
    const other = await provisioned(world, kind, connect(world, kind, organisation()), { name: 'b' });
    await expect(reader.send(new GetSecretValueCommand({ SecretId: other.secret_name }))).rejects.toMatchObject({
        name: 'AccessDeniedException'
    });
});

test('the documented policy carries rotations of key pair and token, and one that Snowflake refuses', async () => {
    const { embedded } = world;
    const keys = embedded?.identities.createUser('rotating', documentedPolicy());
    if (embedded === null || keys === undefined) throw new Error('This suite needs the embedded AWS.');
    const sample = await startSample({ hosts: { '*.amazonaws.com': embedded.url } });
    onTestFinished(() => sample.close());
    sample.nango.addIntegration('aws', 'aws-multi-service');
    sample.nango.addConnection({
        integration: 'aws',
        id: 'export-secrets',
        credentials: { type: 'BASIC', username: keys.accessKeyId, password: keys.secretAccessKey },
        connectionConfig: { region: REGION }
    });
    const rotate = async (): ReturnType<typeof sample.nango.runAction> =>
        await sample.nango.runAction(KEY_PAIR, 'rotate-key-pair', CONNECTION, {});
    sample.snowflake.faults.order(
        { kind: 'status', status: 422, code: '003001', message: 'Insufficient privileges' },
        { statement: /^ALTER USER/ }
    );
    const refused = await rotate();
    expect(refused.error?.payload).toMatchObject({ code: 'insufficient_privileges' });
    expect(refused.logs.filter(({ level }) => level === 'warn')).toEqual([]);
    expect((await rotate()).error).toBeNull();
    const now = sample.engine.account.now();
    const NANGO = { secret: 'known-to-nobody', role: null, createdOn: now, expiresAt: now + 86_400_000 };
    sample.engine.account.user(USER).namedAccessTokens = { NANGO };
    const rotated = await sample.nango.runAction(KEY_PAIR, 'rotate-token', CONNECTION, { token: 'NANGO' });
    expect(rotated.error).toBeNull();
});

test('a right that is missing ends in an error that names it', async () => {
    const keys = world.embedded?.identities.createUser('nobody', { Version: '2012-10-17', Statement: [] });
    if (keys === undefined) throw new Error('This suite needs the embedded AWS.');
    operateWith(world, keys);
    const connection = connect(world, 'snowflake-jwt', organisation());
    const run = await world.nango.runAction('snowflake-jwt', 'create-export-secret', connection, { name: 'a' });
    expect(run.error?.payload).toMatchObject({
        code: 'aws_access_denied',
        message: expect.stringContaining('secretsmanager:GetSecretValue')
    });
});

test('temporary keys of an assumed role serve as well', async () => {
    const { embedded, nango } = world;
    if (embedded === null) throw new Error('This suite needs the embedded AWS.');
    const role = embedded.identities.createRole('exporter', documentedPolicy());
    const session = embedded.identities.startSession(role, 'nango', 3_600_000);
    if (session === null) throw new Error('The role cannot be assumed.');
    nango.addIntegration('aws-role', 'aws-sigv4');
    nango.addConnection({
        integration: 'aws-role',
        id: 'operator',
        credentials: {
            type: 'AWS_SIGV4',
            role_arn: role,
            region: REGION,
            service: 'secretsmanager',
            access_key_id: session.accessKeyId,
            secret_access_key: session.secretAccessKey,
            session_token: session.sessionToken
        }
    });
    nango.environment.set('EXPORT_SECRETS_AWS_INTEGRATION', 'aws-role');
    nango.environment.set('EXPORT_SECRETS_AWS_CONNECTION', 'operator');
    const made = await provisioned(world, 'snowflake-jwt', connect(world, 'snowflake-jwt', organisation()), {
        name: 'a'
    });
    expect(made.status).toBe('Validated');
});

test('a missing AWS connection says what to create', async () => {
    world.nango.environment.set('EXPORT_SECRETS_AWS_CONNECTION', 'not-there');
    const connection = connect(world, 'snowflake-jwt', organisation());
    const run = await world.nango.runAction('snowflake-jwt', 'create-export-secret', connection, { name: 'a' });
    expect(run.error?.payload).toMatchObject({ code: 'aws_connection_missing' });
});
