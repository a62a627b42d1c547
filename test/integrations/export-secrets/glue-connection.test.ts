/** The Glue connection of a destination: made on request, tested with the stored secret, gone before the secret is. */
import {
    CreateConnectionCommand,
    DeleteConnectionCommand,
    GetConnectionCommand,
    UpdateConnectionCommand
} from '@aws-sdk/client-glue';
import type { Connection } from '@aws-sdk/client-glue';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { AwsFailure } from 'aws-stand-in/aws-failure.js';
import type { EmbeddedAws } from 'aws-stand-in/server.js';
import type { TestedConnection } from 'aws-stand-in/glue/schemas.js';
import { documentedPolicies } from './documented-policies.js';
import type { Policy } from './documented-policies.js';
import {
    act,
    connect,
    describe,
    KINDS,
    operateWith,
    organisation,
    provisioned,
    refusal,
    startWorld,
    sync
} from './world.js';
import type { World } from './world.js';

let world: World;
beforeAll(async () => {
    world = await startWorld();
    aws().glue().testVerdict = read;
});
afterAll(async () => {
    await world.close();
});

function aws(): EmbeddedAws {
    if (world.embedded === null) throw new Error('This suite needs the embedded AWS.');
    return world.embedded;
}

/** As Glue reads it: the current form by USERNAME and PASSWORD, the older one by the Spark connector's names. */
function read({ AuthenticationConfiguration, ConnectionProperties }: TestedConnection): AwsFailure | null {
    const arn = AuthenticationConfiguration?.SecretArn;
    const spark = JSON.parse(ConnectionProperties['SparkProperties'] ?? '{}');
    const secret = aws()
        .secrets()
        .all(aws().clock.now())
        .find(({ name, arn: own }) => (arn === undefined ? name === spark.secretId : own === arn));
    const text = [...(secret?.versions.values() ?? [])].at(-1)?.value.SecretString ?? '{}';
    const { USERNAME, PASSWORD, sfUser, sfPassword, pem_private_key: key } = JSON.parse(text);
    const host = arn === undefined ? spark.sfUrl : ConnectionProperties['HOST'];
    const reads = arn === undefined ? sfUser && (sfPassword || key) : USERNAME && PASSWORD;
    if (reads && host === 'myorg-myaccount.snowflakecomputing.com') return null;
    return new AwsFailure('InvalidInputException', 'The secret has not what this connection reads.');
}

async function connectionOf(name: string | null): Promise<Connection | null> {
    try {
        return (await world.glue.send(new GetConnectionCommand({ Name: name ?? 'none' }))).Connection ?? null;
    } catch {
        return null;
    }
}

const FORMS = KINDS.flatMap((kind) => ['glue', 'glue_legacy'].map((format) => ({ kind, format })));

test.each(FORMS)('$kind, $format: made, tested, and removed before the secret goes', async ({ kind, format }) => {
    const connection = connect(world, kind, organisation());
    const made = await provisioned(world, kind, connection, { name: 'a', format, glue_connection: true });
    expect(made).toMatchObject({
        status: 'Validated',
        error: null,
        glue_connection: `dualentry-exports_${made.id}`
    });
    const found = await connectionOf(made.glue_connection);
    expect(found?.ConnectionType).toBe('SNOWFLAKE');
    for (const secret of [world.account.password, world.account.privateKey])
        expect(JSON.stringify(found)).not.toContain(secret);
    expect((await sync(world, kind, connection)).error).toBeNull();

    await act(world, kind, 'disconnect-export-secret', connection, { id: made.id });
    expect(await connectionOf(made.glue_connection)).toBeNull();
    const calls = aws().log.entries.map(({ operation }) => operation);
    expect(calls.lastIndexOf('DeleteConnection')).toBeLessThan(calls.lastIndexOf('DeleteSecret'));

    const restored = await act(world, kind, 'restore-export-secret', connection, { id: made.id });
    expect(restored).toMatchObject({ status: 'Validated', error: null });
    expect(await connectionOf(made.glue_connection)).not.toBeNull();
    await world.nango.idle();
    await world.nango.deleteConnection(kind, connection);
    expect(await connectionOf(made.glue_connection)).toBeNull();
    expect((await describe(world, made.secret_name))?.DeletedDate).toBeDefined();
});

test('a format that Glue does not read is refused before anything is made', async () => {
    const connection = connect(world, 'snowflake-password', organisation());
    const input = { name: 'a', glue_connection: true };
    expect(await refusal(world, 'snowflake-password', 'create-export-secret', connection, input)).toMatchObject({
        code: 'invalid_input',
        message: expect.stringContaining('glue_connection')
    });
});

