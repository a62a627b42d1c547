/**
 * Answers and parts of results as text. Nango and its fetch unpack what a header calls packed; now and then it is packed
 * without one, so what bytes are is told by the bytes: https://github.com/snowflakedb/snowflake-connector-nodejs/issues/1141
 */
import { gunzipSync } from '../vendor/fflate.js';

/** What packed bytes begin with; no JSON text does. */
const MAGIC = [0x1f, 0x8b] as const;
/** As Node calls it where a header said so, and what is tried again is told by it. */
const BROKEN = 'Z_DATA_ERROR';

/** Unpacked where they are packed. */
export function plainOf(bytes: Uint8Array): Buffer {
    const plain = isGzip(bytes) ? unpacked(bytes) : bytes;
    return Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength);
}

/** An answer that Nango's proxy handed over as bytes or as text; undefined for one that somebody has parsed already. */
export function textOfAnswer(data: unknown): string | undefined {
    if (typeof data === 'string') return data;
    return bytesOfAnswer(data)?.toString('utf8');
}

/** An answer that was handed over as bytes, unpacked. */
export function bytesOfAnswer(data: unknown): Buffer | undefined {
    // From outside the sandbox, so no instance of its own classes.
    if (!ArrayBuffer.isView(data)) return undefined;
    return plainOf(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

/** Of a refusal, whose status is worth more than its text. */
export function textOfRefusal(data: unknown): string | undefined {
    try {
        return textOfAnswer(data);
    } catch {
        return '';
    }
}

function isGzip(bytes: Uint8Array): boolean {
    return bytes[0] === MAGIC[0] && bytes[1] === MAGIC[1];
}

function unpacked(bytes: Uint8Array): Uint8Array {
    try {
        return gunzipSync(bytes);
    } catch {
        throw Object.assign(new Error('What came is packed, and broken.'), { code: BROKEN });
    }
}
