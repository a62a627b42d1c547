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

test('both verify each other’s tokens', async () => {
    const { sign, verify } = await inSandbox();
    expect(plain.verify(sign({ a: 1 }, privateKey, { algorithm: 'RS256' }), publicKey)).toMatchObject({ a: 1 });
    expect(verify(plain.sign({ a: 1 }, privateKey, { algorithm: 'RS256' }), publicKey)).toMatchObject({ a: 1 });
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

test('a token that is changed, too old or not yet valid is refused by its own error', async () => {
    const { sign, verify, JsonWebTokenError, TokenExpiredError, NotBeforeError } = await inSandbox();
    const at = (claims: object) => sign(claims, privateKey, { algorithm: 'RS256', noTimestamp: true });
    expect(() => verify(`${at({})}x`, publicKey)).toThrow(JsonWebTokenError);
    expect(() => verify(at({ exp: 1 }), publicKey)).toThrow(TokenExpiredError);
    expect(() => verify(at({ nbf: 32_503_680_000 }), publicKey)).toThrow(NotBeforeError);
});
