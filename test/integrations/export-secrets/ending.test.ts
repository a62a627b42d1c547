import { randomUUID } from 'node:crypto';
import { CreateConnectionCommand, CreateJobCommand, DeleteJobCommand, StartJobRunCommand } from '@aws-sdk/client-glue';
import { DeleteSecretCommand, PutSecretValueCommand, RestoreSecretCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY_MS } from 'stand-in-base/clock.js';
import { act, connect, describe, KINDS, organisation, provisioned, refusal, startWorld, sync } from './world.js';
import type { World } from './world.js';

let world: World;
beforeAll(async () => {
    world = await startWorld({ EXPORT_SECRETS_GLUE_JOBS: 'export-{organization_id}' });
});
afterAll(async () => {
    await world.close();
});

test.each(KINDS)('%s: a disconnect archives, tells the date and leaves the organisation free', async (kind) => {
    const connection = connect(world, kind, organisation());
    const { id, secret_name: name } = await provisioned(world, kind, connection, { name: 'a' });
    const ended = await act(world, kind, 'disconnect-export-secret', connection, { id });
    expect(ended).toMatchObject({ status: 'Archived', integration_status: 'Disconnected' });
    const days = (Date.parse(ended.deletion_date ?? '') - Date.now()) / DAY_MS;
    expect(days).toBeGreaterThan(29);
    expect(days).toBeLessThan(31);
    expect((await describe(world, name))?.DeletedDate).toBeDefined();
    const again = await provisioned(world, kind, connection, { name: 'a' });
    expect(again.status).toBe('Validated');
    expect(again.id).not.toBe(id);
});

test('an archived destination is not disconnected twice', async () => {
    const connection = connect(world, 'snowflake-jwt', organisation());
    const { id } = await provisioned(world, 'snowflake-jwt', connection, { name: 'a' });
    await act(world, 'snowflake-jwt', 'disconnect-export-secret', connection, { id });
    const payload = await refusal(world, 'snowflake-jwt', 'disconnect-export-secret', connection, { id });
    expect(payload).toMatchObject({ code: 'export_secret_wrong_status', status: 'Archived' });
});

test('a disconnect succeeds when the secret is already gone, and when somebody scheduled it already', async () => {
    const kind = 'snowflake-jwt';
    const gone = connect(world, kind, organisation());
    const first = await provisioned(world, kind, gone, { name: 'a' });
    await world.secrets.send(
        new DeleteSecretCommand({ SecretId: first.secret_name, ForceDeleteWithoutRecovery: true })
    );
    const ended = await act(world, kind, 'disconnect-export-secret', gone, { id: first.id });
    expect(ended).toMatchObject({ status: 'Archived', deletion_date: null });

    const scheduled = connect(world, kind, organisation());
    const second = await provisioned(world, kind, scheduled, { name: 'a' });
    await world.secrets.send(new DeleteSecretCommand({ SecretId: second.secret_name, RecoveryWindowInDays: 7 }));
    const other = await act(world, kind, 'disconnect-export-secret', scheduled, { id: second.id });
    expect(other).toMatchObject({ status: 'Archived', deletion_date: null });
});

