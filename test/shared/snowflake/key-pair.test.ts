/** Every form of a private key that Nango signs with is read as that key, and nothing else is. */
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ownFingerprint } from '../../../shared/key-rotation/own-key.js';
import { newKeyPair, readPrivateKey } from '../../../shared/snowflake/key-pair.js';

const { privateKey: whole, fingerprint } = newKeyPair();
const lines = whole.trim().split('\n');
const body = lines.slice(1, -1);

const FORMS: readonly (readonly [string, string])[] = [
    ['as openssl writes it', whole],
    ['with other line ends', lines.join('\r\n')],
    ['on one line, spaces for line ends', lines.join(' ')],
    ['on one line, no line ends', lines.join('')],
    ['with \\n spelled out', lines.join(String.raw`\n`)],
    ['its base64 body alone', body.join('\n')],
    ['its body on one line', body.join('')],
    ['without its last line', lines.slice(0, -1).join('\n')],
    ['without its first line', lines.slice(1).join('\n')],
    ['under another title', whole.replaceAll('PRIVATE KEY', 'RSA PRIVATE KEY')],
    ['within white space', `\n\t ${whole} \n\n`]
];

describe.each(FORMS)('%s', (_form, text) => {
    test('is read as the same key', () => {
        expect(readPrivateKey(text)).toEqual({ pem: whole, fingerprint });
        expect(ownFingerprint({ type: 'JWT', privateKey: text })).toBe(fingerprint);
    });
});

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const NO_KEYS: readonly (readonly [string, string | Buffer])[] = [
    ['nothing', ''],
    ['a title alone', '-----BEGIN PRIVATE KEY-----'],
    ['a word', 'hunter2'],
    ['a key cut short', whole.slice(0, 800)],
    ['PKCS#1', rsa.privateKey.export({ type: 'pkcs1', format: 'pem' })],
    [
        'an encrypted key',
        rsa.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
    ],
    ['a public key', rsa.publicKey.export({ type: 'spki', format: 'pem' })],
    ['a key of another kind', ec.privateKey.export({ type: 'pkcs8', format: 'pem' })]
];

describe.each(NO_KEYS)('%s', (_form, text) => {
    test('is no key that Nango signs with', () => {
        expect(readPrivateKey(String(text))).toBeNull();
        expect(() => ownFingerprint({ type: 'JWT', privateKey: String(text) })).toThrow(/cannot be told/);
    });
});

test.each([[{ type: 'BASIC', username: 'u', password: 'p' }], [{ type: 'OAUTH2', access_token: 't' }]])(
    '%j signs in without a key',
    (credentials) => {
        expect(ownFingerprint(credentials)).toBeNull();
    }
);

test.each([[undefined], [{}], [{ type: 'JWT' }], [{ type: 'JWT', privateKey: { id: 'x' } }], [{ type: 'NEW' }]])(
    '%j does not say how it signs in',
    (credentials) => {
        expect(() => ownFingerprint(credentials)).toThrow(/cannot be told/);
    }
);
