/** The calls that read secrets. Only GetSecretValue shows a value, and never one that is marked for deletion. */
import { AwsFailure } from '../aws-failure.js';
import { authorize, pageToken, parseInput, type Operations } from '../call.js';
import { DAY_MS, epochSeconds } from '../clock.js';
import { openLiveSecret, openSecret } from './access.js';
import { matches } from './list-filter.js';
import {
    GetSecretValueInput,
    ListSecretsInput,
    ListSecretVersionIdsInput,
    SecretIdInput,
    type ListSecretsInput as ListSecretsRequest
} from './schemas.js';
import { replication } from './replication.js';
import { CURRENT, describe, describeVersions, holderOf, type Secret, type Version } from './secret.js';
import type { SecretStore } from './store.js';

const DEFAULT_PAGE = 100;

/** AWS keeps the day of the last access, not the time. */
const startOfDay = (ms: number): number => ms - (ms % DAY_MS);

function page<T>(items: readonly T[], token: string | undefined, size = DEFAULT_PAGE): { items: T[]; next?: string } {
    const start = pageToken.read(token);
    if (start === null) throw new AwsFailure('InvalidNextTokenException', 'The NextToken value is invalid.');
    const end = start + size;
    return { items: items.slice(start, end), ...(end < items.length ? { next: pageToken.write(end) } : {}) };
}

function choose(secret: Secret, versionId: string | undefined, stage: string | undefined): Version {
    if (versionId === undefined) {
        const label = stage ?? CURRENT;
        const version = holderOf(secret, label);
        if (version !== undefined) return version;
        throw new AwsFailure(
            'ResourceNotFoundException',
            `Secrets Manager can't find the specified secret value for staging label: ${label}`
        );
    }
    const version = secret.versions.get(versionId);
    if (version === undefined) {
        throw new AwsFailure(
            'ResourceNotFoundException',
            `Secrets Manager can't find the specified secret value for VersionId: ${versionId}`
        );
    }
    if (stage !== undefined && !version.stages.has(stage)) {
        throw new AwsFailure(
            'InvalidRequestException',
            'You provided a VersionStage that is not associated to the provided VersionId.'
        );
    }
    return version;
}

const byName = (one: Secret, other: Secret): number => (one.name < other.name ? -1 : 1);

function order(secrets: Secret[], { SortBy = 'created-date', SortOrder = 'asc' }: ListSecretsRequest): Secret[] {
    const direction = SortOrder === 'asc' ? 1 : -1;
    const time = (secret: Secret): number =>
        ({
            'created-date': secret.createdMs,
            'last-changed-date': secret.changedMs,
            'last-accessed-date': secret.accessedMs ?? 0,
            name: 0
        })[SortBy];
    return secrets.toSorted(
        (one, other) => direction * (time(one) - time(other) || (SortBy === 'name' ? byName(one, other) : 0))
    );
}

export const readOperations = (store: SecretStore): Operations => ({
    GetSecretValue(caller, body) {
        const input = parseInput(GetSecretValueInput, body);
        const secret = openLiveSecret(caller, store.seen(caller.nowMs), 'GetSecretValue', input.SecretId);
        const version = choose(secret, input.VersionId, input.VersionStage);
        secret.accessedMs = version.lastAccessedMs = startOfDay(caller.nowMs);
        return {
            ARN: secret.arn,
            Name: secret.name,
            VersionId: version.id,
            ...version.value,
            VersionStages: version.stages.size === 0 ? undefined : [...version.stages],
            CreatedDate: epochSeconds(version.createdMs)
        };
    },

    DescribeSecret(caller, body) {
        const input = parseInput(SecretIdInput, body);
        const secret = openSecret(caller, store.seen(caller.nowMs), 'DescribeSecret', input.SecretId);
        return {
            ...describe(secret),
            VersionIdsToStages: describeVersions(secret),
            PrimaryRegion: secret.replicas.length === 0 ? undefined : caller.region,
            ReplicationStatus: replication(secret)
        };
    },

    ListSecrets(caller, body) {
        const input = parseInput(ListSecretsInput, body);
        authorize(caller, 'secretsmanager:ListSecrets', '*');
        const shown = store
            .listing(caller.nowMs)
            .filter((secret) => secret.deletedMs === null || input.IncludePlannedDeletion === true)
            .filter((secret) => matches(secret, input.Filters ?? []));
        const { items, next } = page(order(shown, input), input.NextToken, input.MaxResults);
        return {
            SecretList: items.map((secret) => ({
                ...describe(secret),
                SecretVersionsToStages: describeVersions(secret)
            })),
            NextToken: next
        };
    },

    ListSecretVersionIds(caller, body) {
        const input = parseInput(ListSecretVersionIdsInput, body);
        const secret = openSecret(caller, store, 'ListSecretVersionIds', input.SecretId);
        const versions = [...secret.versions.values()].filter(
            (version) => version.stages.size > 0 || input.IncludeDeprecated === true
        );
        const { items, next } = page(versions, input.NextToken, input.MaxResults);
        return {
            ARN: secret.arn,
            Name: secret.name,
            Versions: items.map((version) => ({
                VersionId: version.id,
                VersionStages: version.stages.size === 0 ? undefined : [...version.stages],
                LastAccessedDate: version.lastAccessedMs === null ? undefined : epochSeconds(version.lastAccessedMs),
                CreatedDate: epochSeconds(version.createdMs)
            })),
            NextToken: next
        };
    }
});
