/** Where new private keys go: Secrets Manager of the operator's AWS account, one secret per key, never Nango. */
import { randomUUID } from 'crypto';
import { operatorAccess } from '../aws/operator-connection.js';
import { secretsManagerClient } from '../aws/clients.js';
import { tagValue } from '../export-secrets/naming.js';
import { readSettings } from '../export-secrets/settings.js';
import type { NangoHandle } from '../nango/handle.js';
import { CreateSecretCommand, DeleteSecretCommand } from '../vendor/aws.js';

const LONGEST_PART_CHARS = 100;

export interface KeyToStore {
    readonly account: string | null;
    readonly user: string;
    readonly slot: string;
    readonly fingerprint: string;
    readonly privateKey: string;
}

export interface StoredKey {
    readonly arn: string;
    readonly name: string;
    /** At once for a key that is certainly nowhere set; otherwise with the standard recovery window. */
    discard(isCertain: boolean): Promise<void>;
}

export async function storeKey(nango: NangoHandle, key: KeyToStore): Promise<StoredKey> {
    const settings = await readSettings(nango);
    const client = secretsManagerClient(nango, await operatorAccess(nango, settings.aws));
    const name = `${settings.prefix}/key-pairs/${nameable(nango.connectionId)}/${nameable(key.user)}_${randomUUID()}`;
    const created = await client.send(
        new CreateSecretCommand({
            Name: name,
            ClientRequestToken: randomUUID(),
            SecretString: JSON.stringify({
                type: 'snowflake_key_pair',
                account: key.account,
                username: key.user,
                fingerprint: key.fingerprint,
                private_key: key.privateKey
            }),
            Description: `Private key of the Snowflake user ${key.user}, ${key.slot}`,
            Tags: [
                { Key: 'nango_integration', Value: tagValue(nango.providerConfigKey) },
                { Key: 'nango_connection', Value: tagValue(nango.connectionId) },
                { Key: 'snowflake_user', Value: tagValue(key.user) },
                { Key: 'snowflake_key_fingerprint', Value: tagValue(key.fingerprint) }
            ],
            ...(settings.kmsKeyId !== undefined && { KmsKeyId: settings.kmsKeyId })
        })
    );
    return {
        arn: created.ARN ?? '',
        name,
        discard: async (isCertain) => {
            const command = { SecretId: name, ...(isCertain && { ForceDeleteWithoutRecovery: true }) };
            await client.send(new DeleteSecretCommand(command));
        }
    };
}

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html: letters, digits, /_+=.@- */
function nameable(text: string): string {
    return text.replace(/[^A-Za-z0-9_+=.@-]/gu, '-').slice(0, LONGEST_PART_CHARS);
}
