/**
 * Reads a private key as people have it, in the browser: with or without its header, as PKCS#8, as PKCS#1, encrypted, as
 * text or as bytes. What comes out is what Nango takes (PKCS#8), and what Snowflake shows of its public half. Nothing
 * leaves the page here.
 * https://docs.snowflake.com/en/user-guide/key-pair-auth
 */
import { asPkcs8, base64Of, bytesOf, pemOf, toBuffer } from './pem.js';

const ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
const FEWEST_BITS = 2_048;

export interface ReadKey {
    readonly state: 'read';
    /** What it was, in words. */
    readonly form: string;
    /** PKCS#8, with header: what Nango is given. */
    readonly privateKey: string;
    /** One line, as `ALTER USER ... SET RSA_PUBLIC_KEY` takes it. */
    readonly publicKey: string;
    /** As `DESC USER` shows it in RSA_PUBLIC_KEY_FP. */
    readonly fingerprint: string;
    readonly bits: number;
}

export type KeyReading =
    | ReadKey
    | { readonly state: 'empty' }
    | { readonly state: 'locked'; readonly wrong: boolean }
    | { readonly state: 'refused'; readonly what: string; readonly remedy: string };

type RefusedKey = Extract<KeyReading, { state: 'refused' }>;
type Judged = ReadKey | RefusedKey;

const refused = (what: string, remedy: string): RefusedKey => ({ state: 'refused', what, remedy });

const CONVERT = 'openssl genrsa 2048 | openssl pkcs8 -topk8 -inform PEM -out rsa_key.p8 -nocrypt makes one that fits.';
const PUBLIC_HALF = refused(
    'This is the public half of a key pair.',
    'Give the private key: the file that begins with -----BEGIN PRIVATE KEY-----, often rsa_key.p8. The public one belongs to Snowflake.'
);
const OTHER_KINDS: Readonly<Record<string, KeyReading>> = {
    'EC PRIVATE KEY': refused('This is an elliptic-curve key.', `Snowflake takes RSA keys only. ${CONVERT}`),
    'OPENSSH PRIVATE KEY': refused(
        "This is a key in OpenSSH's own format.",
        'Convert a copy of it: ssh-keygen -p -m PKCS8 -f <copy>. Or make a new one for Snowflake.'
    ),
    CERTIFICATE: refused('This is a certificate.', 'Give the private key that belongs to it.')
};

/** `passphrase` is asked for only where the key is encrypted. */
export async function readKey(given: string, passphrase = ''): Promise<KeyReading> {
    // Copied out of JSON or an .env file, the line ends are two characters each.
    const text = given.replaceAll(String.raw`\n`, '\n').trim();
    if (text === '') return { state: 'empty' };
    const block = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/.exec(text);
    if (block === null) return await readBare(text);
    const [, label = '', inner = ''] = block;
    if (label.endsWith('PUBLIC KEY')) return PUBLIC_HALF;
    const other = OTHER_KINDS[label];
    if (other !== undefined) return other;
    const isOldEncryption = inner.includes('Proc-Type: 4,ENCRYPTED');
    if (label === 'ENCRYPTED PRIVATE KEY' || isOldEncryption) {
        return await readLocked(block[0], isOldEncryption ? 'PKCS#1, encrypted' : 'PKCS#8, encrypted', passphrase);
    }
    const bytes = bytesOf(inner);
    if (bytes === null) {
        return refused(
            'Between its first and its last line the key holds characters that belong to no key.',
            'Copy the file as it is.'
        );
    }
    if (label === 'RSA PRIVATE KEY') return await ofPkcs8(asPkcs8(bytes), 'PKCS#1 (converted)');
    if (label === 'PRIVATE KEY') return await ofPkcs8(bytes, 'PKCS#8');
    return refused(`This is a ${label.toLowerCase()}, not a private key.`, CONVERT);
}

