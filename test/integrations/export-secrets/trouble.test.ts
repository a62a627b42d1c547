/** What the lifecycle does while something around it is broken; needs faults on order, so the embedded AWS only. */
import { CreateJobCommand, DeleteJobCommand, StartJobRunCommand } from '@aws-sdk/client-glue';
import {
    DeleteSecretCommand,
    RemoveRegionsFromReplicationCommand,
    ReplicateSecretToRegionsCommand,
    RestoreSecretCommand
} from '@aws-sdk/client-secrets-manager';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Faults } from 'aws-stand-in/faults.js';
import { act, connect, describe, KINDS, organisation, provisioned, refusal, startWorld, sync } from './world.js';
import type { World } from './world.js';

const HOURS_MS = 4 * 3_600_000;
/** Replaced by the name of the test's own secret. */
const SECRET = '';

let world: World;
let faults: Faults;
beforeAll(async () => {
    world = await startWorld();
    if (world.embedded === null) throw new Error('This suite needs the embedded AWS.');
    faults = world.embedded.faults;
});
afterEach(() => {
    faults.clear();
});
afterAll(async () => {
    await world.close();
});

/** Creates without letting the sync run, which a test then runs as often as it likes. */
async function pending(kind: string, connection: string): Promise<string> {
    const trigger = world.nango.trigger.bind(world.nango);
    world.nango.trigger = () => undefined;
    const { id } = await act(world, kind, 'create-export-secret', connection, { name: 'a' });
    world.nango.trigger = trigger;
    return id;
}

const kind = 'snowflake-jwt';

test('throttling and lost answers are survived without a second secret', async () => {
    faults.add({ kind: 'throttle', times: 2 });
    faults.add({ kind: 'drop-after', operation: 'CreateSecret', times: 2 });
    faults.add({ kind: 'internal-error', operation: 'GetSecretValue', times: 1 });
    const connection = connect(world, kind, organisation());
    const made = await provisioned(world, kind, connection, { name: 'a' });
    expect(made.status).toBe('Validated');
    faults.add({ kind: 'drop-after', operation: 'UpdateSecretVersionStage', times: 1 });
    faults.add({ kind: 'drop-after', operation: 'DeleteSecret', times: 1 });
    const ended = await act(world, kind, 'disconnect-export-secret', connection, { id: made.id });
    expect(ended.status).toBe('Archived');
    expect((await provisioned(world, kind, connection, { name: 'b' })).status).toBe('Validated');
});

test('while AWS is down a destination waits, shows why, and goes on when AWS is back', async () => {
    const connection = connect(world, kind, organisation());
    const id = await pending(kind, connection);
    faults.add({ kind: 'unavailable' });
    // Nothing can be read, so nothing is begun.
    expect((await sync(world, kind, connection)).status).toBe('failed');
    faults.clear();
    faults.add({ kind: 'unavailable', operation: 'CreateSecret' });
    expect((await sync(world, kind, connection)).error?.payload).toMatchObject({ code: 'aws_unavailable' });
    const waiting = await act(world, kind, 'get-export-secret', connection, { id });
    expect(waiting).toMatchObject({ status: 'Pending', error: { code: 'aws_unavailable', concerns: 'operator' } });
    faults.clear();
    await sync(world, kind, connection);
    const done = await act(world, kind, 'get-export-secret', connection, { id });
    expect(done).toMatchObject({ status: 'Validated', error: null });
});

test('however often it is polled, trouble of AWS is a failure only when it lasts for hours', async () => {
    const connection = connect(world, kind, organisation());
    const id = await pending(kind, connection);
    faults.add({ kind: 'unavailable', operation: 'CreateSecret' });
    for (let poll = 0; poll < 6; poll += 1) {
        await sync(world, kind, connection);
        const waiting = await act(world, kind, 'get-export-secret', connection, { id });
        expect(waiting).toMatchObject({ status: 'Pending', error: { code: 'aws_unavailable', concerns: 'operator' } });
    }
    world.nango.clock.advance(HOURS_MS);
    await sync(world, kind, connection);
    world.nango.clock.advance(-HOURS_MS);
    const failed = await act(world, kind, 'get-export-secret', connection, { id });
    expect(failed).toMatchObject({ status: 'Failed', error: { code: 'aws_unavailable' } });
    faults.clear();
    expect((await provisioned(world, kind, connection, { name: 'b' })).status).toBe('Validated');
});

