/** Public keys as users carry them. https://docs.snowflake.com/en/user-guide/key-pair-auth */
import { createHash, createPublicKey } from 'node:crypto';
import { StatementFailure } from '../types.js';

/** From a PEM, or from its base64 body alone as ALTER USER takes it; throws for what is neither. */
export function publicKeyPem(key: string): string {
    const body = key.replaceAll(/-----[A-Z ]+-----|\s/g, '');
    const der = createPublicKey({ key: Buffer.from(body, 'base64'), format: 'der', type: 'spki' });
    return der.export({ type: 'spki', format: 'pem' }).toString();
}

/** As a statement gives one. */
export function readPublicKey(text: string): string {
    try {
        return publicKeyPem(text);
    } catch {
        throw new StatementFailure(
            '390144',
            '22023',
            'New public key rejected by current policy. Reason: Invalid public key.'
        );
    }
}

/** `SHA256:` and the base64 digest of the key's DER form, as DESCRIBE USER shows it. */
export function publicKeyFingerprint(pem: string): string {
    const der = createPublicKey(pem).export({ type: 'spki', format: 'der' });
    return `SHA256:${createHash('sha256').update(der).digest('base64')}`;
}
