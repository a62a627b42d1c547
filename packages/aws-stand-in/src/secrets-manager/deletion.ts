/**
 * DeleteSecret and RestoreSecret. A deletion only starts a recovery window, in which the name stays taken.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html
 */
import { AwsFailure } from '../aws-failure.js';
import { authorize, parseInput, type Operations } from '../call.js';
import { DAY_MS, epochSeconds } from '../clock.js';
import { openSecret } from './access.js';
import { DeleteSecretInput, SecretIdInput } from './schemas.js';
import type { SecretStore } from './store.js';

const DEFAULT_WINDOW_DAYS = 30;
const MIN_WINDOW_DAYS = 7;
const MAX_WINDOW_DAYS = 30;

export const deletionOperations = (store: SecretStore): Operations => ({
    DeleteSecret(caller, body) {
        const input = parseInput(DeleteSecretInput, body);
        const days = input.RecoveryWindowInDays;
        const force = input.ForceDeleteWithoutRecovery === true;
        if (force && days !== undefined) {
            throw new AwsFailure(
                'InvalidParameterException',
                "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays."
            );
        }
        if (days !== undefined && (days < MIN_WINDOW_DAYS || days > MAX_WINDOW_DAYS)) {
            throw new AwsFailure(
                'InvalidParameterException',
                `The RecoveryWindowInDays value must be between ${MIN_WINDOW_DAYS} and ${MAX_WINDOW_DAYS} days (inclusive).`
            );
        }
        if (force && store.find(input.SecretId, caller.nowMs) === undefined) {
            // Forcing the deletion of what is not there succeeds, and says nothing about the secret.
            const name = input.SecretId.startsWith(store.arnPrefix)
                ? input.SecretId.slice(store.arnPrefix.length).replace(/-[A-Za-z0-9]{6}$/, '')
                : input.SecretId;
            const arn = input.SecretId.startsWith('arn:') ? input.SecretId : store.newArn(name);
            authorize(caller, 'secretsmanager:DeleteSecret', arn);
            return { ARN: arn, Name: name, DeletionDate: epochSeconds(caller.nowMs) };
        }
        const secret = openSecret(caller, store, 'DeleteSecret', input.SecretId, {
            'secretsmanager:ForceDeleteWithoutRecovery': [String(force)],
            ...(days === undefined ? {} : { 'secretsmanager:RecoveryWindowInDays': [String(days)] })
        });
        if (secret.replicas.length > 0) {
            throw new AwsFailure(
                'InvalidParameterException',
                `You can't delete secret ${secret.name} that still has replica regions [${secret.replicas.join(', ')}]`
            );
        }
        if (force) {
            store.remove(secret);
            return { ARN: secret.arn, Name: secret.name, DeletionDate: epochSeconds(caller.nowMs) };
        }
        if (secret.deletedMs !== null) {
            throw new AwsFailure(
                'InvalidRequestException',
                "You can't perform this operation on the secret because it was already scheduled for deletion."
            );
        }
        const purgeMs = caller.nowMs + (days ?? DEFAULT_WINDOW_DAYS) * DAY_MS;
        secret.deletedMs = caller.nowMs;
        secret.purgeMs = purgeMs;
        secret.changedMs = caller.nowMs;
        return { ARN: secret.arn, Name: secret.name, DeletionDate: epochSeconds(purgeMs) };
    },

    RestoreSecret(caller, body) {
        const input = parseInput(SecretIdInput, body);
        const secret = openSecret(caller, store, 'RestoreSecret', input.SecretId);
        if (secret.deletedMs !== null) secret.changedMs = caller.nowMs;
        secret.deletedMs = null;
        secret.purgeMs = null;
        return { ARN: secret.arn, Name: secret.name };
    }
});
