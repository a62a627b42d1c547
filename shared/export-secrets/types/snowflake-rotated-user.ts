/**
 * A destination whose key AWS rotates by itself: another Snowflake user than the connection's own gets a new key here,
 * and from then on Secrets Manager replaces it. The connection's own user is refused: the first rotation would end the
 * connection. https://docs.aws.amazon.com/secretsmanager/latest/userguide/managed-external-secrets.html
 */
import { ActionableError } from '../../errors.js';
import { SnowflakeError } from '../../snowflake/snowflake-error.js';
import type { SnowflakeClient } from '../../snowflake/client.js';
import { asIdentifier, quoteIdentifier, quoteLiteral } from '../../snowflake/identifiers.js';
import { newKeyPair } from '../../snowflake/key-pair.js';
import type { Managed } from '../destination-type.js';
import type { SecretContent } from '../formats.js';
import { MANAGED_TOKEN } from './snowflake-formats.js';
import type { AccessToken } from './snowflake-formats.js';
import type { Settings } from '../settings.js';

const DEFAULT_DAYS = 30;
const TOKEN_NAME = 'NANGO_EXPORT';
const LONGEST_EXPIRY_DAYS = 365;

export interface RotatedUser {
    readonly user: string;
    /** What a token is restricted to; Snowflake asks for it where the user is a service. */
    readonly role: string | undefined;
    readonly own: string;
    readonly settings: Settings;
    connect(): SnowflakeClient;
    /** Signs in as that user with this key; throws when that fails. */
    tryKey(privateKey: string): Promise<void>;
    tryToken(privateKey: string, token: string): Promise<void>;
    write(privateKey: string): SecretContent;
    writeToken(privateKey: string, token: AccessToken): SecretContent;
}

export function managedCredentials(wanted: RotatedUser): Managed {
    const { settings, user } = wanted;
    if (asIdentifier(user).toUpperCase() === wanted.own.toUpperCase()) {
        throw new ActionableError(
            'export_secret_rotation_own_user',
            'AWS would replace the key of the user that this connection itself signs in with, and so end the connection.',
            'Name another Snowflake user in rotated_user: one of type SERVICE that only the export jobs use.'
        );
    }
    const { rotationRole: role, rotationDays: days = DEFAULT_DAYS } = settings;
    if (role === undefined) {
        throw new ActionableError(
            'invalid_settings',
            'The environment variable EXPORT_SECRETS_ROTATION_ROLE_ARN is not set: AWS rotates with a role of the operator.',
            'Make the role as docs/export-secrets.md says, and set its ARN.'
        );
    }
    return {
        role,
        days,
        make: async (format) => {
            const { privateKey, publicKey } = newKeyPair();
            const alter = `ALTER USER ${quoteIdentifier(asIdentifier(user))}`;
            const client = wanted.connect();
            try {
                await client.execute(`${alter} SET RSA_PUBLIC_KEY = ${quoteLiteral(publicKey)}`);
                const tryKey = async (): Promise<void> => await wanted.tryKey(privateKey);
                await tryKey();
                if (format !== MANAGED_TOKEN) return { content: wanted.write(privateKey), tryAgain: tryKey };
                const token = await newToken(client, alter, wanted.role, days);
                const tryToken = async (): Promise<void> => await wanted.tryToken(privateKey, token.secret);
                await tryToken();
                const tryBoth = async (): Promise<void> => void (await Promise.all([tryKey(), tryToken()]));
                return { content: wanted.writeToken(privateKey, token), tryAgain: tryBoth };
            } finally {
                await client.close();
            }
        }
    };
}

/** A run that was cut off may have left one of the name behind, whose secret nobody knows. */
async function newToken(
    client: SnowflakeClient,
    alter: string,
    role: string | undefined,
    rotationDays: number
): Promise<AccessToken> {
    // Outlives one rotation that failed; Snowflake's longest is a year.
    const daysToExpiry = Math.min(rotationDays * 2, LONGEST_EXPIRY_DAYS);
    try {
        await client.execute(`${alter} REMOVE PROGRAMMATIC ACCESS TOKEN ${TOKEN_NAME}`);
    } catch (error) {
        if (!(error instanceof SnowflakeError)) throw error;
    }
    const restriction = role === undefined ? '' : ` ROLE_RESTRICTION = ${quoteLiteral(asIdentifier(role))}`;
    const added = await client.execute(
        `${alter} ADD PROGRAMMATIC ACCESS TOKEN ${TOKEN_NAME}${restriction} DAYS_TO_EXPIRY = ${daysToExpiry}`
    );
    const at = added.columns.findIndex(({ name }) => name.toLowerCase() === 'token_secret');
    const [row] = await added.partition(0);
    const secret = row?.[at];
    if (typeof secret !== 'string' || secret === '') {
        throw new ActionableError(
            'unexpected_response',
            'Snowflake added a programmatic access token and did not answer its secret.',
            'It is tried again by itself.'
        );
    }
    return { name: TOKEN_NAME, secret, daysToExpiry };
}
