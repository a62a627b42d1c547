/**
 * Rotation of managed external secrets: what RotateSecret asks for, and a rotation as Secrets Manager does one by itself
 * (a new version by its own hand), for tests to order.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/managed-external-secrets.html
 */
import { randomUUID } from 'node:crypto';
import { AwsFailure } from '../aws-failure.js';
import { authorize, parseInput, type Operations } from '../call.js';
import { openLiveSecret } from './access.js';
import { RotateSecretInput } from './schemas.js';
import { addVersion, CURRENT, holderOf, type SecretValue } from './secret.js';
import { notFound, type SecretStore } from './store.js';

export const rotationOperations = (store: SecretStore): Operations => ({
    RotateSecret(caller, body) {
        const {
            SecretId,
            ClientRequestToken: _token,
            RotateImmediately: _now,
            ...rotation
        } = parseInput(RotateSecretInput, body);
        const secret = openLiveSecret(caller, store, 'RotateSecret', SecretId);
        const role = rotation.ExternalSecretRotationRoleArn;
        if (secret.type === undefined ? rotation.RotationLambdaARN === undefined : role === undefined) {
            throw new AwsFailure(
                'InvalidRequestException',
                secret.type === undefined
                    ? 'No Lambda rotation function ARN is associated with this secret.'
                    : 'ExternalSecretRotationRoleArn is required for this type of secret.'
            );
        }
        if (role !== undefined) {
            authorize(caller, 'iam:PassRole', role, { 'iam:PassedToService': ['secretsmanager.amazonaws.com'] });
        }
        secret.rotation = rotation;
        return { ARN: secret.arn, Name: secret.name, VersionId: holderOf(secret, CURRENT)?.id };
    }
});

/** A rotation that Secrets Manager makes when its time has come. */
export function rotate(store: SecretStore, name: string, value: SecretValue, nowMs: number): void {
    const secret = store.named(name, nowMs);
    if (secret === undefined) throw notFound();
    addVersion(secret, randomUUID(), value, [CURRENT], nowMs);
    secret.rotatedMs = nowMs;
}
