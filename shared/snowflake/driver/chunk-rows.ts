/**
 * The rows of a chunk, which is the inside of an array of arrays. They stay bytes, and are parsed some at a time: as values
 * they take several times as much memory, and a chunk can hold all of a result.
 */
const ROWS_AT_ONCE = 2_000;

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE = 0x5d;
const SPACES: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);

export class ChunkRows {
    readonly count: number;
    readonly #bytes: Buffer;
    /** Where each part starts. */
    readonly #starts: readonly number[];

    constructor(bytes: Buffer, count: number, starts: readonly number[]) {
        this.count = count;
        this.#bytes = bytes;
        this.#starts = starts;
    }

    /** Throws SyntaxError where the cells of a row are no JSON. */
    *parts(): Generator<readonly unknown[]> {
        for (const [index, start] of this.#starts.entries()) {
            const next = this.#starts[index + 1];
            const end = next === undefined ? this.#bytes.length : next - 1;
            const rows: unknown = JSON.parse(`[${this.#bytes.toString('utf8', start, end)}]`);
            if (Array.isArray(rows)) yield rows;
        }
    }
}

/** Null where the bytes are no whole rows: storage's own errors, and what was cut on its way. */
export function chunkRows(bytes: Uint8Array): ChunkRows | null {
    const starts = [0];
    let count = 0;
    let depth = 0;
    let isInText = false;
    for (let at = 0; at < bytes.length; at += 1) {
        const byte = bytes[at] ?? 0;
        if (isInText) {
            if (byte === BACKSLASH) at += 1;
            else if (byte === QUOTE) isInText = false;
        } else if (depth > 0) {
            if (byte === QUOTE) isInText = true;
            else if (byte === OPEN) depth += 1;
            else if (byte === CLOSE) {
                depth -= 1;
                if (depth === 0) count += 1;
            }
        } else if (byte === OPEN) depth = 1;
        else if (byte === COMMA) {
            if (count % ROWS_AT_ONCE === 0) starts.push(at + 1);
        } else if (!SPACES.has(byte)) return null;
    }
    if (depth > 0 || isInText) return null;
    return new ChunkRows(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), count, starts);
}
