/**
 * Takes the encryption off a private key. Snowflake's own guide makes them with triple DES, which browsers do not
 * offer, so this is a library of its own, loaded only when it is needed.
 */
import forge from 'node-forge';

/** PKCS#8 in DER; null where the passphrase is wrong. */
export function unlock(pem: string, passphrase: string): Uint8Array | null {
    try {
        // Null, or an error in what it takes for ASN.1: by chance the last block looks right now and then.
        const key: forge.pki.rsa.PrivateKey | null = forge.pki.decryptRsaPrivateKey(pem, passphrase);
        if (key === null) return null;
        const wrapped = forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(key));
        return Uint8Array.from(forge.asn1.toDer(wrapped).getBytes(), (character) => character.charCodeAt(0));
    } catch {
        return null;
    }
}
