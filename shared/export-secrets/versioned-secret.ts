/**
 * A small secret that is changed by compare and swap: every change moves AWSCURRENT off the version that was seen, and
 * AWS refuses that when the label is no longer there. Reads may lag (Secrets Manager is eventually consistent), moves
 * do not. Versions are named by their content, so a repeated write is no second version.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html
 */
import * as aws from '../vendor/aws.js';
import type { SecretsManagerClient } from '../vendor/aws.js';
import { isAwsError } from '../aws/errors.js';
import { versionOf } from './naming.js';

const CURRENT = 'AWSCURRENT';
/** Where a version waits until AWSCURRENT moves to it; without a label AWS could delete it first. */
const CANDIDATE = 'EXPORT_SECRET_CANDIDATE';

export interface Version {
    readonly version: string;
    readonly text: string | undefined;
}

export interface VersionedSecret {
    /** Null where there is no such secret. */
    read(): Promise<Version | null>;
    /** Null when there is one already. */
    create(text: string): Promise<Version | null>;
    /** Null when the current version is no longer the one that was seen. */
    swap(seen: string, text: string): Promise<Version | null>;
    /** What a version holds, also when it is no longer the current one. */
    textOf(version: string): Promise<string | null>;
}

export function versionedSecret(
    client: SecretsManagerClient,
    name: string,
    kmsKeyId: string | undefined,
    about: { readonly description: string; readonly tag: string }
): VersionedSecret {
    const current = async (wasRestored: boolean): Promise<Version | null> => {
        try {
            // By label, never by default: it is the label that is moved.
            const found = await client.send(new aws.GetSecretValueCommand({ SecretId: name, VersionStage: CURRENT }));
            return { version: found.VersionId ?? '', text: found.SecretString };
        } catch (error) {
            if (isAwsError(error, 'ResourceNotFoundException')) return null;
            if (wasRestored || !isAwsError(error, 'InvalidRequestException')) throw error;
            // Somebody scheduled it for deletion: what it says is still true.
            await client.send(new aws.RestoreSecretCommand({ SecretId: name }));
            return await current(true);
        }
    };
    const read = async (): Promise<Version | null> => await current(false);

    return {
        read,
        create: async (text) => {
            const version = versionOf(text);
            try {
                await client.send(
                    new aws.CreateSecretCommand({
                        Name: name,
                        SecretString: text,
                        ClientRequestToken: version,
                        Description: about.description,
                        Tags: [{ Key: about.tag, Value: 'true' }],
                        ...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId })
                    })
                );
                return { version, text };
            } catch (error) {
                if (isAwsError(error, 'ResourceExistsException')) return null;
                if (!isAwsError(error, 'InvalidRequestException')) throw error;
                await client.send(new aws.RestoreSecretCommand({ SecretId: name }));
                return null;
            }
        },
        swap: async (seen, text) => {
            const version = versionOf(text);
            if (version === seen) return { version, text };
            await client.send(
                new aws.PutSecretValueCommand({
                    SecretId: name,
                    SecretString: text,
                    ClientRequestToken: version,
                    VersionStages: [CANDIDATE]
                })
            );
            try {
                await client.send(
                    new aws.UpdateSecretVersionStageCommand({
                        SecretId: name,
                        VersionStage: CURRENT,
                        RemoveFromVersionId: seen,
                        MoveToVersionId: version
                    })
                );
                return { version, text };
            } catch (error) {
                if (!isAwsError(error, 'InvalidParameterException') && !isAwsError(error, 'InvalidRequestException')) {
                    throw error;
                }
                // The answer to a move that went through may be lost and the SDK's retry refused: ask who won.
                return (await read())?.version === version ? { version, text } : null;
            }
        },
        textOf: async (version) => {
            try {
                const found = await client.send(new aws.GetSecretValueCommand({ SecretId: name, VersionId: version }));
                return found.SecretString ?? null;
            } catch (error) {
                if (isAwsError(error, 'ResourceNotFoundException')) return null;
                throw error;
            }
        }
    };
}
