/** Signatures: requests recorded from the SDK are sent on, untouched and changed; only the untouched ones get through. */
import { createServer, request as send, type IncomingHttpHeaders } from 'node:http';
import { CreateSecretCommand, ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GlueClient, ListJobsCommand } from '@aws-sdk/client-glue';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HOUR_MS } from 'stand-in-base/clock.js';
import { startAws, type EmbeddedAws } from '../src/server.js';
import type { AwsKeys } from '../src/identity.js';

interface Recorded {
    readonly headers: IncomingHttpHeaders;
    readonly body: string;
}

let aws: EmbeddedAws;
let keys: AwsKeys;

beforeAll(async () => {
    aws = await startAws();
    keys = aws.identities.createUser('signer');
});
afterAll(() => aws.close());

/** What the SDK puts on the wire for ListSecrets, or for ListJobs. */
async function record(region = 'us-east-1', service: 'secretsmanager' | 'glue' = 'secretsmanager'): Promise<Recorded> {
    const recorded: Recorded[] = [];
    const recorder = createServer((incoming, response) => {
        let body = '';
        incoming.on('data', (chunk) => (body += String(chunk)));
        incoming.on('end', () => {
            recorded.push({ headers: incoming.headers, body });
            response.end('{}');
        });
    });
    await new Promise<void>((resolve) => recorder.listen(0, '127.0.0.1', resolve));
    const address = recorder.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const config = { region, endpoint: `http://127.0.0.1:${port}`, credentials: keys, maxAttempts: 1 };
    if (service === 'glue') await new GlueClient(config).send(new ListJobsCommand({}));
    else await new SecretsManagerClient(config).send(new ListSecretsCommand({}));
    recorder.closeAllConnections();
    recorder.close();
    const [first] = recorded;
    if (first === undefined) throw new Error('Nothing was recorded.');
    return first;
}

async function replay({ headers, body }: Recorded): Promise<{ status: number; type: unknown; message: string }> {
    return new Promise((resolve, reject) => {
        const { port } = aws;
        const outgoing = send({ host: '127.0.0.1', port, method: 'POST', path: '/', headers }, (response) => {
            let text = '';
            response.on('data', (chunk) => (text += String(chunk)));
            response.on('end', () => {
                const answer: { __type?: string; message?: string } = JSON.parse(text);
                resolve({ status: response.statusCode ?? 0, type: answer.__type, message: answer.message ?? '' });
            });
        });
        outgoing.on('error', reject);
        outgoing.end(body);
    });
}

const withHeader = (recorded: Recorded, name: string, change: (value: string) => string): Recorded => ({
    ...recorded,
    headers: { ...recorded.headers, [name]: change(String(recorded.headers[name])) }
});

test('a request as the SDK signed it gets through', async () => {
    expect((await replay(await record())).status).toBe(200);
});

test('a request changed after signing is refused, whatever was changed', async () => {
    const signed = await record();
    const changed: Recorded[] = [
        { ...signed, body: '[]' },
        withHeader(signed, 'host', () => 'elsewhere.example.com'),
        withHeader(signed, 'x-amz-target', () => 'secretsmanager.GetSecretValue'),
        withHeader(signed, 'x-amz-date', (date) => date.replace(/..Z$/, (end) => (end === '00Z' ? '01Z' : '00Z'))),
        withHeader(signed, 'authorization', (value) => value.replace(/.$/, (end) => (end === '0' ? '1' : '0'))),
        withHeader(signed, 'authorization', (value) => value.replace('host;', '')),
        { ...signed, headers: { ...signed.headers, 'x-amz-added': 'unsigned' } }
    ];
    for (const each of changed) {
        expect(await replay(each)).toMatchObject({ status: 400, type: 'InvalidSignatureException' });
    }
});

test('a request without a signature, or with half of one, is refused', async () => {
    const { authorization: _, ...headers } = (await record()).headers;
    expect(await replay({ headers, body: '{}' })).toMatchObject({
        status: 400,
        type: 'MissingAuthenticationTokenException'
    });
    const half = withHeader(await record(), 'authorization', (value) => value.replace(/, Signature=.*/, ''));
    expect(await replay(half)).toMatchObject({ status: 400, type: 'IncompleteSignatureException' });
});