test('a destination whose every run is killed does not stay in Testing for ever', async () => {
    const connection = connect(world, kind, organisation());
    const id = await pending(kind, connection);
    for (let run = 0; run < 5; run += 1) {
        const cut = await world.nango.runSync(kind, 'export-secrets', connection, {
            kill: { step: 8, moment: 'before' }
        });
        expect(cut.status).toBe('killed');
        expect((await act(world, kind, 'get-export-secret', connection, { id })).status).toBe('Testing');
    }
    await sync(world, kind, connection);
    const failed = await act(world, kind, 'get-export-secret', connection, { id });
    expect(failed).toMatchObject({ status: 'Failed', error: { code: 'export_secret_internal_error' } });
});

test.each([
    ['a right that is missing', { kind: 'deny', operation: 'CreateSecret', resource: SECRET }, 'aws_access_denied'],
    ['an expired session', { kind: 'expired', operation: 'CreateSecret', resource: SECRET }, 'aws_credentials_refused'],
    ['a disabled KMS key', { kind: 'kms-disabled', operation: 'CreateSecret', resource: SECRET }, 'aws_error']
] as const)('%s at the operator fails no destination, and is told to the operator', async (_what, fault, code) => {
    const connection = connect(world, kind, organisation());
    const trigger = world.nango.trigger.bind(world.nango);
    world.nango.trigger = () => undefined;
    const { id, secret_name: name } = await act(world, kind, 'create-export-secret', connection, { name: 'a' });
    world.nango.trigger = trigger;
    faults.add({ ...fault, resource: name });
    const run = await sync(world, kind, connection);
    expect(run.error?.payload).toMatchObject({ code });
    const waiting = await act(world, kind, 'get-export-secret', connection, { id });
    expect(waiting).toMatchObject({ status: 'Pending', error: { code, concerns: 'operator' } });
    if (code === 'aws_error') expect(waiting.error?.message).toContain('is disabled');
    faults.clear();
    await sync(world, kind, connection);
    expect(await act(world, kind, 'get-export-secret', connection, { id })).toMatchObject({
        status: 'Validated',
        error: null
    });
});

test.each(KINDS)('%s: a destination that answers 503 is tried again, and fails no credentials', async (each) => {
    const connection = connect(world, each, organisation());
    const id = await pending(each, connection);
    world.snowflake.faults.order({ kind: 'status', status: 503 }, {}, 200);
    await sync(world, each, connection);
    const waiting = await act(world, each, 'get-export-secret', connection, { id });
    expect(waiting).toMatchObject({ status: 'Pending', error: { code: 'unavailable' } });
    world.snowflake.faults.clear();
    await sync(world, each, connection);
    expect((await act(world, each, 'get-export-secret', connection, { id })).status).toBe('Validated');
});

test.each(KINDS)('%s: a host name without an address leaves it Pending until it has one', async (each) => {
    const connection = connect(world, each, organisation());
    const id = await pending(each, connection);
    const { network } = world.nango;
    network.failLookups(/snowflakecomputing/, 1000);
    onTestFinished(() => network.failLookups(/./, 0));
    await sync(world, each, connection);
    const waiting = await act(world, each, 'get-export-secret', connection, { id });
    expect(waiting).toMatchObject({ status: 'Pending', integration_status: 'Pending' });
    expect(waiting.error).not.toBeNull();
    network.failLookups(/./, 0);
    await sync(world, each, connection);
    const now = await act(world, each, 'get-export-secret', connection, { id });
    expect(now).toMatchObject({ status: 'Validated', error: null });

    // One that worked before goes on being shown as it was.
    network.failLookups(/snowflakecomputing/, 1000);
    await sync(world, each, connection);
    const later = await act(world, each, 'get-export-secret', connection, { id });
    expect(later).toMatchObject({ integration_status: 'Connected', error: null });
});

