/** PEM, base64 and the little of ASN.1 that turns PKCS#1 into PKCS#8. */

/** Null where the text holds anything but base64 and white space. */
export function bytesOf(base64: string): Uint8Array | null {
    const text = base64.replaceAll(/\s+/g, '');
    if (text === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null;
    try {
        return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    } catch {
        return null;
    }
}

export function base64Of(bytes: Uint8Array): string {
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

export function pemOf(pkcs8: Uint8Array): string {
    const lines = base64Of(pkcs8).match(/.{1,64}/g) ?? [];
    return ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n');
}

export function toBuffer(bytes: Uint8Array): ArrayBuffer {
    const buffer = new ArrayBuffer(bytes.byteLength);
    new Uint8Array(buffer).set(bytes);
    return buffer;
}

const SEQUENCE = 0x30;
const OCTET_STRING = 0x04;
/** Version 0, and the identifier rsaEncryption with its NULL: what a PKCS#8 envelope says before the key (RFC 5208). */
const VERSION_AND_RSA = Uint8Array.from('02 01 00 30 0d 06 09 2a 86 48 86 f7 0d 01 01 01 05 00'.split(' '), (byte) =>
    Number.parseInt(byte, 16)
);

/** The envelope that PKCS#8 puts around a key of PKCS#1. */
export function asPkcs8(pkcs1: Uint8Array): Uint8Array {
    return tagged(SEQUENCE, [...VERSION_AND_RSA, ...tagged(OCTET_STRING, [...pkcs1])]);
}

function tagged(tag: number, content: readonly number[]): Uint8Array {
    const { length } = content;
    if (length < 0x80) return new Uint8Array([tag, length, ...content]);
    const bytes = [
        ...length
            .toString(16)
            .padStart(length > 0xffff ? 6 : length > 0xff ? 4 : 2, '0')
            .matchAll(/../g)
    ];
    return new Uint8Array([tag, 0x80 + bytes.length, ...bytes.map(([pair]) => Number.parseInt(pair, 16)), ...content]);
}
