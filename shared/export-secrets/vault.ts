/**
 * The one secret of one destination. It is written, described, scheduled for deletion and restored, but never read:
 * what it is worth knowing afterwards (version, deletion) stands in its description.
 */
import { randomUUID } from 'crypto';
import * as aws from '../vendor/aws.js';
import type { SecretsManagerClient, Tag } from '../vendor/aws.js';
import { isAwsError } from '../aws/errors.js';
import { ActionableError } from '../errors.js';
import { sleep } from '../nango/sleep.js';
import type { Managed } from './destination-type.js';
import type { SecretContent } from './formats.js';
import { tagValue } from './naming.js';
import type { Row } from './record.js';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html: 7 to 30 days, 30 by default. */
const SHORTEST_WINDOW_DAYS = 7;
const DAY_MS = 86_400_000;
/** Secrets Manager is eventually consistent: a look may be some seconds old. */
const LAG_WAITS_MS = [500, 1_000, 2_000] as const;

export interface StoredSecret {
    readonly arn: string;
    readonly version: string | null;
}

export type SecretState =
    | { readonly state: 'gone' }
    /** AWS tells the end of the window only to whoever scheduled it. */
    | { readonly state: 'scheduled'; readonly earliestDeletion: string }
    | { readonly state: 'present'; readonly arn: string; readonly version: string | null };

export interface Vault {
    /** Stores the credentials under the destination's name; an existing secret keeps its ARN and gets them as well. */
    store(row: Row, tags: SecretTags, content: SecretContent): Promise<StoredSecret>;
    /** A new version of a secret that is there; the former one stays as AWSPREVIOUS. */
    replace(row: Row, tags: SecretTags, content: SecretContent): Promise<StoredSecret>;
    /** From now on Secrets Manager replaces the credentials by itself; the first ones stay until it is time. */
    rotateByItself(
        secretName: string,
        rotation: Pick<Managed, 'role' | 'days'>,
        content: Pick<SecretContent, 'rotationMetadata'>
    ): Promise<void>;
    inspect(secretName: string): Promise<SecretState>;
    /**
     * Starts the standard recovery window and answers when it ends; null when there is no such secret any more, and when
     * a window had begun already: it may be a shorter one.
     */
    scheduleDeletion(secretName: string): Promise<string | null>;
    /** False when the window has ended and the secret is gone. */
    restore(secretName: string): Promise<boolean>;
}

export interface SecretTags {
    readonly organization_id: string;
    readonly integration_id: string;
    readonly connection_id: string;
}

export interface VaultOptions {
    readonly kmsKeyId: string | undefined;
    /** Regions that each secret is replicated to, and that its replicas are taken from before it is deleted. */
    readonly replicaRegions?: readonly string[];
}

