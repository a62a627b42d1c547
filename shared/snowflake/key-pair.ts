/**
 * Key pairs of users: how Snowflake writes a public key and its fingerprint, and how to read a private key that people
 * pasted. Messages of `crypto` may quote what they could not read, so they are never passed on.
 * https://docs.snowflake.com/en/user-guide/key-pair-auth
 */
import { createHash, createPublicKey, generateKeyPairSync } from 'crypto';

const MODULUS_BITS = 2048;

export interface NewKeyPair {
    /** PKCS#8 PEM, unencrypted, as Nango's connections take it. */
    readonly privateKey: string;
    /** Base64 without header and line ends, as ALTER USER takes it. */
    readonly publicKey: string;
    readonly fingerprint: string;
}

export function newKeyPair(): NewKeyPair {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', {
        modulusLength: MODULUS_BITS,
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
        publicKeyEncoding: { type: 'spki', format: 'der' }
    });
    return { privateKey, publicKey: publicKey.toString('base64'), fingerprint: fingerprintOfDer(publicKey) };
}

/** `SHA256:<base64>` of the public key, as DESCRIBE USER shows it; null where the key cannot be read. */
export function fingerprintOf(privateKey: string): string | null {
    try {
        return fingerprintOfDer(createPublicKey(pem(privateKey)).export({ type: 'spki', format: 'der' }));
    } catch {
        return null;
    }
}

function fingerprintOfDer(der: Buffer): string {
    return `SHA256:${createHash('sha256').update(der).digest('base64')}`;
}

/** Keys are pasted in every shape: on one line, with `\n` spelled out, with other line ends. */
export function pem(text: string): string {
    const parts = /-----BEGIN ([A-Z ]+)-----([\s\S]*)-----END \1-----/.exec(text.replaceAll(String.raw`\n`, '\n'));
    const [, label, body] = parts ?? [];
    if (label === undefined || body === undefined) return text.trim();
    const lines = body.replace(/\s+/g, '').match(/.{1,64}/g) ?? [];
    return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
