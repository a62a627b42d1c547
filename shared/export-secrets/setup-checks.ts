/** The rights of the documented IAM policy, and the harmless call that tries each. */
import { randomUUID } from 'crypto';
import * as aws from '../vendor/aws.js';
import type { GlueClient } from '../vendor/aws.js';
import type { SecretsManagerClient } from '../vendor/aws.js';
import { AwsError } from '../aws/errors.js';
import { leftoversOf } from './leftovers.js';
import { glueConnectionName, leftoversName } from './naming.js';
import type { Settings } from './settings.js';

export interface SetupCheck {
    readonly right: string;
    /** As the policy writes it, with REGION and ACCOUNT to be filled in. */
    readonly resource: string;
    readonly neededFor: string;
    call(): Promise<unknown>;
}

interface Clients {
    readonly secrets: SecretsManagerClient;
    readonly glue: GlueClient;
    readonly settings: Settings;
}

const PROBE = 'check-export-setup';
const TAGS = [{ Key: 'export_secret_probe', Value: 'true' }];

export function checksOf(clients: Clients): readonly SetupCheck[] {
    const { prefix, kmsKeyId, glueGuard, glueConnections } = clients.settings;
    const name = `${PROBE}_${randomUUID()}`;
    return [
        ...probeChecks(clients, `${prefix}/org_${PROBE}/${name}`, `${prefix}/org_*`, 'every destination', kmsKeyId),
        ...claimChecks(clients, `${prefix}/claims/org_${PROBE}/${name}`),
        ...keyPairChecks(clients, `${prefix}/key-pairs/${PROBE}/${name}`, `${prefix}/key-pairs/*`),
        ...tokenChecks(clients, `${prefix}/access-tokens/${PROBE}/${name}`, `${prefix}/access-tokens/*`),
        ...(glueGuard ? glueChecks(clients) : []),
        ...(glueConnections === undefined ? [] : connectionChecks(clients))
    ];
}

/** A secret that lives for the time of these calls. */
function probeChecks(
    { secrets }: Clients,
    secretId: string,
    pattern: string,
    neededFor: string,
    kmsKeyId: string | undefined
): readonly SetupCheck[] {
    const check = (action: string, call: () => Promise<unknown>): SetupCheck =>
        secretCheck(action, pattern, neededFor, call);
    const SecretId = secretId;
    return [
        // Creating it with tags needs TagResource as well, and with a key of the customer's its KMS rights.
        check('CreateSecret', async () => await secrets.send(createProbe(secretId, kmsKeyId))),
        check(
            'TagResource',
            async () => await harmless(secrets.send(new aws.TagResourceCommand({ SecretId, Tags: TAGS })))
        ),
        check('DescribeSecret', async () => await harmless(secrets.send(new aws.DescribeSecretCommand({ SecretId })))),
        check('PutSecretValue', async () => await harmless(secrets.send(putProbe(secretId)))),
        check('RestoreSecret', async () => await harmless(secrets.send(new aws.RestoreSecretCommand({ SecretId })))),
        check('DeleteSecret', async () => await deleteProbe(secrets, secretId))
    ];
}

function claimChecks({ secrets, settings }: Clients, absent: string): readonly SetupCheck[] {
    const check = (action: string, call: () => Promise<unknown>): SetupCheck =>
        secretCheck(action, `${settings.prefix}/claims/*`, 'every destination', call);
    const SecretId = absent;
    const version = randomUUID();
    const move = { SecretId, VersionStage: 'AWSCURRENT', RemoveFromVersionId: version, MoveToVersionId: randomUUID() };
    return [
        // The list of leftovers is a secret that the environment needs anyway; nothing under claims is ever deleted.
        check('CreateSecret', async () => {
            await leftoversOf(secrets, leftoversName(settings.prefix), settings.kmsKeyId).prepare();
        }),
        check('GetSecretValue', async () => await harmless(secrets.send(new aws.GetSecretValueCommand({ SecretId })))),
        check('PutSecretValue', async () => await harmless(secrets.send(putProbe(absent)))),
        check('RestoreSecret', async () => await harmless(secrets.send(new aws.RestoreSecretCommand({ SecretId })))),
        check(
            'TagResource',
            async () => await harmless(secrets.send(new aws.TagResourceCommand({ SecretId, Tags: TAGS })))
        ),
        check('UpdateSecretVersionStage', async () => {
            await harmless(secrets.send(new aws.UpdateSecretVersionStageCommand(move)));
        })
    ];
}

function keyPairChecks(clients: Clients, secretId: string, pattern: string): readonly SetupCheck[] {
    const all = probeChecks(clients, secretId, pattern, 'rotate-key-pair', clients.settings.kmsKeyId);
    return all.filter(({ right }) => /CreateSecret|DeleteSecret|TagResource/.test(right));
}

