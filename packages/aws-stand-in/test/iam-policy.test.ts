/** Policies: what a document allows is what the calls may do. */
import {
    CreateSecretCommand,
    DeleteSecretCommand,
    GetSecretValueCommand,
    ListSecretsCommand,
    SecretsManagerClient,
    TagResourceCommand
} from '@aws-sdk/client-secrets-manager';
import { CreateConnectionCommand, GetJobCommand, GetJobRunsCommand, GlueClient } from '@aws-sdk/client-glue';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { judge, parsePolicy } from '../src/iam-policy.js';
import { startAws, type EmbeddedAws } from '../src/server.js';

let aws: EmbeddedAws;

beforeAll(async () => {
    aws = await startAws();
});
afterAll(() => aws.close());

const DENIED = { name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } };

const policy = (...Statement: object[]): unknown => ({ Version: '2012-10-17', Statement });
const allow = (Action: string | string[], Resource: string | string[], more: object = {}): object => ({
    Effect: 'Allow',
    Action,
    Resource,
    ...more
});

function clients(document: unknown): { secrets: SecretsManagerClient; glue: GlueClient } {
    const credentials = aws.identities.createUser('narrow', document);
    const config = { region: aws.region, endpoint: aws.url, credentials, maxAttempts: 1 };
    return { secrets: new SecretsManagerClient(config), glue: new GlueClient(config) };
}

test('a prefix policy covers the prefix and nothing beside it', async () => {
    const prefix = 'arn:aws:secretsmanager:*:*:secret:dualentry/exports/*';
    const { secrets } = clients(
        policy(allow(['secretsmanager:CreateSecret', 'secretsmanager:GetSecretValue'], prefix))
    );
    const Name = 'dualentry/exports/org_1/a';
    await secrets.send(new CreateSecretCommand({ Name, SecretString: 'v' }));
    expect((await secrets.send(new GetSecretValueCommand({ SecretId: Name }))).SecretString).toBe('v');
    await expect(secrets.send(new CreateSecretCommand({ Name: 'elsewhere', SecretString: 'v' }))).rejects.toMatchObject(
        DENIED
    );
    await expect(secrets.send(new DeleteSecretCommand({ SecretId: Name }))).rejects.toMatchObject(DENIED);
    await expect(secrets.send(new ListSecretsCommand({}))).rejects.toMatchObject(DENIED);
});

test('a missing secret is not found inside the prefix and denied outside it', async () => {
    const { secrets } = clients(policy(allow('secretsmanager:*', '*:secret:mine/*')));
    const read = (SecretId: string): Promise<unknown> => secrets.send(new GetSecretValueCommand({ SecretId }));
    await expect(read('mine/absent')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(read('other/absent')).rejects.toMatchObject(DENIED);
});

test('a create with tags needs the permission to tag', async () => {
    const { secrets } = clients(policy(allow('secretsmanager:CreateSecret', '*')));
    const Tags = [{ Key: 'a', Value: 'b' }];
    await expect(secrets.send(new CreateSecretCommand({ Name: 'with-tags', Tags }))).rejects.toMatchObject(DENIED);
    await expect(secrets.send(new CreateSecretCommand({ Name: 'without-tags' }))).resolves.toMatchObject({
        Name: 'without-tags'
    });
});

test('an explicit deny wins over any allow', async () => {
    const { secrets } = clients(
        policy(allow('*', '*'), {
            Effect: 'Deny',
            Action: 'secretsmanager:DeleteSecret',
            Resource: '*',
            Condition: { StringEquals: { 'secretsmanager:ForceDeleteWithoutRecovery': 'true' } }
        })
    );
    const SecretId = 'kept';
    await secrets.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'v' }));
    await expect(
        secrets.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }))
    ).rejects.toMatchObject(DENIED);
    await expect(secrets.send(new DeleteSecretCommand({ SecretId }))).resolves.toMatchObject({ Name: SecretId });
});

