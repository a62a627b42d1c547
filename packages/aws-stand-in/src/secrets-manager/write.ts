/**
 * The calls that make secrets and versions. The client token decides what a repeated call means: same token and value
 * is the same call again, same token and another value is refused, since a version never changes.
 */
import { AwsFailure } from '../aws-failure.js';
import { authorize, parseInput, type Operations } from '../call.js';
import { openLiveSecret, requestTags } from './access.js';
import {
    CreateSecretInput,
    MAX_TAGS,
    PutSecretValueInput,
    TagResourceInput,
    UntagResourceInput,
    UpdateSecretInput,
    UpdateSecretVersionStageInput,
    type Tag
} from './schemas.js';
import { addVersion, CURRENT, holderOf, moveStage, sameValue, type Secret, type SecretValue } from './secret.js';
import type { SecretStore } from './store.js';

const invalidParameter = (message: string): AwsFailure => new AwsFailure('InvalidParameterException', message);
const exists = (message: string): AwsFailure => new AwsFailure('ResourceExistsException', message);

function readValue(input: SecretValue): SecretValue | null {
    if (input.SecretString !== undefined && input.SecretBinary !== undefined) {
        throw invalidParameter(
            "You can't specify both a binary secret value and a string secret value in the same secret."
        );
    }
    if (input.SecretString === undefined && input.SecretBinary === undefined) return null;
    return { SecretString: input.SecretString, SecretBinary: input.SecretBinary };
}

function applyTags(tags: Map<string, string>, added: readonly Tag[]): Map<string, string> {
    const result = new Map(tags);
    for (const tag of added) {
        if (tag.Key.toLowerCase().startsWith('aws:')) {
            throw invalidParameter('Tag keys that start with aws: are reserved for AWS.');
        }
        result.set(tag.Key, tag.Value);
    }
    if (result.size > MAX_TAGS) throw invalidParameter(`You can't have more than ${MAX_TAGS} tags on a secret.`);
    return result;
}

/** SDKs make one by themselves; a hand-written client must. */
function requireToken(token: string | undefined): string {
    if (token !== undefined) return token;
    throw new AwsFailure(
        'InvalidRequestException',
        'You must provide a ClientRequestToken value. We recommend a UUID-type value.'
    );
}

const tokenInUse = (token: string, secret: Secret): AwsFailure =>
    exists(
        `You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${secret.arn}.`
    );