/** Without header: base64 alone, which still says what it is by its bytes. */
async function readBare(text: string): Promise<KeyReading> {
    if (text.includes('-----BEGIN')) {
        return refused('The key is cut off: its last line, -----END ...-----, is missing.', 'Copy the whole file.');
    }
    const bytes = bytesOf(text.replaceAll(/-----END [A-Z ]+-----/g, ''));
    if (bytes === null)
        return refused('This is not a key.', 'Give the text of the file, its first and last line included.');
    return await readBytes(bytes, 'without header');
}

/** A file in DER, or base64 without a header. */
export async function readBytes(bytes: Uint8Array, how = 'DER'): Promise<KeyReading> {
    for (const [candidate, form] of [
        [bytes, 'PKCS#8'],
        [asPkcs8(bytes), 'PKCS#1 (converted)']
    ] as const) {
        const reading = await ofPkcs8(candidate, `${form}, ${how}`);
        if (reading.state === 'read' || reading.what !== NO_RSA) return reading;
    }
    const publicKey = await crypto.subtle
        .importKey('spki', toBuffer(bytes), ALGORITHM, true, ['verify'])
        .catch(() => null);
    if (publicKey !== null) return PUBLIC_HALF;
    return refused(
        'This is not an RSA private key.',
        'Give the whole file, its first and last line included; an encrypted key is known by them alone.'
    );
}

async function readLocked(pem: string, form: string, passphrase: string): Promise<KeyReading> {
    if (passphrase === '') return { state: 'locked', wrong: false };
    // Large, and needed by few.
    const { unlock } = await import('./unlock.js');
    const bytes = unlock(pem, passphrase);
    return bytes === null ? { state: 'locked', wrong: true } : await ofPkcs8(bytes, `${form} (decrypted here)`);
}

const NO_RSA = 'This is not an RSA private key.';

async function ofPkcs8(bytes: Uint8Array, form: string): Promise<Judged> {
    const key = await crypto.subtle.importKey('pkcs8', toBuffer(bytes), ALGORITHM, true, ['sign']).catch(() => null);
    if (key === null)
        return { state: 'refused', what: NO_RSA, remedy: `It may be damaged, or of another kind. ${CONVERT}` };
    return await described(key, form);
}

async function described(key: CryptoKey, form: string): Promise<Judged> {
    const { n = '', e = '' } = await crypto.subtle.exportKey('jwk', key);
    const half = await crypto.subtle.importKey('jwk', { kty: 'RSA', n, e }, ALGORITHM, true, ['verify']);
    const spki = await crypto.subtle.exportKey('spki', half);
    const bits = bitsOf(n);
    if (bits < FEWEST_BITS) {
        return {
            state: 'refused',
            what: `The key has ${bits} bits.`,
            remedy: `Snowflake takes ${FEWEST_BITS} at least. ${CONVERT}`
        };
    }
    const digest = await crypto.subtle.digest('SHA-256', spki);
    return {
        state: 'read',
        form,
        privateKey: pemOf(new Uint8Array(await crypto.subtle.exportKey('pkcs8', key))),
        publicKey: base64Of(new Uint8Array(spki)),
        fingerprint: `SHA256:${base64Of(new Uint8Array(digest))}`,
        bits
    };
}

/** Of a modulus in base64url, as a JWK has it, without leading zeros. */
function bitsOf(modulus: string): number {
    const bytes = bytesOf(modulus.replaceAll('-', '+').replaceAll('_', '/')) ?? new Uint8Array();
    const [first = 0] = bytes;
    return bytes.length === 0 ? 0 : (bytes.length - 1) * 8 + (32 - Math.clz32(first));
}

/** A new key pair, which has never been anywhere but in this page. */
export async function newKey(): Promise<string> {
    const made = await crypto.subtle.generateKey(
        { ...ALGORITHM, modulusLength: FEWEST_BITS, publicExponent: new Uint8Array([1, 0, 1]) },
        true,
        ['sign', 'verify']
    );
    return pemOf(new Uint8Array(await crypto.subtle.exportKey('pkcs8', made.privateKey)));
}
