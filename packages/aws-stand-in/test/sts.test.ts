/** Assuming a role: the keys it gives are the role's, not the caller's. */
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { CreateSecretCommand, ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAws, type EmbeddedAws } from '../src/server.js';

let aws: EmbeddedAws;

beforeAll(async () => {
    aws = await startAws();
});
afterAll(() => aws.close());

const sts = (credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }): STSClient =>
    new STSClient({ region: aws.region, endpoint: aws.url, credentials, maxAttempts: 1 });

test('an assumed role may what the role may', async () => {
    const list = { Effect: 'Allow', Action: 'secretsmanager:ListSecrets', Resource: '*' };
    const RoleArn = aws.identities.createRole('reader', { Version: '2012-10-17', Statement: list }, 'shared-id');
    const caller = sts(aws.identities.createUser('operator'));
    expect(await caller.send(new GetCallerIdentityCommand({}))).toMatchObject({
        Account: aws.accountId,
        Arn: `arn:aws:iam::${aws.accountId}:user/operator`
    });
    const RoleSessionName = 'nango';
    const { Credentials } = await caller.send(
        new AssumeRoleCommand({ RoleArn, RoleSessionName, ExternalId: 'shared-id', DurationSeconds: 900 })
    );
    expect(Credentials?.Expiration).toBeInstanceOf(Date);
    const credentials = {
        accessKeyId: Credentials?.AccessKeyId ?? '',
        secretAccessKey: Credentials?.SecretAccessKey ?? '',
        sessionToken: Credentials?.SessionToken ?? ''
    };
    expect((await sts(credentials).send(new GetCallerIdentityCommand({}))).Arn).toBe(
        `arn:aws:sts::${aws.accountId}:assumed-role/reader/nango`
    );
    const secrets = new SecretsManagerClient({ region: aws.region, endpoint: aws.url, credentials, maxAttempts: 1 });
    await expect(secrets.send(new ListSecretsCommand({}))).resolves.toMatchObject({ SecretList: [] });
    await expect(secrets.send(new CreateSecretCommand({ Name: 'n' }))).rejects.toMatchObject({
        name: 'AccessDeniedException'
    });
});

test('a role is not assumed with another external id, nor one that is not there', async () => {
    const RoleArn = aws.identities.createRole('guarded', undefined, 'shared-id');
    const caller = sts(aws.identities.createUser('stranger'));
    for (const input of [
        { RoleArn, ExternalId: 'wrong' },
        { RoleArn },
        { RoleArn: `arn:aws:iam::${aws.accountId}:role/absent` }
    ]) {
        await expect(caller.send(new AssumeRoleCommand({ ...input, RoleSessionName: 'nango' }))).rejects.toMatchObject({
            name: 'AccessDenied',
            $metadata: { httpStatusCode: 403 }
        });
    }
});
