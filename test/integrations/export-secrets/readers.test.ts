/** A secret is worth what its reader can do with it: each form is read by the key names of its reader, and signs in. */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { CreateConnectionCommand, CreateJobCommand } from '@aws-sdk/client-glue';
import snowflake from 'snowflake-sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, describe, organisation, provisioned } from './world.js';
import { refusal, startWorld, stored } from './world.js';
import type { Kind, World } from './world.js';

let world: World;
beforeAll(async () => {
    world = await startWorld();
});
afterAll(async () => {
    await world.close();
});

type Options = Parameters<typeof snowflake.createConnection>[0];

/** Signs in as a reader of the secret would, to the embedded Snowflake. */
async function signsIn(options: Partial<Options>): Promise<boolean> {
    snowflake.configure({ logLevel: 'OFF', additionalLogToConsole: false });
    const connection = snowflake.createConnection({
        account: 'myorg-myaccount',
        accessUrl: world.snowflake.url,
        ...options
    });
    await new Promise<void>((resolve, reject) => {
        connection.connect((error) => (error ? reject(error) : resolve()));
    });
    await new Promise<void>((resolve) => {
        connection.destroy(() => resolve());
    });
    return true;
}

/** What Spark's connector does with `pem_private_key`: base64 of PKCS#8 without lines. */
function fromBody(body: string): string {
    const key = createPrivateKey({ key: Buffer.from(body, 'base64'), format: 'der', type: 'pkcs8' });
    return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

const text = (value: unknown, key: string): string => String(Object(value)[key]);
const byPassword = (user: string, password: string) => (secret: unknown) => ({
    username: text(secret, user),
    password: text(secret, password)
});
const byKey = (user: string, key: string, read: (text: string) => string) => (secret: unknown) => ({
    authenticator: 'SNOWFLAKE_JWT',
    username: text(secret, user),
    privateKey: read(text(secret, key))
});
const asIs = (key: string): string => key;

const READERS: readonly (readonly [Kind, string, (secret: unknown) => Partial<Options>, readonly string[]])[] = [
    [
        'snowflake-password',
        'page',
        byPassword('username', 'password'),
        ['type', 'account', 'warehouse', 'database', 'username', 'password']
    ],
    [
        'snowflake-password',
        'glue',
        byPassword('USERNAME', 'PASSWORD'),
        ['USERNAME', 'PASSWORD', 'sfWarehouse', 'sfDatabase']
    ],
    [
        'snowflake-password',
        'glue_legacy',
        byPassword('sfUser', 'sfPassword'),
        ['sfUser', 'sfPassword', 'sfWarehouse', 'sfDatabase']
    ],
    [
        'snowflake-jwt',
        'page',
        byKey('username', 'private_key', asIs),
        ['type', 'account', 'warehouse', 'database', 'username', 'authenticator', 'private_key']
    ],
    [
        'snowflake-jwt',
        'page_der',
        byKey('username', 'private_key', fromBody),
        ['type', 'account', 'warehouse', 'database', 'username', 'authenticator', 'private_key']
    ],
    [
        'snowflake-jwt',
        'glue',
        byKey('sfUser', 'pem_private_key', fromBody),
        ['sfUser', 'pem_private_key', 'sfWarehouse', 'sfDatabase']
    ],
    [
        'snowflake-jwt',
        'glue_legacy',
        byKey('sfUser', 'pem_private_key', fromBody),
        ['sfUser', 'pem_private_key', 'sfWarehouse', 'sfDatabase']
    ],
    ['snowflake-jwt', 'aws_key_pair', byKey('user', 'privateKey', asIs), ['account', 'user', 'privateKey', 'publicKey']]
];

test.each(READERS)('%s: what reads the format %s signs in with it', async (kind, format, read, keys) => {
    const connection = connect(world, kind, organisation());
    const made = await provisioned(world, kind, connection, { name: 'a', format });
    expect(made).toMatchObject({ status: 'Validated', format });
    const secret = await stored(world, made.secret_name);
    expect(Object.keys(Object(secret)).toSorted()).toEqual([...keys].toSorted());
    expect(await signsIn(read(secret))).toBe(true);
    const type = format === 'aws_key_pair' ? 'SnowflakeKeyPairAuthentication' : undefined;
    if (world.embedded !== null) expect((await describe(world, made.secret_name))?.Type).toBe(type);
    if (format !== 'aws_key_pair') return;
    const derived = createPublicKey(text(secret, 'privateKey')).export({ type: 'spki', format: 'pem' });
    expect(text(secret, 'publicKey')).toBe(derived);
});

test('the operator sets the format of a type, and a wrong one is refused with the choice', async () => {
    const kind = 'snowflake-password';
    const connection = connect(world, kind, organisation());
    const wrong = await refusal(world, kind, 'create-export-secret', connection, { name: 'a', format: 'aws_key_pair' });
    expect(wrong).toMatchObject({ code: 'invalid_input', message: expect.stringContaining('glue_legacy') });
    world.nango.environment.set('EXPORT_SECRETS_FORMAT_SNOWFLAKE', 'glue');
    const made = await provisioned(world, kind, connection, { name: 'a' });
    world.nango.environment.set('EXPORT_SECRETS_FORMAT_SNOWFLAKE', 'nonsense');
    const unset = connect(world, kind, organisation());
    const refused = await refusal(world, kind, 'create-export-secret', unset, { name: 'a' });
    world.nango.environment.delete('EXPORT_SECRETS_FORMAT_SNOWFLAKE');
    expect(made.format).toBe('glue');
    expect(refused).toMatchObject({ code: 'invalid_settings' });
});

test('what reads the secret is named', async () => {
    const kind = 'snowflake-password';
    const connection = connect(world, kind, organisation());
    const { id, secret_name: name } = await provisioned(world, kind, connection, { name: 'a' });
    const [source, job] = [`source-${id}`, `job-${id}`];
    const properties = { JDBC_CONNECTION_URL: 'jdbc:snowflake://myorg-myaccount', SECRET_ID: name };
    await world.glue.send(
        new CreateConnectionCommand({
            ConnectionInput: { Name: source, ConnectionType: 'JDBC', ConnectionProperties: properties }
        })
    );
    await world.glue.send(
        new CreateJobCommand({
            Name: job,
            Role: 'arn:aws:iam::123456789012:role/glue',
            Command: { Name: 'glueetl', ScriptLocation: 's3://scripts/export.py' },
            Connections: { Connections: [source] }
        })
    );
    const { output } = await world.nango.runAction(kind, 'get-export-secret', connection, { id });
    expect(Object(output).used_by).toEqual({ glue_jobs: [job], glue_connections: [source] });
});