export function vaultOf(client: SecretsManagerClient, { kmsKeyId, replicaRegions = [] }: VaultOptions): Vault {
    const regions = replicaRegions.map((Region) => ({ Region }));
    const startDeletion = async (secretName: string): Promise<string | null> => {
        const deleted = await client.send(new aws.DeleteSecretCommand({ SecretId: secretName }));
        return deleted.DeletionDate?.toISOString() ?? null;
    };

    const inspect = async (secretName: string): Promise<SecretState> => {
        try {
            const found = await client.send(new aws.DescribeSecretCommand({ SecretId: secretName }));
            if (found.DeletedDate !== undefined)
                return { state: 'scheduled', earliestDeletion: earliestEnd(found.DeletedDate) };
            const stages = Object.entries(found.VersionIdsToStages ?? {});
            const current = stages.find(([, labels]) => labels.includes('AWSCURRENT'))?.[0] ?? null;
            return { state: 'present', arn: found.ARN ?? '', version: current };
        } catch (error) {
            if (isAwsError(error, 'ResourceNotFoundException')) return { state: 'gone' };
            throw error;
        }
    };

    /** What was asked for is seen only when the read has caught up with it. */
    const inspectUntil = async (name: string, isExpected: (found: SecretState) => boolean): Promise<SecretState> => {
        let found = await inspect(name);
        for (const waitMs of LAG_WAITS_MS) {
            if (isExpected(found)) break;
            await sleep(waitMs);
            found = await inspect(name);
        }
        return found;
    };

    const replace = async (row: Row, tags: readonly Tag[], secretString: string): Promise<StoredSecret> => {
        const found = await inspectUntil(row.secret_name, ({ state }) => state === 'present');
        if (found.state !== 'present') throw inRecoveryWindow(row.secret_name);
        await client.send(new aws.TagResourceCommand({ SecretId: row.secret_name, Tags: [...tags] }));
        const put = await client.send(
            new aws.PutSecretValueCommand({
                SecretId: row.secret_name,
                SecretString: secretString,
                ClientRequestToken: randomUUID()
            })
        );
        return { arn: found.arn, version: put.VersionId ?? null };
    };

    return {
        inspect,
        replace: async (row, owner, { secretString }) => await replace(row, tagsOf(row, owner), secretString),
        rotateByItself: async (secretName, { role, days }, { rotationMetadata = {} }) => {
            const metadata = Object.entries(rotationMetadata).map(([Key, Value]) => ({ Key, Value }));
            await client.send(
                new aws.RotateSecretCommand({
                    SecretId: secretName,
                    ClientRequestToken: randomUUID(),
                    ExternalSecretRotationRoleArn: role,
                    ...(metadata.length > 0 && { ExternalSecretRotationMetadata: metadata }),
                    RotationRules: { AutomaticallyAfterDays: days },
                    RotateImmediately: false
                })
            );
        },
        store: async (row, owner, { secretString, secretType }) => {
            const tags = tagsOf(row, owner);
            try {
                const created = await client.send(
                    new aws.CreateSecretCommand({
                        Name: row.secret_name,
                        // The destination's id: a repeated request with the same credentials is the same version.
                        ClientRequestToken: row.id,
                        SecretString: secretString,
                        Description: `Credentials of the ${row.type} export destination ${row.id}`,
                        Tags: tags,
                        ...(secretType !== undefined && { Type: secretType }),
                        ...(replicaRegions.length > 0 && { AddReplicaRegions: regions }),
                        ...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId })
                    })
                );
                return { arn: created.ARN ?? '', version: created.VersionId ?? null };
            } catch (error) {
                // It exists with other content: what was tried just now is what must be stored.
                if (isAwsError(error, 'ResourceExistsException')) return await replace(row, tags, secretString);
                if (isAwsError(error, 'InvalidRequestException')) throw inRecoveryWindow(row.secret_name);
                throw error;
            }
        },
        scheduleDeletion: async (secretName) => {
            try {
                return await startDeletion(secretName);
            } catch (error) {
                if (isAwsError(error, 'ResourceNotFoundException')) return null;
                if (replicaRegions.length > 0 && hasReplicas(error)) {
                    // Only those that are ours: what somebody else has replicated is told and left to him.
                    const remove = { SecretId: secretName, RemoveReplicaRegions: [...replicaRegions] };
                    await client.send(new aws.RemoveRegionsFromReplicationCommand(remove));
                    return await startDeletion(secretName);
                }
                if (!isAwsError(error, 'InvalidRequestException')) throw error;
                const found = await inspectUntil(secretName, ({ state }) => state !== 'present');
                if (found.state === 'present') throw error;
                return null;
            }
        },
        restore: async (secretName) => {
            try {
                // Also of a secret that looks live: that look may be from before its deletion was scheduled.
                await client.send(new aws.RestoreSecretCommand({ SecretId: secretName }));
                if (replicaRegions.length > 0) {
                    const add = { SecretId: secretName, AddReplicaRegions: regions };
                    await client.send(new aws.ReplicateSecretToRegionsCommand(add));
                }
                return true;
            } catch (error) {
                if (isAwsError(error, 'ResourceNotFoundException')) return false;
                throw error;
            }
        }
    };
}

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/delete-replica.html */
function hasReplicas(error: unknown): boolean {
    return isAwsError(error, 'InvalidParameterException') && error.message.includes('replica regions');
}

function tagsOf(row: Row, owner: SecretTags): Tag[] {
    return [
        { Key: 'export_secret_id', Value: row.id },
        { Key: 'export_type', Value: tagValue(row.type) },
        { Key: 'organization_id', Value: tagValue(owner.organization_id) },
        { Key: 'nango_integration', Value: tagValue(owner.integration_id) },
        { Key: 'nango_connection', Value: tagValue(owner.connection_id) }
    ];
}

/**
 * DescribeSecret's DeletedDate is when deletion was asked for, and the window may be as short as AWS allows. A date in
 * the future can only be the end of the window, which is what some stand-ins give.
 */
function earliestEnd(deletedDate: Date): string {
    const isEnd = deletedDate.getTime() > Date.now() + DAY_MS;
    return (isEnd ? deletedDate : new Date(deletedDate.getTime() + SHORTEST_WINDOW_DAYS * DAY_MS)).toISOString();
}

function inRecoveryWindow(secretName: string): ActionableError {
    return new ActionableError(
        'export_secret_name_in_recovery_window',
        `Secrets Manager still holds "${secretName}" for deletion, so its name is taken.`,
        'Restore that secret in Secrets Manager or wait until its recovery window ends, then create a new destination.'
    );
}