const TIES = [
    'tag',
    'configured name',
    'configured name and the path of its organisation',
    'default argument',
    'argument of the run alone',
    'connection'
] as const;
test.each(TIES)('a disconnect is refused while a Glue job tied by %s runs', async (tie) => {
    const kind = 'snowflake-jwt';
    const org = organisation();
    const connection = connect(world, kind, org);
    const { id, secret_name: name } = await provisioned(world, kind, connection, { name: 'a' });
    const job = tie.startsWith('configured name') ? `export-${org}` : `job-${randomUUID()}`;
    const { glue } = world;
    const source = `source-${randomUUID()}`;
    if (tie === 'connection') {
        const properties = { JDBC_CONNECTION_URL: 'jdbc:snowflake://myorg-myaccount', SECRET_ID: name };
        const input = { Name: source, ConnectionType: 'JDBC' as const, ConnectionProperties: properties };
        await glue.send(new CreateConnectionCommand({ ConnectionInput: input }));
    }
    await glue.send(
        new CreateJobCommand({
            Name: job,
            Role: 'arn:aws:iam::123456789012:role/glue',
            Command: { Name: 'glueetl', ScriptLocation: 's3://scripts/export.py' },
            ...(tie === 'connection' && { Connections: { Connections: [source] } }),
            ...(tie === 'tag' && { Tags: { export_secret_id: id } }),
            ...(tie === 'default argument' && { DefaultArguments: { '--secret': name } })
        })
    );
    const { JobRunId: run } = await glue.send(
        new StartJobRunCommand({
            JobName: job,
            ...(tie === 'argument of the run alone' && { Arguments: { '--SECRET': id } }),
            ...(tie.endsWith('organisation') && { Arguments: { '--path': `dualentry/exports/org_${org}/` } })
        })
    );
    const payload = await refusal(world, kind, 'disconnect-export-secret', connection, { id });
    expect(payload).toMatchObject({ code: 'export_secret_job_running', job_name: job, job_run_id: run });
    expect((await act(world, kind, 'get-export-secret', connection, { id })).status).toBe('Validated');
    await glue.send(new DeleteJobCommand({ JobName: job }));
    expect((await act(world, kind, 'disconnect-export-secret', connection, { id })).status).toBe('Archived');
});

test('a restore within the window brings the same secret back', async () => {
    const kind = 'snowflake-password';
    const connection = connect(world, kind, organisation());
    const { id, secret_arn: arn } = await provisioned(world, kind, connection, { name: 'a' });
    await act(world, kind, 'disconnect-export-secret', connection, { id });
    await world.nango.idle();
    const back = await act(world, kind, 'restore-export-secret', connection, { id });
    expect(back).toMatchObject({ status: 'Validated', integration_status: 'Connected', deletion_date: null });
    expect(back.secret_arn).toBe(arn);
    expect((await describe(world, back.secret_name))?.DeletedDate ?? null).toBeNull();
    await world.nango.idle();
    expect(world.nango.records(kind, connection, 'ExportSecret')[0]).toMatchObject({ status: 'Validated' });
    const payload = await refusal(world, kind, 'create-export-secret', connection, { name: 'b' });
    expect(payload).toMatchObject({ code: 'export_secret_already_exists' });
});

test('a restore is refused while another destination is active, and after the window', async () => {
    const kind = 'snowflake-jwt';
    const connection = connect(world, kind, organisation());
    const first = await provisioned(world, kind, connection, { name: 'a' });
    await act(world, kind, 'disconnect-export-secret', connection, { id: first.id });
    const second = await provisioned(world, kind, connection, { name: 'b' });
    const taken = await refusal(world, kind, 'restore-export-secret', connection, { id: first.id });
    expect(taken).toMatchObject({ code: 'export_secret_already_exists', active_secret_id: second.id });
    await act(world, kind, 'disconnect-export-secret', connection, { id: second.id });
    await world.secrets
        .send(new DeleteSecretCommand({ SecretId: first.secret_name, ForceDeleteWithoutRecovery: true }))
        .catch(async () => {
            // AWS refuses to force what is scheduled already; restored first, it goes.
            await world.secrets.send(new RestoreSecretCommand({ SecretId: first.secret_name }));
            await world.secrets.send(
                new DeleteSecretCommand({ SecretId: first.secret_name, ForceDeleteWithoutRecovery: true })
            );
        });
    const gone = await refusal(world, kind, 'restore-export-secret', connection, { id: first.id });
    expect(gone).toMatchObject({ code: 'export_secret_gone' });
    expect((await provisioned(world, kind, connection, { name: 'c' })).status).toBe('Validated');
});