test('the operator can have one made for every destination of a type, and an input can leave it out', async () => {
    const { environment } = world.nango;
    environment.set('EXPORT_SECRETS_GLUE_CONNECTION_SNOWFLAKE', 'on');
    environment.set('EXPORT_SECRETS_FORMAT_SNOWFLAKE', 'glue');
    onTestFinished(() => environment.clear());
    const kind = 'snowflake-password';
    const made = await provisioned(world, kind, connect(world, kind, organisation()), { name: 'a' });
    expect(await connectionOf(made.glue_connection)).not.toBeNull();
    const without = { name: 'a', glue_connection: false };
    const plain = await provisioned(world, kind, connect(world, kind, organisation()), without);
    expect(plain).toMatchObject({ status: 'Validated', glue_connection: null });
});

test('Glue that cannot connect is the trouble of the operator, and is over when it can', async () => {
    const kind = 'snowflake-jwt';
    const connection = connect(world, kind, organisation());
    const said = `Cannot connect with ${world.account.user}`;
    aws().glue().testVerdict = () => new AwsFailure('InvalidInputException', said);
    onTestFinished(() => {
        aws().glue().testVerdict = read;
    });
    const made = await provisioned(world, kind, connection, { name: 'a', format: 'glue', glue_connection: true });
    expect(made).toMatchObject({
        status: 'Validated',
        integration_status: 'Error',
        error: { code: 'export_secret_glue_connection', concerns: 'operator' }
    });
    expect(made.error?.message).toContain('Cannot connect with ***');
    aws().glue().testVerdict = read;
    await sync(world, kind, connection);
    const now = await act(world, kind, 'get-export-secret', connection, { id: made.id });
    expect(now).toMatchObject({ integration_status: 'Connected', error: null });
});

test("somebody else's connections stay, one in the place of ours too", async () => {
    const kind = 'snowflake-password';
    const connection = connect(world, kind, organisation());
    const made = await provisioned(world, kind, connection, { name: 'a', format: 'glue', glue_connection: true });
    const foreign = {
        Name: `own-${made.id}`,
        ConnectionType: 'NETWORK',
        ConnectionProperties: { SECRET_ID: made.secret_name }
    } as const;
    await world.glue.send(new CreateConnectionCommand({ ConnectionInput: foreign }));
    const Name = made.glue_connection ?? '';
    const taken = { Name, ConnectionType: 'NETWORK', ConnectionProperties: { HOST: 'other.example' } } as const;
    await world.glue.send(new UpdateConnectionCommand({ Name, ConnectionInput: taken }));
    await sync(world, kind, connection);
    const now = await act(world, kind, 'get-export-secret', connection, { id: made.id });
    expect(now.error).toMatchObject({ code: 'export_secret_glue_connection', concerns: 'operator' });
    const gone = await act(world, kind, 'disconnect-export-secret', connection, { id: made.id });
    expect(gone).toMatchObject({ status: 'Archived', integration_status: 'Disconnected' });
    expect(await connectionOf(Name)).toMatchObject({ ConnectionType: 'NETWORK' });
    expect(await connectionOf(foreign.Name)).not.toBeNull();
    await world.glue.send(new DeleteConnectionCommand({ ConnectionName: Name }));
});

test('the documented rights are enough, and without them it says so and the secret waits', async () => {
    const kind = 'snowflake-password';
    const [policy, glue] = documentedPolicies();
    if (policy === undefined || glue === undefined) throw new Error('The policies are not in the documentation.');
    const operate = (name: string, ...policies: readonly Policy[]): void => {
        const statements = policies.flatMap(({ Statement }) => Statement);
        operateWith(world, aws().identities.createUser(name, { Version: '2012-10-17', Statement: statements }));
    };
    operate('with-glue', policy, glue);
    const input = { name: 'a', format: 'glue', glue_connection: true };
    const connection = connect(world, kind, organisation());
    const made = await provisioned(world, kind, connection, input);
    expect(made).toMatchObject({ status: 'Validated', error: null });

    operate('without-glue', policy);
    await refusal(world, kind, 'disconnect-export-secret', connection, { id: made.id });
    const waiting = await act(world, kind, 'get-export-secret', connection, { id: made.id });
    expect(waiting).toMatchObject({ status: 'Archived', integration_status: 'Error' });
    expect((await describe(world, made.secret_name))?.DeletedDate).toBeUndefined();

    operate('with-glue-again', policy, glue);
    await sync(world, kind, connection);
    expect(await connectionOf(made.glue_connection)).toBeNull();
    expect((await describe(world, made.secret_name))?.DeletedDate).toBeDefined();
});
