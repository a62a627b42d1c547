import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import plain from 'jsonwebtoken';
import { expect, test } from 'vitest';
import * as bundled from '../../shared/vendor/jsonwebtoken.js';
import { runInSandbox } from './sandbox.js';

const PEM = {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
} as const;
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048, ...PEM });

/** The bundle as the sandbox runs it; its types are those of the bundle in Node. */
async function inSandbox(): Promise<typeof bundled> {
    const loaded = await runInSandbox(`export * from './shared/vendor/jsonwebtoken.js';`);
    return Object.assign({}, bundled, loaded);
}

test('a token signed in the sandbox is the one that plain Node signs', async () => {
    const { sign } = await inSandbox();
    const claims = { iss: 'ACCOUNT.USER.SHA256:x', sub: 'ACCOUNT.USER', iat: 1_700_000_000 };
    const options = { algorithm: 'RS256', expiresIn: 60 } as const;
    expect(sign(claims, privateKey, options)).toBe(plain.sign(claims, privateKey, options));
});

test('plain Node verifies what is signed in the sandbox', async () => {
    const { sign } = await inSandbox();
    expect(plain.verify(sign({ a: 1 }, privateKey, { algorithm: 'RS256' }), publicKey)).toMatchObject({ a: 1 });
});

test('a key that is too short, or is none, is refused in the sandbox as in plain Node', async () => {
    const { sign } = await inSandbox();
    const short = generateKeyPairSync('rsa', { modulusLength: 1024, ...PEM }).privateKey;
    for (const key of [short, 'no key']) {
        const refusal = (from: typeof sign): unknown => {
            try {
                return from({ a: 1 }, key, { algorithm: 'RS256' });
            } catch (error) {
                return Reflect.get(Object(error), 'message');
            }
        };
        expect(refusal(sign)).toMatch(/^secretOrPrivateKey /);
        expect(refusal(sign)).toBe(refusal(plain.sign));
    }
});

test('an encrypted private key signs with its passphrase', async () => {
    const { sign } = await inSandbox();
    const passphrase = crypto.randomUUID();
    const encrypted = generateKeyPairSync('rsa', {
        modulusLength: 2048,
        publicKeyEncoding: PEM.publicKeyEncoding,
        privateKeyEncoding: { ...PEM.privateKeyEncoding, cipher: 'aes-256-cbc', passphrase }
    });
    const token = sign({ a: 1 }, { key: encrypted.privateKey, passphrase }, { algorithm: 'RS256' });
    expect(plain.verify(token, createPublicKey(encrypted.publicKey))).toMatchObject({ a: 1 });
});