test('a failed destination is neither disconnected nor restored', async () => {
    const kind = 'snowflake-jwt';
    const connection = connect(world, kind, organisation());
    world.account.allowed = false;
    const failed = await provisioned(world, kind, connection, { name: 'a' });
    world.account.allowed = true;
    for (const action of ['disconnect-export-secret', 'restore-export-secret']) {
        const payload = await refusal(world, kind, action, connection, { id: failed.id });
        expect(payload).toMatchObject({ code: 'export_secret_wrong_status', status: 'Failed' });
    }
});

test('the sync shows a secret changed, scheduled or deleted outside, and recovers with it', async () => {
    const kind = 'snowflake-jwt';
    const connection = connect(world, kind, organisation());
    const { id, secret_name: name } = await provisioned(world, kind, connection, { name: 'a' });
    const now = async (): Promise<[string, string | undefined]> => {
        const result = await sync(world, kind, connection);
        expect(result.error).toBeNull();
        const row = await act(world, kind, 'get-export-secret', connection, { id });
        expect(world.nango.records(kind, connection, 'ExportSecret')[0]).toMatchObject(row);
        return [row.integration_status, row.error?.code];
    };
    expect(await now()).toEqual(['Connected', undefined]);
    const { DeletionDate: end } = await world.secrets.send(
        new DeleteSecretCommand({ SecretId: name, RecoveryWindowInDays: 7 })
    );
    expect(await now()).toEqual(['Error', 'export_secret_scheduled_for_deletion']);
    const { error } = await act(world, kind, 'get-export-secret', connection, { id });
    expect(error?.message).toContain(`on ${end?.toISOString().slice(0, 10)} at the earliest`);
    await world.secrets.send(new RestoreSecretCommand({ SecretId: name }));
    expect(await now()).toEqual(['Connected', undefined]);
    await world.secrets.send(new PutSecretValueCommand({ SecretId: name, SecretString: '{}' }));
    expect(await now()).toEqual(['Error', 'export_secret_changed']);
    await world.secrets.send(new DeleteSecretCommand({ SecretId: name, ForceDeleteWithoutRecovery: true }));
    expect(await now()).toEqual(['Error', 'export_secret_missing']);
});

test.each(KINDS)('%s: the sync shows a login that stopped working, and that it works again', async (kind) => {
    const connection = connect(world, kind, organisation());
    const { id } = await provisioned(world, kind, connection, { name: 'a' });
    world.account.allowed = false;
    try {
        await sync(world, kind, connection);
        const broken = await act(world, kind, 'get-export-secret', connection, { id });
        expect(broken).toMatchObject({ status: 'Validated', integration_status: 'Error' });
        const unchanged = await sync(world, kind, connection);
        expect(unchanged.counts['ExportSecret']).toMatchObject({ added: 0, updated: 0, deleted: 0 });
    } finally {
        world.account.allowed = true;
    }
    await sync(world, kind, connection);
    const mended = await act(world, kind, 'get-export-secret', connection, { id });
    expect(mended).toMatchObject({ status: 'Validated', integration_status: 'Connected', error: null });
});

test('a connection without destinations costs AWS one request and changes nothing', async () => {
    const connection = connect(world, 'snowflake-jwt', organisation());
    const result = await sync(world, 'snowflake-jwt', connection);
    expect(result).toMatchObject({ status: 'success', error: null });
    expect(result.requests.filter(({ url }) => url.includes('amazonaws.com'))).toHaveLength(1);
});

test('deleting a connection schedules its secret for deletion and frees the organisation', async () => {
    const org = organisation();
    const connection = connect(world, 'snowflake-jwt', org);
    const { secret_name: name } = await provisioned(world, 'snowflake-jwt', connection, { name: 'a' });
    const [result] = await world.nango.deleteConnection('snowflake-jwt', connection);
    expect(result?.status).toBe('success');
    expect((await describe(world, name))?.DeletedDate).toBeDefined();
    const other = connect(world, 'snowflake-password', org);
    expect((await provisioned(world, 'snowflake-password', other, { name: 'b' })).status).toBe('Validated');
});
