/** Replicas in other regions, as far as a secret's owner sees them: their list, and that they are in the way of its end. */
import { AwsFailure } from '../aws-failure.js';
import { parseInput, type Operations } from '../call.js';
import { openLiveSecret } from './access.js';
import { RemoveRegionsInput, ReplicateInput } from './schemas.js';
import type { Secret } from './secret.js';
import type { SecretStore } from './store.js';

export function replication(secret: Secret): unknown {
    return secret.replicas.length === 0
        ? undefined
        : secret.replicas.map((Region) => ({ Region, Status: 'InSync', StatusMessage: 'Replication succeeded' }));
}

export const replicationOperations = (store: SecretStore): Operations => ({
    ReplicateSecretToRegions(caller, body) {
        const input = parseInput(ReplicateInput, body);
        const secret = openLiveSecret(caller, store, 'ReplicateSecretToRegions', input.SecretId);
        const wanted = input.AddReplicaRegions.map(({ Region }) => Region);
        if (wanted.includes(caller.region)) {
            throw new AwsFailure('InvalidParameterException', 'Invalid replica region.');
        }
        secret.replicas = [...new Set([...secret.replicas, ...wanted])];
        return { ARN: secret.arn, ReplicationStatus: replication(secret) };
    },

    RemoveRegionsFromReplication(caller, body) {
        const input = parseInput(RemoveRegionsInput, body);
        const secret = openLiveSecret(caller, store, 'RemoveRegionsFromReplication', input.SecretId);
        secret.replicas = secret.replicas.filter((region) => !input.RemoveReplicaRegions.includes(region));
        return { ARN: secret.arn, ReplicationStatus: replication(secret) };
    }
});