test('reads of Secrets Manager that lag behind end nothing', async () => {
    const store = world.embedded?.secrets();
    store?.lagReads(500);
    try {
        const connection = connect(world, kind, organisation());
        const made = await provisioned(world, kind, connection, { name: 'a' });
        expect(made).toMatchObject({ status: 'Validated', error: null });
        await act(world, kind, 'disconnect-export-secret', connection, { id: made.id });
        await act(world, kind, 'restore-export-secret', connection, { id: made.id });
        await world.nango.idle();
        const back = await act(world, kind, 'get-export-secret', connection, { id: made.id });
        expect(back).toMatchObject({ status: 'Validated', integration_status: 'Connected' });
        await act(world, kind, 'disconnect-export-secret', connection, { id: made.id });
        expect((await provisioned(world, kind, connection, { name: 'b' })).status).toBe('Validated');
    } finally {
        store?.lagReads(0);
    }
});

test('a failure that could not be cleaned up is cleaned up by the next run', async () => {
    const connection = connect(world, kind, organisation());
    world.account.allowed = false;
    faults.add({ kind: 'deny', operation: 'DeleteSecret' });
    const failed = await provisioned(world, kind, connection, { name: 'a' });
    world.account.allowed = true;
    expect(failed.status).toBe('Failed');
    faults.clear();
    await sync(world, kind, connection);
    expect((await provisioned(world, kind, connection, { name: 'b' })).status).toBe('Validated');
});

test.each(KINDS)('%s: a login without an answer within its 10 seconds fails as a timeout', async (each) => {
    const connection = connect(world, each, organisation());
    const onHang = (): void => void world.nango.idleTimers?.abandonOne();
    world.snowflake.faults.order({ kind: 'drip', onHang }, {}, 100);
    const failed = await provisioned(world, each, connection, { name: 'a' });
    world.snowflake.faults.clear();
    expect(failed).toMatchObject({ status: 'Failed', error: { code: 'login_timeout' } });
});

test('a disconnect that AWS refuses is archived all the same, and the sync schedules the deletion later', async () => {
    const connection = connect(world, kind, organisation());
    const made = await provisioned(world, kind, connection, { name: 'a' });
    faults.add({ kind: 'deny', operation: 'DeleteSecret' });
    const payload = await refusal(world, kind, 'disconnect-export-secret', connection, { id: made.id });
    expect(payload).toMatchObject({ code: 'aws_access_denied' });
    const lingering = await act(world, kind, 'get-export-secret', connection, { id: made.id });
    expect(lingering).toMatchObject({
        status: 'Archived',
        integration_status: 'Error',
        error: { code: 'aws_access_denied', message: expect.stringContaining('secretsmanager:DeleteSecret') }
    });
    const other = connect(world, kind, made.organization_id);
    const blocked = await refusal(world, kind, 'create-export-secret', other, { name: 'b' });
    expect(blocked).toMatchObject({ code: 'aws_access_denied', former_secret_id: made.id });
    faults.clear();
    await sync(world, kind, connection);
    const ended = await act(world, kind, 'get-export-secret', connection, { id: made.id });
    expect(ended.status).toBe('Archived');
    expect(ended).toMatchObject({ integration_status: 'Disconnected', error: null });
    expect(ended.deletion_date).not.toBeNull();
});

test('a secret that has replicas says which are in the way, and goes when they are gone', async () => {
    const connection = connect(world, kind, organisation());
    const made = await provisioned(world, kind, connection, { name: 'a' });
    const replica = { SecretId: made.secret_name, AddReplicaRegions: [{ Region: 'eu-west-1' }] };
    await world.secrets.send(new ReplicateSecretToRegionsCommand(replica));
    const payload = await refusal(world, kind, 'disconnect-export-secret', connection, { id: made.id });
    expect(payload).toMatchObject({ message: expect.stringContaining('still has replica regions [eu-west-1]') });
    const shown = await act(world, kind, 'get-export-secret', connection, { id: made.id });
    expect(shown.error?.message).toContain('eu-west-1');
    await world.secrets.send(
        new RemoveRegionsFromReplicationCommand({ SecretId: made.secret_name, RemoveReplicaRegions: ['eu-west-1'] })
    );
    await sync(world, kind, connection);
    expect((await describe(world, made.secret_name))?.DeletedDate).toBeDefined();
});

