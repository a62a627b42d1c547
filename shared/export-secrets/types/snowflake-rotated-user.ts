/**
 * A destination whose key AWS rotates by itself: another Snowflake user than the connection's own gets a new key here,
 * and from then on Secrets Manager replaces it. The connection's own user is refused: the first rotation would end the
 * connection. https://docs.aws.amazon.com/secretsmanager/latest/userguide/managed-external-secrets.html
 */
import { ActionableError } from '../../errors.js';
import type { SnowflakeClient } from '../../snowflake/client.js';
import { asIdentifier, quoteIdentifier, quoteLiteral } from '../../snowflake/identifiers.js';
import { newKeyPair } from '../../snowflake/key-pair.js';
import type { Managed } from '../destination-type.js';
import type { SecretContent } from '../formats.js';
import type { Settings } from '../settings.js';

const DEFAULT_DAYS = 30;

export interface RotatedUser {
    readonly user: string;
    readonly own: string;
    readonly settings: Settings;
    connect(): SnowflakeClient;
    /** Signs in as that user with this key; throws when that fails. */
    tryKey(privateKey: string): Promise<void>;
    write(privateKey: string): SecretContent;
}

export function managedKey(wanted: RotatedUser): Managed {
    const { settings, user } = wanted;
    if (asIdentifier(user).toUpperCase() === wanted.own.toUpperCase()) throw ownUser();
    const { rotationRole: role, rotationDays: days = DEFAULT_DAYS } = settings;
    if (role === undefined) throw noRole();
    return {
        role,
        days,
        make: async () => {
            const { privateKey, publicKey } = newKeyPair();
            const client = wanted.connect();
            try {
                await client.execute(
                    `ALTER USER ${quoteIdentifier(asIdentifier(user))} SET RSA_PUBLIC_KEY = ${quoteLiteral(publicKey)}`
                );
            } finally {
                await client.close();
            }
            await wanted.tryKey(privateKey);
            return wanted.write(privateKey);
        }
    };
}

function ownUser(): ActionableError {
    return new ActionableError(
        'export_secret_rotation_own_user',
        'AWS would replace the key of the user that this connection itself signs in with, and so end the connection.',
        'Name another Snowflake user in rotated_user: one of type SERVICE that only the export jobs use.'
    );
}

function noRole(): ActionableError {
    return new ActionableError(
        'invalid_settings',
        'The environment variable EXPORT_SECRETS_ROTATION_ROLE_ARN is not set: AWS rotates with a role of the operator.',
        'Make the role as docs/export-secrets.md says, and set its ARN.'
    );
}
