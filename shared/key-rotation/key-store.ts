/** Where new private keys go: Secrets Manager of the operator's AWS account, one secret per key, never Nango. */
import { createOperatorSecret } from './operator-secret.js';
import type { OperatorSecret } from './operator-secret.js';
import type { NangoHandle } from '../nango/handle.js';

export interface KeyToStore {
    readonly account: string | null;
    readonly user: string;
    /** Where the public key goes. */
    readonly label: string;
    readonly fingerprint: string;
    readonly privateKey: string;
}

export async function storeKey(nango: NangoHandle, key: KeyToStore): Promise<OperatorSecret> {
    return await createOperatorSecret(nango, {
        folder: 'key-pairs',
        user: key.user,
        description: `Private key of the Snowflake user ${key.user}, ${key.label}`,
        tags: { snowflake_key_fingerprint: key.fingerprint },
        value: {
            type: 'snowflake_key_pair',
            account: key.account,
            username: key.user,
            fingerprint: key.fingerprint,
            private_key: key.privateKey
        }
    });
}
