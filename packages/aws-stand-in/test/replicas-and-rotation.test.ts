/** Replicas, rotation of managed external secrets, and reads that lag, as the unmodified SDK sees them. */
import {
    CreateSecretCommand,
    DeleteSecretCommand,
    DescribeSecretCommand,
    GetSecretValueCommand,
    PutSecretValueCommand,
    RemoveRegionsFromReplicationCommand,
    ReplicateSecretToRegionsCommand,
    RotateSecretCommand,
    SecretsManagerClient
} from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startAws, type EmbeddedAws } from '../src/server.js';

const ROLE = 'arn:aws:iam::123456789012:role/rotation';

let aws: EmbeddedAws;
let client: SecretsManagerClient;
beforeEach(async () => {
    aws = await startAws();
    const credentials = aws.identities.createUser('owner');
    client = new SecretsManagerClient({ region: aws.region, endpoint: aws.url, credentials });
});
afterEach(() => aws.close());

test('a secret with replicas is not deleted before they are removed', async () => {
    await client.send(new CreateSecretCommand({ Name: 'a', SecretString: '1' }));
    const added = { SecretId: 'a', AddReplicaRegions: [{ Region: 'eu-west-1' }] };
    await client.send(new ReplicateSecretToRegionsCommand(added));
    expect(await client.send(new DescribeSecretCommand({ SecretId: 'a' }))).toMatchObject({
        PrimaryRegion: 'us-east-1',
        ReplicationStatus: [{ Region: 'eu-west-1', Status: 'InSync' }]
    });
    await expect(client.send(new DeleteSecretCommand({ SecretId: 'a' }))).rejects.toMatchObject({
        name: 'InvalidParameterException',
        message: expect.stringContaining('still has replica regions [eu-west-1]')
    });
    await client.send(new RemoveRegionsFromReplicationCommand({ SecretId: 'a', RemoveReplicaRegions: ['eu-west-1'] }));
    await expect(client.send(new DeleteSecretCommand({ SecretId: 'a' }))).resolves.toBeDefined();
});

test('a managed external secret is rotated with a role, and says so', async () => {
    const Type = 'SnowflakeKeyPairAuthentication';
    await client.send(new CreateSecretCommand({ Name: 'a', SecretString: '{}', Type }));
    await expect(client.send(new RotateSecretCommand({ SecretId: 'a' }))).rejects.toMatchObject({
        name: 'InvalidRequestException'
    });
    await client.send(
        new RotateSecretCommand({
            SecretId: 'a',
            ExternalSecretRotationRoleArn: ROLE,
            RotationRules: { AutomaticallyAfterDays: 30 }
        })
    );
    expect(await client.send(new DescribeSecretCommand({ SecretId: 'a' }))).toMatchObject({
        Type,
        RotationEnabled: true,
        ExternalSecretRotationRoleArn: ROLE
    });
});

test('while reads lag, a swap that was made is not seen yet', async () => {
    await client.send(new CreateSecretCommand({ Name: 'a', SecretString: '1' }));
    aws.secrets().lagReads(60_000);
    await client.send(new PutSecretValueCommand({ SecretId: 'a', SecretString: '2' }));
    const read = new GetSecretValueCommand({ SecretId: 'a' });
    expect((await client.send(read)).SecretString).toBe('1');
    aws.secrets().lagReads(0);
    expect((await client.send(read)).SecretString).toBe('2');
});
