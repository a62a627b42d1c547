/**
 * Snowflake by key pair: the payload holds the private key in place of the password. It is tried with a token signed
 * here by that very key, not with the one Nango mints, so that what is stored is what was tried.
 * https://docs.snowflake.com/en/developer-guide/sql-api/authenticating#using-key-pair-authentication
 */
import { z } from 'zod';
import { anyText } from '../../schema.js';
import { ActionableError } from '../../errors.js';
import type { NangoHandle } from '../../nango/handle.js';
import type { SnowflakeClient } from '../../snowflake/client.js';
import { asIdentifier } from '../../snowflake/identifiers.js';
import { readPrivateKey } from '../../snowflake/key-pair.js';
import type { PrivateKey } from '../../snowflake/key-pair.js';
import { contentIn, parseCredentials } from '../destination-type.js';
import type { DestinationType, SecretPlace } from '../destination-type.js';
import {
    configured,
    connectorAccount,
    CreateSnowflakeInputSchema,
    SNOWFLAKE_OPTIONS,
    snowflakeFields,
    withoutClient
} from './snowflake-account.js';
import { KEY_GLUE_CONNECTIONS } from './snowflake-glue-connection.js';
import { KEY_FORMATS, MANAGED_KEY, MANAGED_TOKEN, managedToken } from './snowflake-formats.js';
import { managedCredentials } from './snowflake-rotated-user.js';
import { tryOverSqlApi } from './sql-api-trial.js';

const PayloadSchema = z.object({
    ...snowflakeFields,
    /** Tells readers of the secret which of the two schemas this is; the value is the connectors' own. */
    authenticator: z.literal('SNOWFLAKE_JWT'),
    private_key: z.string().min(1)
});
type Payload = z.infer<typeof PayloadSchema>;

const ConnectionSchema = z.object({
    credentials: z.object({
        userName: anyText.optional(),
        privateKey: anyText.optional(),
        accountIdentifier: anyText.optional()
    }),
    connection_config: z.looseObject({ subdomain: anyText.optional() }).nullish()
});

/** What it is tried by. */
interface Trial {
    connect(nango: NangoHandle): SnowflakeClient;
    mintToken(userName: string, key: PrivateKey, account: string): string;
}

/** Functions that try no credentials leave the trial out, and with it what signs. */
export function snowflakeByKeyPair(
    { connect, mintToken }: Trial = { connect: withoutClient, mintToken: withoutClient }
): DestinationType {
    return {
        type: 'snowflake',
        createInput: CreateSnowflakeInputSchema,
        options: [...SNOWFLAKE_OPTIONS, 'rotated_user'],
        impliedFormat: ({ rotated_user: user }, wanted) => {
            if (user === undefined) return undefined;
            return wanted?.trim() === MANAGED_TOKEN ? MANAGED_TOKEN : MANAGED_KEY;
        },
        formats: Object.keys(KEY_FORMATS),
        prepare: async (nango, { rotated_user: rotatedUser, ...options }, settings) => {
            const read = parseCredentials('snowflake', ConnectionSchema, await nango.getConnection());
            const { credentials, connection_config: config } = read;
            const given = parseCredentials('snowflake', PayloadSchema, {
                type: 'snowflake',
                account: config?.subdomain && connectorAccount(config.subdomain, []),
                ...configured(config, options),
                username: credentials.userName,
                authenticator: 'SNOWFLAKE_JWT',
                private_key: credentials.privateKey
            });
            // Stored as the exporters' drivers take it, whatever form Nango was given.
            const key = readPrivateKey(given.private_key);
            const payload = { ...given, ...(key !== null && { private_key: key.pem }) };
            const account = credentials.accountIdentifier ?? payload.account;
            const signInBy = async (as: Payload, token: string, kind: string): Promise<void> =>
                await tryOverSqlApi(nango, connect, as, {
                    authorization: `Bearer ${token}`,
                    'x-snowflake-authorization-token-type': kind
                });
            const signIn = async (as: Payload): Promise<void> => {
                const signer = readPrivateKey(as.private_key);
                if (signer === null) throw unreadableKey();
                await signInBy(as, mintToken(as.username, signer, account), 'KEYPAIR_JWT');
            };
            const metadata = { account: payload.account, warehouse: payload.warehouse, database: payload.database };
            const sensitive = [payload.username, payload.private_key];
            const candidate = {
                metadata,
                sensitive,
                test: async () => await signIn(payload),
                glueConnection: (format: string, secret: SecretPlace) => KEY_GLUE_CONNECTIONS[format]?.(payload, secret)
            };
            if (rotatedUser === undefined) return { ...candidate, content: contentIn(KEY_FORMATS, payload) };
            const withKey = (privateKey: string): Payload => ({
                ...payload,
                username: asIdentifier(rotatedUser),
                private_key: privateKey
            });
            const managed = managedCredentials({
                user: rotatedUser,
                role: payload.role,
                own: payload.username,
                settings,
                connect: () => connect(nango),
                tryKey: async (privateKey) => await signIn(withKey(privateKey)),
                tryToken: async (privateKey, token) =>
                    await signInBy(withKey(privateKey), token, 'PROGRAMMATIC_ACCESS_TOKEN'),
                write: (privateKey) => contentIn(KEY_FORMATS, withKey(privateKey))(MANAGED_KEY),
                writeToken: (privateKey, token) => managedToken(withKey(privateKey), token)
            });
            return { ...candidate, content: rotatedByAws, managed };
        }
    };
}

function rotatedByAws(): never {
    throw new ActionableError(
        'export_secret_rotation_managed',
        'AWS rotates the credentials of this destination by itself.',
        'Rotate it in Secrets Manager, or create another destination.'
    );
}

export function unreadableKey(): ActionableError {
    return new ActionableError(
        'invalid_credentials',
        'The private key cannot be read or is no RSA key.',
        'Reconnect with an unencrypted RSA private key in PKCS#8 PEM ("BEGIN PRIVATE KEY"), 2048 bits or more.'
    );
}
