/**
 * The key that this connection itself signs in with, by its fingerprint. A guard against cutting off the own way in: a
 * fingerprint that cannot be told must never read as "signs in without a key".
 */
import { z } from 'zod';
import { anyText } from '../schema.js';
import { ActionableError } from '../errors.js';
import { readPrivateKey } from '../snowflake/key-pair.js';

/** Of Nango's types of credentials, those that sign in to Snowflake with a password or a token. */
const KeylessSchema = z.object({ type: z.enum(['BASIC', 'OAUTH2', 'OAUTH2_CC', 'API_KEY']) });
const KeyPairSchema = z.object({ privateKey: anyText });

/** Null for a connection that signs in without a key pair. */
export function ownFingerprint(credentials: unknown): string | null {
    const own = KeyPairSchema.safeParse(credentials);
    if (!own.success && KeylessSchema.safeParse(credentials).success) return null;
    const fingerprint = own.success ? readPrivateKey(own.data.privateKey)?.fingerprint : undefined;
    if (fingerprint === undefined) {
        throw new ActionableError(
            'own_key_unreadable',
            'It cannot be told which key this connection signs in with: its private key is no unencrypted RSA key in PKCS#8.',
            'No key was changed. Reconnect with the private key as a PKCS#8 PEM ("BEGIN PRIVATE KEY"), or set and unset keys by ALTER USER.'
        );
    }
    return fingerprint;
}
