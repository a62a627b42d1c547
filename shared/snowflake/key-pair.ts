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

export interface PrivateKey {
    /** PKCS#8 PEM with its line ends, as signing takes it. */
    readonly pem: string;
    /** `SHA256:<base64>` of the public key, as DESCRIBE USER shows it. */
    readonly fingerprint: string;
}

/**
 * A private key in every form in which Nango signs with it (its Connect UI drops line ends, and its server mends the
 * rest): on one line, without first or last line, under another title, with `\n` spelled out. Null where it is no
 * unencrypted RSA key in PKCS#8.
 */
export function readPrivateKey(text: string): PrivateKey | null {
    const body = text
        .replaceAll(/\\r|\\n/g, '\n')
        .replaceAll(/-----(?:BEGIN|END) [^-]+-----/g, '')
        .replaceAll(/\s+/g, '');
    if (!/^[A-Za-z0-9+/=]+$/.test(body)) return null;
    const lines = body.match(/.{1,64}/g) ?? [];
    const pem = `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`;
    try {
        const key = createPublicKey(pem);
        if (key.asymmetricKeyType !== 'rsa') return null;
        return { pem, fingerprint: fingerprintOfDer(key.export({ type: 'spki', format: 'der' })) };
    } catch {
        return null;
    }
}

function fingerprintOfDer(der: Buffer): string {
    return `SHA256:${createHash('sha256').update(der).digest('base64')}`;
}