export const writeOperations = (store: SecretStore): Operations => ({
    CreateSecret(caller, body) {
        const input = parseInput(CreateSecretInput, body);
        const arn = store.newArn(input.Name);
        const context = { ...requestTags(input.Tags), 'secretsmanager:Name': [input.Name] };
        authorize(caller, 'secretsmanager:CreateSecret', arn, context);
        if (input.Tags !== undefined && input.Tags.length > 0) {
            authorize(caller, 'secretsmanager:TagResource', arn, context);
        }
        if (!/^[A-Za-z0-9/_+=.@!-]+$/.test(input.Name)) {
            throw new AwsFailure(
                'ValidationException',
                'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!'
            );
        }
        const token = requireToken(input.ClientRequestToken);
        const value = readValue(input);
        const existing = store.named(input.Name, caller.nowMs);
        if (existing !== undefined) {
            if (existing.deletedMs !== null) {
                throw new AwsFailure(
                    'InvalidRequestException',
                    "You can't create this secret because a secret with this name is already scheduled for deletion."
                );
            }
            const same = existing.versions.get(token);
            if (same === undefined) {
                throw exists(`The operation failed because the secret ${input.Name} already exists.`);
            }
            if (value === null || !sameValue(same.value, value)) throw tokenInUse(same.id, existing);
            return { ARN: existing.arn, Name: existing.name, VersionId: same.id };
        }
        const secret: Secret = {
            arn,
            name: input.Name,
            createdMs: caller.nowMs,
            description: input.Description,
            kmsKeyId: input.KmsKeyId,
            tags: applyTags(new Map(), input.Tags ?? []),
            changedMs: caller.nowMs,
            accessedMs: null,
            deletedMs: null,
            purgeMs: null,
            versions: new Map(),
            type: input.Type,
            replicas: (input.AddReplicaRegions ?? []).map(({ Region }) => Region),
            rotation: null,
            rotatedMs: null
        };
        const version = value === null ? null : addVersion(secret, token, value, [CURRENT], caller.nowMs);
        store.add(secret);
        return { ARN: secret.arn, Name: secret.name, VersionId: version?.id };
    },

    PutSecretValue(caller, body) {
        const input = parseInput(PutSecretValueInput, body);
        const secret = openLiveSecret(caller, store, 'PutSecretValue', input.SecretId);
        const value = readValue(input);
        if (value === null) throw invalidParameter('You must provide either SecretString or SecretBinary.');
        const id = requireToken(input.ClientRequestToken);
        const existing = secret.versions.get(id);
        if (existing !== undefined && !sameValue(existing.value, value)) throw tokenInUse(id, secret);
        const stages = new Set(input.VersionStages ?? [CURRENT]);
        if (secret.versions.size === 0) stages.add(CURRENT);
        const version = existing ?? addVersion(secret, id, value, [...stages], caller.nowMs);
        return { ARN: secret.arn, Name: secret.name, VersionId: id, VersionStages: [...version.stages] };
    },

    UpdateSecret(caller, body) {
        const input = parseInput(UpdateSecretInput, body);
        const secret = openLiveSecret(caller, store, 'UpdateSecret', input.SecretId);
        const value = readValue(input);
        const id = requireToken(input.ClientRequestToken);
        if (value !== null && secret.versions.has(id)) throw tokenInUse(id, secret);
        if (value !== null) addVersion(secret, id, value, [CURRENT], caller.nowMs);
        if (input.Description !== undefined) secret.description = input.Description;
        if (input.KmsKeyId !== undefined) secret.kmsKeyId = input.KmsKeyId;
        secret.changedMs = caller.nowMs;
        return { ARN: secret.arn, Name: secret.name, VersionId: value === null ? undefined : id };
    },

    UpdateSecretVersionStage(caller, body) {
        const input = parseInput(UpdateSecretVersionStageInput, body);
        const secret = openLiveSecret(caller, store, 'UpdateSecretVersionStage', input.SecretId);
        const { VersionStage: stage, RemoveFromVersionId: from, MoveToVersionId: toId } = input;
        if (from === undefined && toId === undefined) {
            throw invalidParameter('You must specify RemoveFromVersionId, MoveToVersionId, or both.');
        }
        const to = toId === undefined ? undefined : secret.versions.get(toId);
        if (toId !== undefined && to === undefined) {
            throw new AwsFailure(
                'ResourceNotFoundException',
                `Secrets Manager can't find the specified secret version: ${toId}`
            );
        }
        const holder = holderOf(secret, stage);
        if (from === undefined && holder !== undefined && holder !== to) {
            throw invalidParameter(
                `The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently attached to version ${holder.id}, so you must explicitly reference that version in RemoveFromVersionId.`
            );
        }
        if (from !== undefined && holder?.id !== from) {
            throw invalidParameter(
                `When you move staging label ${stage}, if you specify RemoveFromVersionId, it must be set to the version that currently has the staging label ${stage}.`
            );
        }
        if (to !== undefined) moveStage(secret, stage, to);
        else if (stage === CURRENT) {
            throw invalidParameter(
                `You can't remove the staging label ${CURRENT} without moving it to another version.`
            );
        } else holder?.stages.delete(stage);
        secret.changedMs = caller.nowMs;
        return { ARN: secret.arn, Name: secret.name };
    },

    TagResource(caller, body) {
        const input = parseInput(TagResourceInput, body);
        const secret = openLiveSecret(caller, store, 'TagResource', input.SecretId, requestTags(input.Tags));
        secret.tags = applyTags(secret.tags, input.Tags);
        secret.changedMs = caller.nowMs;
        return null;
    },

    UntagResource(caller, body) {
        const input = parseInput(UntagResourceInput, body);
        const secret = openLiveSecret(caller, store, 'UntagResource', input.SecretId, { 'aws:TagKeys': input.TagKeys });
        for (const key of input.TagKeys) secret.tags.delete(key);
        secret.changedMs = caller.nowMs;
        return null;
    }
});
