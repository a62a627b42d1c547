/**
 * The forms of a Snowflake secret by reader. Names of keys are the reader's own:
 * https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-connect-snowflake-home.html
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/mes-partner-Snowflake.html
 */
import { createPublicKey } from 'crypto';
import { asJson } from '../formats.js';
import type { Formats, SecretContent } from '../formats.js';
import { wrongInput } from '../../nango/report.js';

export interface Common {
    readonly account: string;
    readonly warehouse: string;
    readonly database: string;
    readonly username: string;
    readonly role?: string | undefined;
}
export type WithPassword = Common & { readonly type: 'snowflake'; readonly password: string };
export type WithKey = Common & {
    readonly type: 'snowflake';
    readonly authenticator: 'SNOWFLAKE_JWT';
    readonly private_key: string;
};

/** Properties of the Spark connector that Glue takes from the secret beside the credentials. */
function sparkProperties({ warehouse, database, role }: Common): Record<string, string> {
    return { sfWarehouse: warehouse, sfDatabase: database, ...(role !== undefined && { sfRole: role }) };
}

/** The key as the Spark connector reads it: base64 without header, footer and line ends, unencrypted PKCS#8. */
function keyBody(pem: string): string {
    return pem.replace(/-----[A-Z ]+-----/g, '').replace(/\s+/g, '');
}

export const PASSWORD_FORMATS: Formats<WithPassword> = {
    page: asJson,
    glue: (payload) => asJson({ USERNAME: payload.username, PASSWORD: payload.password, ...sparkProperties(payload) }),
    glue_legacy: (payload) =>
        asJson({ sfUser: payload.username, sfPassword: payload.password, ...sparkProperties(payload) })
};

const glueByKey = (payload: WithKey): ReturnType<typeof asJson> =>
    asJson({ sfUser: payload.username, pem_private_key: keyBody(payload.private_key), ...sparkProperties(payload) });

export const MANAGED_KEY = 'aws_key_pair';
export const MANAGED_TOKEN = 'aws_pat';

export const KEY_FORMATS: Formats<WithKey> = {
    page: asJson,
    /** The Python connector takes PEM text from its version 5 on; before, it wants the base64 of the key's DER. */
    page_der: (payload) => asJson({ ...payload, private_key: keyBody(payload.private_key) }),
    glue: glueByKey,
    glue_legacy: glueByKey,
    [MANAGED_KEY]: ({ account, username, private_key: privateKey }) => ({
        ...asJson({ account, user: username, privateKey, publicKey: publicKeyOf(privateKey) }),
        secretType: 'SnowflakeKeyPairAuthentication'
    }),
    /** A key and a token of one user, and a connection holds one of them: it exists for `rotated_user` alone. */
    [MANAGED_TOKEN]: () => {
        throw wrongInput('format', `"${MANAGED_TOKEN}" needs a rotated_user, who gets a key and a token`);
    }
};

export interface AccessToken {
    readonly name: string;
    readonly secret: string;
    readonly daysToExpiry: number;
}

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/mes-partner-SnowflakePat.html */
export function managedToken(payload: WithKey, token: AccessToken): SecretContent {
    const { account, username: user, private_key: privateKey } = payload;
    return {
        ...asJson({ account, user, privateKey, patTokenName: token.name, patTokenValue: token.secret }),
        secretType: 'SnowflakePat',
        rotationMetadata: { daysToExpiry: String(token.daysToExpiry) }
    };
}

function publicKeyOf(privateKey: string): string {
    return createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
}
