/**
 * Cuts a result into the pieces it is sent in: partitions of the SQL API, inline rows and chunks of the driver's
 * protocol. There is always a first piece, also of an empty result.
 */
import { gzipSync } from 'node:zlib';

import type { ResultSet } from '../types.js';
import type { PieceSizes } from './options.js';

export type Cells = readonly (string | null)[];

export interface Piece {
    readonly start: number;
    readonly rowCount: number;
    readonly uncompressedSize: number;
}

/** How results are cut: once each, so that the sizes announced first are those sent later, until a test has them cut anew. */
export class Cutting {
    #cut = new WeakMap<ResultSet, readonly Piece[]>();
    #rows: number | null = null;

    /** Results that are asked for again too: into pieces of this many rows at most. */
    anew(rows: number): void {
        this.#cut = new WeakMap();
        this.#rows = rows;
    }

    of(result: ResultSet, sizes: PieceSizes): readonly Piece[] {
        const known = this.#cut.get(result);
        if (known) return known;
        const pieces = cutIntoPieces(result.rows, { ...sizes, rows: this.#rows ?? sizes.rows });
        this.#cut.set(result, pieces);
        return pieces;
    }
}

export function cutIntoPieces(rows: readonly Cells[], sizes: PieceSizes): Piece[] {
    const pieces: Piece[] = [];
    let start = 0;
    let bytes = 0;
    const close = (end: number): void => {
        pieces.push({ start, rowCount: end - start, uncompressedSize: bytes + 2 });
        start = end;
        bytes = 0;
    };
    for (const [index, row] of rows.entries()) {
        const size = rowBytes(row);
        const limit = pieces.length === 0 ? sizes.firstBytes : sizes.laterBytes;
        const count = index - start;
        if (count > 0 && (bytes + size > limit || count >= sizes.rows)) close(index);
        bytes += size;
    }
    close(rows.length);
    return pieces;
}

/** An estimate that is exact for ASCII without escapes: it decides where to cut, nobody decodes by it. */
function rowBytes(row: Cells): number {
    let bytes = 3;
    for (const cell of row) bytes += (cell === null ? 4 : Buffer.byteLength(cell) + 2) + 1;
    return bytes;
}

/** How much of a piece is compressed to tell how small the whole will be. */
const SAMPLE_ROWS = 500;

/**
 * What `compressedSize` announces: an estimate from the piece's first rows. Nobody decodes by it, and compressing a
 * large result twice would cost more than running the statement.
 */
export function estimateCompressedSize(rows: readonly Cells[], piece: Piece): number {
    const sample = rows.slice(piece.start, piece.start + Math.min(piece.rowCount, SAMPLE_ROWS));
    const text = JSON.stringify(sample);
    const ratio = compress(text).byteLength / Math.max(1, Buffer.byteLength(text));
    return Math.ceil(piece.uncompressedSize * Math.min(1, ratio));
}

/** Fast rather than small: the stand-in shares its processor with what it is there to test. */
export function compress(text: string): Buffer<ArrayBuffer> {
    return gzipSync(text, { level: 1 });
}
