/** What the lifecycle does while something around it is broken; needs faults on order, so the embedded AWS only. */
import { CreateJobCommand, StartJobRunCommand } from '@aws-sdk/client-glue';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Faults } from '../../../local/aws/faults.js';
import { act, connect, describe, KINDS, organisation, provisioned, refusal, startWorld, sync } from './world.js';
import type { World } from './world.js';

const HOURS_MS = 4 * 3_600_000;

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
    expect(waiting).toMatchObject({ status: 'Testing', error: { code: 'aws_unavailable' } });
    faults.clear();
    await sync(world, kind, connection);
    const done = await act(world, kind, 'get-export-secret', connection, { id });
    expect(done).toMatchObject({ status: 'Validated', error: null });
});

test('however often it is polled, trouble of AWS is a failure only when it lasts for hours', async () => {
    // By password: a token that is signed by a clock hours ahead would be refused.
    const byPassword = 'snowflake-password';
    const connection = connect(world, byPassword, organisation());
    const id = await pending(byPassword, connection);
    faults.add({ kind: 'unavailable', operation: 'CreateSecret' });
    for (let poll = 0; poll < 6; poll += 1) {
        await sync(world, byPassword, connection);
        const waiting = await act(world, byPassword, 'get-export-secret', connection, { id });
        expect(waiting).toMatchObject({ status: 'Testing', error: { code: 'aws_unavailable' } });
    }
    world.nango.clock.advance(HOURS_MS);
    await sync(world, byPassword, connection);
    world.nango.clock.advance(-HOURS_MS);
    const failed = await act(world, byPassword, 'get-export-secret', connection, { id });
    expect(failed).toMatchObject({ status: 'Failed', error: { code: 'aws_unavailable' } });
    faults.clear();
    expect((await provisioned(world, byPassword, connection, { name: 'b' })).status).toBe('Validated');
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

test('a policy that forbids the secret fails the destination at once and names the right', async () => {
    faults.add({ kind: 'deny', operation: 'DescribeSecret' });
    faults.add({ kind: 'deny', operation: 'CreateSecret', after: 1 });
    const connection = connect(world, kind, organisation());
    const failed = await provisioned(world, kind, connection, { name: 'a' });
    expect(failed).toMatchObject({ status: 'Failed', error: { code: 'aws_access_denied' } });
    expect(failed.error?.message).toContain('secretsmanager:CreateSecret');
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
    const hold = each === 'snowflake-jwt' ? world.snowflake.faults.hold() : null;
    if (hold === null) world.snowflake.faults.order({ kind: 'slow', ms: 6_000 }, { path: /login-request/ }, 5);
    const failed = await provisioned(world, each, connection, { name: 'a' });
    hold?.release();
    expect(failed).toMatchObject({ status: 'Failed', error: { code: 'login_timeout' } });
});

test('a disconnect that AWS refuses is archived all the same, and the sync schedules the deletion later', async () => {
    const connection = connect(world, kind, organisation());
    const made = await provisioned(world, kind, connection, { name: 'a' });
    faults.add({ kind: 'deny', operation: 'DeleteSecret' });
    const payload = await refusal(world, kind, 'disconnect-export-secret', connection, { id: made.id });
    expect(payload).toMatchObject({ code: 'aws_access_denied' });
    faults.clear();
    await sync(world, kind, connection);
    const ended = await act(world, kind, 'get-export-secret', connection, { id: made.id });
    expect(ended.status).toBe('Archived');
    expect(ended.deletion_date).not.toBeNull();
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
    const [refused] = await world.nango.deleteConnection(kind, other);
    expect(JSON.stringify(refused?.logs)).toContain('secretsmanager:DeleteSecret');
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