test('conditions see the tags of the secret and of the request', async () => {
    const owner = { StringEquals: { 'aws:ResourceTag/owner': 'nango' } };
    const keys = { 'ForAllValues:StringLike': { 'aws:TagKeys': ['owner', 'export_*'] } };
    const { secrets } = clients(
        policy(
            allow('secretsmanager:GetSecretValue', '*', { Condition: owner }),
            allow(['secretsmanager:CreateSecret', 'secretsmanager:TagResource'], '*', { Condition: keys })
        )
    );
    const create = (Name: string, Key: string, Value: string): Promise<unknown> =>
        secrets.send(new CreateSecretCommand({ Name, SecretString: 'v', Tags: [{ Key, Value }] }));
    const read = (SecretId: string): Promise<unknown> => secrets.send(new GetSecretValueCommand({ SecretId }));
    await create('conditions/mine', 'owner', 'nango');
    await create('conditions/theirs', 'owner', 'someone');
    await expect(create('conditions/odd', 'color', 'red')).rejects.toMatchObject(DENIED);
    await expect(read('conditions/mine')).resolves.toMatchObject({ SecretString: 'v' });
    await expect(read('conditions/theirs')).rejects.toMatchObject(DENIED);
    const Tags = [{ Key: 'export_secret_id', Value: 'x' }];
    await expect(secrets.send(new TagResourceCommand({ SecretId: 'conditions/mine', Tags }))).resolves.toBeDefined();
});

test('Glue jobs are asked by their ARN, connections also by their catalog', async () => {
    aws.glue().jobs.set('export', { definition: { Name: 'export', Role: 'r', Command: {} }, createdMs: 0, runs: [] });
    const { glue } = clients(
        policy(
            allow('glue:GetJobRuns', `arn:aws:glue:us-east-1:${aws.accountId}:job/export`),
            allow('glue:CreateConnection', '*:connection/*')
        )
    );
    await expect(glue.send(new GetJobRunsCommand({ JobName: 'export' }))).resolves.toMatchObject({ JobRuns: [] });
    await expect(glue.send(new GetJobRunsCommand({ JobName: 'other' }))).rejects.toMatchObject(DENIED);
    await expect(glue.send(new GetJobCommand({ JobName: 'export' }))).rejects.toMatchObject(DENIED);
    const ConnectionInput = { Name: 'c', ConnectionType: 'JDBC' as const, ConnectionProperties: {} };
    await expect(glue.send(new CreateConnectionCommand({ ConnectionInput }))).rejects.toMatchObject(DENIED);
});

const ask = (action: string, resource: string, statement: object): string =>
    judge([parsePolicy(policy(statement))], { action, resource, context: {} });

test('patterns: * crosses slashes, ? is one character, actions ignore case, resources do not', () => {
    expect(ask('a:GET', 'x/y/z', allow('A:Get', 'x*z'))).toBe('allowed');
    expect(ask('a:Get', 'name-AbC123', allow('a:Get', 'name-??????'))).toBe('allowed');
    expect(ask('a:Get', 'name-AbC12', allow('a:Get', 'name-??????'))).toBe('implicit-deny');
    expect(ask('a:Get', 'X', allow('a:Get', 'x'))).toBe('implicit-deny');
    expect(ask('a:Get', 'axb', allow('a:Get', 'a.b'))).toBe('implicit-deny');
    expect(ask('a:Put', 'x', { Effect: 'Allow', NotAction: 'a:Get', Resource: '*' })).toBe('allowed');
    expect(ask('a:Put', 'x', { Effect: 'Allow', Action: '*', NotResource: 'x' })).toBe('implicit-deny');
});

test('a document with an element that is not modelled is refused when it is read', () => {
    const odd = {
        Effect: 'Allow',
        Action: '*',
        Resource: '*',
        Condition: { DateLessThan: { 'aws:CurrentTime': 'x' } }
    };
    expect(() => parsePolicy(policy(odd))).toThrow('DateLessThan');
    expect(() => parsePolicy(policy({ Effect: 'Allow', Resource: '*' }))).toThrow('Action');
});