function tokenChecks(clients: Clients, secretId: string, pattern: string): readonly SetupCheck[] {
    const all = probeChecks(clients, secretId, pattern, 'rotate-token', clients.settings.kmsKeyId);
    return all.filter(({ right }) => /CreateSecret|DeleteSecret|PutSecretValue|TagResource/.test(right));
}

function glueChecks({ glue }: Clients): readonly SetupCheck[] {
    const guard = 'looking for running jobs (EXPORT_SECRETS_GLUE_GUARD)';
    return [
        glueCheck('GetJobs', guard, async () => await glue.send(new aws.GetJobsCommand({ MaxResults: 1 }))),
        glueCheck('ListJobs', guard, async () => await glue.send(new aws.ListJobsCommand({ MaxResults: 1 }))),
        glueCheck('GetJobRuns', guard, async () => await glue.send(new aws.GetJobRunsCommand({ JobName: PROBE }))),
        glueCheck('GetConnections', guard, async () => {
            await glue.send(new aws.GetConnectionsCommand({ MaxResults: 1, HidePassword: true }));
        }),
        glueCheck('TestConnection', 'destinations that Glue tries, e.g. postgresql', async () => {
            await glue.send(new aws.TestConnectionCommand({ ConnectionName: PROBE }));
        })
    ];
}

/** A connection that lives for the time of these calls; it leads nowhere. */
function connectionChecks({ glue, settings: { prefix } }: Clients): readonly SetupCheck[] {
    const Name = glueConnectionName(prefix, `${PROBE}_${randomUUID()}`);
    const ConnectionInput = { Name, ConnectionType: 'NETWORK', ConnectionProperties: {} } as const;
    const resource = `arn:aws:glue:REGION:ACCOUNT:connection/${glueConnectionName(prefix, '*')}`;
    const check = (action: string, call: () => Promise<unknown>): SetupCheck => ({
        ...glueCheck(action, 'Glue connections of destinations', call),
        resource
    });
    return [
        // Made with a tag, as those of destinations are: that needs TagResource as well.
        check('CreateConnection', async () => {
            await glue.send(
                new aws.CreateConnectionCommand({ ConnectionInput, Tags: { export_secret_probe: 'true' } })
            );
        }),
        check('GetConnection', async () => await glue.send(new aws.GetConnectionCommand({ Name, HidePassword: true }))),
        check(
            'DeleteConnection',
            async () => await glue.send(new aws.DeleteConnectionCommand({ ConnectionName: Name }))
        )
    ];
}

function glueCheck(action: string, neededFor: string, call: () => Promise<unknown>): SetupCheck {
    return { right: `glue:${action}`, resource: '*', neededFor, call: async () => await harmless(call()) };
}

function secretCheck(action: string, pattern: string, neededFor: string, call: () => Promise<unknown>): SetupCheck {
    return { right: `secretsmanager:${action}`, resource: arnOf(pattern), neededFor, call };
}

function createProbe(Name: string, kmsKeyId: string | undefined): aws.CreateSecretCommand {
    return new aws.CreateSecretCommand({
        Name,
        ClientRequestToken: randomUUID(),
        SecretString: '{"probe":true}',
        Description: 'A probe of check-export-setup. Holds nothing; safe to delete.',
        Tags: TAGS,
        ...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId })
    });
}

function putProbe(SecretId: string): aws.PutSecretValueCommand {
    return new aws.PutSecretValueCommand({
        SecretId,
        SecretString: '{"probe":true}',
        ClientRequestToken: randomUUID()
    });
}

/** At once; where the policy forbids that, with a recovery window: the probe holds nothing. */
async function deleteProbe(secrets: SecretsManagerClient, SecretId: string): Promise<void> {
    try {
        await secrets.send(new aws.DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }));
    } catch (error) {
        if (!(error instanceof AwsError) || error.code !== 'aws_access_denied') throw error;
        await harmless(secrets.send(new aws.DeleteSecretCommand({ SecretId })));
    }
}

/** AWS asks for the right first: that there is no such thing is an answer of one who may ask. */
async function harmless(call: Promise<unknown>): Promise<void> {
    try {
        await call;
    } catch (error) {
        if (!(error instanceof AwsError) || !ABSENT.has(error.awsName)) throw error;
    }
}

const ABSENT: ReadonlySet<string> = new Set(['ResourceNotFoundException', 'EntityNotFoundException']);

function arnOf(pattern: string): string {
    return `arn:aws:secretsmanager:REGION:ACCOUNT:secret:${pattern}`;
}
