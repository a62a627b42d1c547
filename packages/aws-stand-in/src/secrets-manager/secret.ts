/**
 * One secret: its metadata, its versions and which staging label stands on which version. A label stands on one version
 * at most; a version without labels is deprecated and still readable by its id.
 */
import { AwsFailure } from '../aws-failure.js';
import { epochSeconds } from '../clock.js';
import { MAX_STAGING_LABELS, type RotateSecretInput, type Tag } from './schemas.js';

export const CURRENT = 'AWSCURRENT';
export const PREVIOUS = 'AWSPREVIOUS';

export interface SecretValue {
    readonly SecretString?: string | undefined;
    readonly SecretBinary?: string | undefined;
}

export interface Version {
    readonly id: string;
    readonly value: SecretValue;
    readonly createdMs: number;
    lastAccessedMs: number | null;
    readonly stages: Set<string>;
}

export interface Secret {
    readonly arn: string;
    readonly name: string;
    readonly createdMs: number;
    description: string | undefined;
    kmsKeyId: string | undefined;
    tags: Map<string, string>;
    changedMs: number;
    accessedMs: number | null;
    /** When DeleteSecret was called; null while the secret is in use. */
    deletedMs: number | null;
    /** End of the recovery window. */
    purgeMs: number | null;
    readonly versions: Map<string, Version>;
    /** The partner of a managed external secret. */
    readonly type: string | undefined;
    replicas: string[];
    rotation: Omit<RotateSecretInput, 'SecretId' | 'ClientRequestToken' | 'RotateImmediately'> | null;
    rotatedMs: number | null;
}

export const sameValue = (one: SecretValue, other: SecretValue): boolean =>
    one.SecretString === other.SecretString && one.SecretBinary === other.SecretBinary;

export function holderOf(secret: Secret, stage: string): Version | undefined {
    return [...secret.versions.values()].find((version) => version.stages.has(stage));
}

/** Puts a label on a version; when AWSCURRENT leaves a version, AWSPREVIOUS follows to that version. */
export function moveStage(secret: Secret, stage: string, to: Version): void {
    const from = holderOf(secret, stage);
    if (from === to) return;
    from?.stages.delete(stage);
    to.stages.add(stage);
    if (stage === CURRENT && from !== undefined) {
        holderOf(secret, PREVIOUS)?.stages.delete(PREVIOUS);
        from.stages.add(PREVIOUS);
    }
}

export function addVersion(
    secret: Secret,
    id: string,
    value: SecretValue,
    stages: readonly string[],
    nowMs: number
): Version {
    const version: Version = { id, value, createdMs: nowMs, lastAccessedMs: null, stages: new Set() };
    const labels = new Set([...secret.versions.values()].flatMap((other) => [...other.stages]));
    for (const stage of stages) labels.add(stage);
    if (labels.size > MAX_STAGING_LABELS) {
        throw new AwsFailure(
            'LimitExceededException',
            'You exceeded the maximum number of staging labels allowed on a secret.'
        );
    }
    secret.versions.set(id, version);
    for (const stage of stages) moveStage(secret, stage, version);
    secret.changedMs = nowMs;
    return version;
}

export const tagList = (secret: Secret): Tag[] => [...secret.tags].map(([Key, Value]) => ({ Key, Value }));

function stagesByVersion(secret: Secret): Record<string, string[]> {
    return Object.fromEntries(
        [...secret.versions.values()]
            .filter((version) => version.stages.size > 0)
            .map((version) => [version.id, [...version.stages]])
    );
}

const optionalTime = (ms: number | null): number | undefined => (ms === null ? undefined : epochSeconds(ms));

/** What DescribeSecret and ListSecrets have in common: never a value. */
export function describe(secret: Secret): Record<string, unknown> {
    return {
        ARN: secret.arn,
        Name: secret.name,
        Description: secret.description,
        KmsKeyId: secret.kmsKeyId,
        LastChangedDate: epochSeconds(secret.changedMs),
        LastAccessedDate: optionalTime(secret.accessedMs),
        DeletedDate: optionalTime(secret.deletedMs),
        CreatedDate: epochSeconds(secret.createdMs),
        Type: secret.type,
        RotationEnabled: secret.rotation === null ? undefined : true,
        LastRotatedDate: optionalTime(secret.rotatedMs),
        ...secret.rotation,
        Tags: secret.tags.size === 0 ? undefined : tagList(secret)
    };
}

export const describeVersions = (secret: Secret): Record<string, string[]> | undefined =>
    secret.versions.size === 0 ? undefined : stagesByVersion(secret);