test('a signature for another region or another service is refused', async () => {
    expect(await replay(await record('eu-west-1'))).toMatchObject({
        type: 'InvalidSignatureException',
        message: expect.stringContaining('valid region')
    });
    const glue = await record('us-east-1', 'glue');
    const crossed = withHeader(glue, 'x-amz-target', () => 'secretsmanager.ListSecrets');
    expect(await replay(crossed)).toMatchObject({
        type: 'InvalidSignatureException',
        message: expect.stringContaining('correct service')
    });
});

function client(credentials: AwsKeys, maxAttempts = 1): SecretsManagerClient {
    return new SecretsManagerClient({ region: aws.region, endpoint: aws.url, credentials, maxAttempts });
}

test('a wrong secret key gives InvalidSignatureException, an unknown key id UnrecognizedClientException', async () => {
    const other = aws.identities.createUser('other');
    const mixed = { accessKeyId: keys.accessKeyId, secretAccessKey: other.secretAccessKey };
    await expect(client(mixed).send(new ListSecretsCommand({}))).rejects.toMatchObject({
        name: 'InvalidSignatureException',
        $metadata: { httpStatusCode: 400 }
    });
    aws.identities.deleteKey(other.accessKeyId);
    await expect(client(other).send(new ListSecretsCommand({}))).rejects.toMatchObject({
        name: 'UnrecognizedClientException',
        message: 'The security token included in the request is invalid.'
    });
});

test('temporary keys work with their token, until they expire', async () => {
    const moving = await startAws();
    const role = moving.identities.createRole('exporter');
    const session = moving.identities.startSession(role, 'nango', HOUR_MS);
    const { sessionToken: _, ...tokenless } = session ?? keys;
    const ask = (credentials: AwsKeys): Promise<unknown> =>
        new SecretsManagerClient({ region: moving.region, endpoint: moving.url, credentials, maxAttempts: 1 }).send(
            new ListSecretsCommand({})
        );
    await expect(ask(session ?? keys)).resolves.toMatchObject({ SecretList: [] });
    await expect(ask(tokenless)).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
    moving.clock.advance(HOUR_MS);
    await expect(ask(session ?? keys)).rejects.toMatchObject({ name: 'ExpiredTokenException' });
    await moving.close();
});

test('a clock more than five minutes off is refused, and the SDK corrects its own by the answer', async () => {
    const skewed = await startAws();
    const config = { region: skewed.region, endpoint: skewed.url, credentials: skewed.identities.createUser('late') };
    for (const skewMs of [6 * 60_000, -6 * 60_000]) {
        skewed.clock.signatureSkewMs = skewMs;
        const once = new SecretsManagerClient({ ...config, maxAttempts: 1 });
        await expect(once.send(new ListSecretsCommand({}))).rejects.toMatchObject({
            name: 'InvalidSignatureException'
        });
        await expect(once.send(new ListSecretsCommand({}))).resolves.toMatchObject({ SecretList: [] });
    }
    skewed.clock.signatureSkewMs = 4 * 60_000;
    const close = new SecretsManagerClient({ ...config, maxAttempts: 1 });
    await expect(close.send(new ListSecretsCommand({}))).resolves.toMatchObject({ SecretList: [] });
    await skewed.close();
});

test('what a request carries is in no error and not in the log', async () => {
    const planted = `planted-${keys.accessKeyId}`;
    const error: unknown = await client(keys)
        .send(new CreateSecretCommand({ Name: 'not allowed *', SecretString: planted }))
        .catch((reason: unknown) => reason);
    const bad: unknown = await client(keys)
        .send(new CreateSecretCommand({ Name: 'n', SecretString: planted, ClientRequestToken: 'short' }))
        .catch((reason: unknown) => reason);
    expect(String(error) + String(bad)).toContain('ValidationException');
    expect(String(error) + String(bad) + JSON.stringify(aws.log.entries)).not.toContain(planted);
});
