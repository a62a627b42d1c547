/** One port serves every service and region: by Amazon's host names where a request keeps them, else by its target. */
import { Agent } from 'node:http';
import { connect, type Socket } from 'node:net';
import { CreateSecretCommand, ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GlueClient, ListJobsCommand } from '@aws-sdk/client-glue';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAws, type EmbeddedAws } from '../src/server.js';

let aws: EmbeddedAws;
let credentials: { accessKeyId: string; secretAccessKey: string };

beforeAll(async () => {
    aws = await startAws();
    credentials = aws.identities.createUser('routing');
});
afterAll(() => aws.close());

/** Sends whatever host to the stand-in, as a forwarder in front of it would. */
class Forwarder extends Agent {
    override createConnection(): Socket {
        return connect(aws.port, '127.0.0.1');
    }
}

function forwarded(region: string, host: string): { secrets: SecretsManagerClient; glue: GlueClient } {
    const config = {
        region,
        endpoint: `http://${host}`,
        credentials,
        maxAttempts: 1,
        requestHandler: { httpAgent: new Forwarder() }
    };
    return { secrets: new SecretsManagerClient(config), glue: new GlueClient(config) };
}

test('a forwarded request is served for the region that its host names', async () => {
    const east = forwarded('us-east-1', 'secretsmanager.us-east-1.amazonaws.com');
    const west = forwarded('eu-west-1', 'secretsmanager.eu-west-1.amazonaws.com');
    const { ARN } = await west.secrets.send(new CreateSecretCommand({ Name: 'west', SecretString: 'v' }));
    expect(ARN).toContain(':secretsmanager:eu-west-1:');
    expect((await west.secrets.send(new ListSecretsCommand({}))).SecretList).toHaveLength(1);
    expect((await east.secrets.send(new ListSecretsCommand({}))).SecretList).toHaveLength(0);
    const { glue } = forwarded('eu-central-1', 'glue.eu-central-1.amazonaws.com');
    await expect(glue.send(new ListJobsCommand({}))).resolves.toMatchObject({ JobNames: [] });
    expect(aws.log.entries.at(-1)).toMatchObject({
        host: 'glue.eu-central-1.amazonaws.com',
        region: 'eu-central-1',
        operation: 'ListJobs'
    });
});

test('a private endpoint names its region as well', async () => {
    const host = 'vpce-0abc-1def.secretsmanager.eu-west-1.vpce.amazonaws.com';
    const { secrets } = forwarded('eu-west-1', host);
    await expect(secrets.send(new ListSecretsCommand({}))).resolves.toBeDefined();
});

test('a request at the host of another region or another service is refused', async () => {
    const region = forwarded('us-east-1', 'secretsmanager.eu-west-1.amazonaws.com');
    await expect(region.secrets.send(new ListSecretsCommand({}))).rejects.toMatchObject({
        name: 'InvalidSignatureException'
    });
    const service = forwarded('us-east-1', 'secretsmanager.us-east-1.amazonaws.com');
    await expect(service.glue.send(new ListJobsCommand({}))).rejects.toMatchObject({
        name: 'UnknownOperationException'
    });
});

test('the loopback address stands for one region, which can be chosen', async () => {
    const local = await startAws({ region: 'eu-central-1', accountId: '999999999999' });
    const keys = local.identities.createUser('u');
    const client = (region: string): SecretsManagerClient =>
        new SecretsManagerClient({ region, endpoint: local.url, credentials: keys, maxAttempts: 1 });
    const { ARN } = await client('eu-central-1').send(new CreateSecretCommand({ Name: 'n' }));
    expect(ARN).toMatch(/^arn:aws:secretsmanager:eu-central-1:999999999999:secret:n-/);
    await expect(client('us-east-1').send(new ListSecretsCommand({}))).rejects.toMatchObject({
        name: 'InvalidSignatureException'
    });
    await local.close();
});

test('every answer carries a request id that the log knows', async () => {
    const { secrets } = forwarded('us-east-1', 'secretsmanager.us-east-1.amazonaws.com');
    const { $metadata } = await secrets.send(new ListSecretsCommand({}));
    expect(aws.log.entries.at(-1)?.requestId).toBe($metadata.requestId);
});