test('replicas that the operator asked for come with the secret and go before it', async () => {
    world.nango.environment.set('EXPORT_SECRETS_REPLICA_REGIONS', 'eu-west-1, eu-central-1');
    try {
        const connection = connect(world, kind, organisation());
        const made = await provisioned(world, kind, connection, { name: 'a' });
        const regions = async (): Promise<unknown> =>
            (await describe(world, made.secret_name))?.ReplicationStatus?.map(({ Region }) => Region);
        expect(await regions()).toEqual(['eu-west-1', 'eu-central-1']);
        await act(world, kind, 'disconnect-export-secret', connection, { id: made.id });
        expect((await describe(world, made.secret_name))?.DeletedDate).toBeDefined();
        expect(await regions()).toBeUndefined();
        await act(world, kind, 'restore-export-secret', connection, { id: made.id });
        expect(await regions()).toEqual(['eu-west-1', 'eu-central-1']);
    } finally {
        world.nango.environment.delete('EXPORT_SECRETS_REPLICA_REGIONS');
    }
});

test('an archived secret that somebody restores is noticed', async () => {
    const connection = connect(world, kind, organisation());
    const made = await provisioned(world, kind, connection, { name: 'a' });
    await act(world, kind, 'disconnect-export-secret', connection, { id: made.id });
    await world.nango.idle();
    await world.secrets.send(new RestoreSecretCommand({ SecretId: made.secret_name }));
    await sync(world, kind, connection);
    const shown = await act(world, kind, 'get-export-secret', connection, { id: made.id });
    expect(shown).toMatchObject({
        status: 'Archived',
        integration_status: 'Error',
        error: { code: 'export_secret_still_there' }
    });
    await world.secrets.send(new DeleteSecretCommand({ SecretId: made.secret_name }));
    await sync(world, kind, connection);
    expect(await act(world, kind, 'get-export-secret', connection, { id: made.id })).toMatchObject({
        integration_status: 'Disconnected',
        error: null
    });
});

test('deleting a connection whose job runs, or while AWS refuses, tells the log what is left', async () => {
    const connection = connect(world, kind, organisation());
    const { id, secret_name: name } = await provisioned(world, kind, connection, { name: 'a' });
    await world.glue.send(
        new CreateJobCommand({
            Name: `job-${id}`,
            Role: 'arn:aws:iam::123456789012:role/glue',
            Command: { Name: 'glueetl', ScriptLocation: 's3://scripts/export.py' },
            Tags: { export_secret_id: id }
        })
    );
    const { JobRunId: run } = await world.glue.send(new StartJobRunCommand({ JobName: `job-${id}` }));
    const [deletion] = await world.nango.deleteConnection(kind, connection);
    expect(deletion?.status).toBe('success');
    expect(JSON.stringify(deletion?.logs)).toContain(`run ${run}`);
    expect((await describe(world, name))?.DeletedDate).toBeUndefined();

    const other = connect(world, kind, organisation());
    await provisioned(world, kind, other, { name: 'a' });
    faults.add({ kind: 'deny', operation: 'DeleteSecret' });
    const left = world.nango.records(kind, other, 'ExportSecret')[0];
    const [refused] = await world.nango.deleteConnection(kind, other);
    expect(JSON.stringify(refused?.logs)).toContain('secretsmanager:DeleteSecret');

    // Another customer's hourly run goes on with what is left of both.
    faults.clear();
    await world.glue.send(new DeleteJobCommand({ JobName: `job-${id}` }));
    const third = connect(world, kind, organisation());
    await provisioned(world, kind, third, { name: 'a' });
    await sync(world, kind, third);
    for (const each of [name, String(Object(left).secret_name)]) {
        expect((await describe(world, each))?.DeletedDate).toBeDefined();
    }
});

test('every call to AWS is one log line without its content', async () => {
    const connection = connect(world, kind, organisation());
    const run = await world.nango.runSync(kind, 'export-secrets', connection);
    const lines = run.logs.map(({ message }) => message).filter((message) => message.startsWith('aws '));
    expect(lines).toEqual([
        expect.stringMatching(
            /^aws SecretsManager GetSecretValue status=400 request_id=[0-9a-f-]{36} ResourceNotFoundException$/
        )
    ]);
});
