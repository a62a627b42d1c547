/** Faults on demand, seen through the SDK's own retries. */
import {
    CreateSecretCommand,
    GetSecretValueCommand,
    ListSecretsCommand,
    SecretsManagerClient
} from '@aws-sdk/client-secrets-manager';
import { GlueClient, ListJobsCommand, ThrottlingException } from '@aws-sdk/client-glue';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FaultKind } from '../src/faults.js';
import { startAws, type EmbeddedAws } from '../src/server.js';

let aws: EmbeddedAws;
let credentials: { accessKeyId: string; secretAccessKey: string };

beforeEach(async () => {
    aws = await startAws();
    credentials = aws.identities.createUser('faults');
});
afterEach(() => aws.close());

const secrets = (maxAttempts: number): SecretsManagerClient =>
    new SecretsManagerClient({ region: aws.region, endpoint: aws.url, credentials, maxAttempts });

const RETRIED: [FaultKind, string, number][] = [
    ['throttle', 'ThrottlingException', 400],
    ['internal-error', 'InternalServiceError', 500],
    ['unavailable', 'ServiceUnavailableException', 503]
];

test.each(RETRIED)('the SDK retries %s and gives up with %s', async (kind, name, status) => {
    aws.faults.add({ kind, operation: 'ListSecrets', times: 2 });
    await expect(secrets(3).send(new ListSecretsCommand({}))).resolves.toMatchObject({ $metadata: { attempts: 3 } });
    expect(aws.log.entries.map((entry) => entry.status)).toEqual([status, status, 200]);
    aws.faults.add({ kind, operation: 'ListSecrets' });
    await expect(secrets(2).send(new ListSecretsCommand({}))).rejects.toMatchObject({
        name,
        $metadata: { httpStatusCode: status, attempts: 2, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) }
    });
});

test('Glue throttles with its own exception', async () => {
    aws.faults.add({ kind: 'throttle', operation: 'ListJobs' });
    const glue = new GlueClient({ region: aws.region, endpoint: aws.url, credentials, maxAttempts: 1 });
    await expect(glue.send(new ListJobsCommand({}))).rejects.toThrow(ThrottlingException);
});

test('a denied operation is not retried', async () => {
    aws.faults.add({ kind: 'deny', operation: 'ListSecrets' });
    await expect(secrets(3).send(new ListSecretsCommand({}))).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(aws.log.count('ListSecrets')).toBe(1);
});

test('an answer lost after the work is made up for by the retry, thanks to the token', async () => {
    aws.faults.add({ kind: 'drop-after', operation: 'CreateSecret', times: 1 });
    const created = await secrets(3).send(new CreateSecretCommand({ Name: 'lost', SecretString: 'v' }));
    expect(aws.log.entries.map((entry) => [entry.status, entry.reached])).toEqual([
        [0, true],
        [200, true]
    ]);
    const read = await secrets(1).send(new GetSecretValueCommand({ SecretId: 'lost' }));
    expect(read.VersionId).toBe(created.VersionId);
    expect(aws.secrets().all(aws.clock.now())).toHaveLength(1);
});

test('a request dropped before the work has done nothing', async () => {
    aws.faults.add({ kind: 'drop-before', operation: 'CreateSecret' });
    await expect(secrets(1).send(new CreateSecretCommand({ Name: 'never', SecretString: 'v' }))).rejects.toThrow(
        /socket|ECONNRESET/
    );
    expect(aws.secrets().all(aws.clock.now())).toEqual([]);
    expect(aws.log.entries).toMatchObject([{ status: 0, reached: false }]);
});

test('a slow answer runs into the timeout of the client', async () => {
    aws.faults.add({ kind: 'slow', operation: 'ListSecrets', delayMs: 60_000 });
    const impatient = new SecretsManagerClient({
        region: aws.region,
        endpoint: aws.url,
        credentials,
        maxAttempts: 1,
        requestHandler: { requestTimeout: 50, throwOnRequestTimeout: true }
    });
    await expect(impatient.send(new ListSecretsCommand({}))).rejects.toMatchObject({ name: 'TimeoutError' });
});

test('a held request waits until it is let go, and others pass it', async () => {
    const hold = aws.faults.hold({ operation: 'CreateSecret' });
    const held = secrets(1).send(new CreateSecretCommand({ Name: 'raced', SecretString: 'first to ask' }));
    await hold.reached;
    await secrets(1).send(new CreateSecretCommand({ Name: 'raced', SecretString: 'first to arrive' }));
    hold.release();
    await expect(held).rejects.toMatchObject({ name: 'ResourceExistsException' });
});

test('a fault hits the requests it names: by operation, resource, and after so many', async () => {
    aws.faults.add({ kind: 'throttle', operation: 'GetSecretValue', resource: 'b', after: 1, times: 1 });
    const client = secrets(1);
    const read = (SecretId: string): Promise<string> =>
        client.send(new GetSecretValueCommand({ SecretId })).then(
            () => 'read',
            (error: unknown) => (error instanceof Error ? error.name : 'unknown')
        );
    await client.send(new CreateSecretCommand({ Name: 'a', SecretString: 'v' }));
    await client.send(new CreateSecretCommand({ Name: 'b', SecretString: 'v' }));
    const seen = [await read('a'), await read('b'), await read('a'), await read('b'), await read('b')];
    expect(seen).toEqual(['read', 'read', 'read', 'ThrottlingException', 'read']);
});

const create = (Name: string): Promise<unknown> =>
    secrets(1).send(new CreateSecretCommand({ Name, SecretString: 'v' }));

test.each(['before', 'after'] as const)('cut off %s the n-th request, nothing follows until revived', async (when) => {
    let aborted = 0;
    aws.faults.abortAt(2, when, () => (aborted += 1));
    await create('one');
    await expect(create('two')).rejects.toThrow(/socket|ECONNRESET/);
    await expect(create('three')).rejects.toThrow(/socket|ECONNRESET/);
    expect(aborted).toBe(1);
    expect(aws.faults.revive()).toBe(3);
    const names = aws
        .secrets()
        .all(aws.clock.now())
        .map((secret) => secret.name);
    expect(names).toEqual(when === 'before' ? ['one'] : ['one', 'two']);
    await expect(create('four')).resolves.toBeDefined();
});
