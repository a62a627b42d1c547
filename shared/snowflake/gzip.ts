/** Bytes as text, unpacked where they are packed: what they are is told by the bytes, since storage may leave out the header. */
import { gunzipSync } from '../vendor/fflate.js';

/** What packed bytes begin with; as UTF-8 the second is no character, and what stands for one takes its place. */
const MAGIC = [0x1f, 0x8b] as const;
const MAGIC_AS_TEXT = String.fromCodePoint(0x1f, 0xfffd);

export function textOf(bytes: Uint8Array): string {
    const plain = isGzip(bytes) ? gunzipSync(bytes) : bytes;
    return Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength).toString('utf8');
}

function isGzip(bytes: Uint8Array): boolean {
    return bytes[0] === MAGIC[0] && bytes[1] === MAGIC[1];
}

/** Packed bytes that were read as UTF-8 on the way, and are lost by it. */
export function looksPacked(text: unknown): boolean {
    return typeof text === 'string' && text.startsWith(MAGIC_AS_TEXT);
}
