/**
 * The rest of a large result, behind presigned URLs as of cloud storage: no session, a signature and the encryption
 * key in a header. Storage refuses a request that carries a second authorization, and so does this.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';

import { Hono } from 'hono';

import type { ResultSet } from '../../types.js';
import type { FrontEnv } from '../front.js';
import type { FrontOptions } from '../options.js';
import { compress, estimateCompressedSize, type Cells, type Cutting, type Piece } from '../pieces.js';

/** Presigned URLs live six hours. */
const URL_LIFE_SECONDS = 21_600;
const KEY_HEADER = 'x-amz-server-side-encryption-customer-key';

export interface ChunkedResult {
    readonly inline: readonly Cells[];
    readonly chunks: readonly object[];
    readonly chunkHeaders: Readonly<Record<string, string>>;
}

/** What storage keeps of a chunk; its text is made when it is fetched. */
interface StoredChunk {
    readonly result: ResultSet;
    readonly piece: Piece;
    readonly key: string;
}

interface StoredResult {
    readonly pieces: readonly Piece[];
    readonly key: string;
}

export class Chunks {
    readonly #chunks = new Map<string, StoredChunk>();
    readonly #results = new WeakMap<ResultSet, StoredResult>();
    readonly #secret = randomBytes(32);
    readonly #options: FrontOptions;
    readonly #cutting: Cutting;

    constructor(options: FrontOptions, cutting: Cutting) {
        this.#options = options;
        this.#cutting = cutting;
    }

    /** `host`: as the client named the account, so that it reaches the chunks the same way. */
    of(queryId: string, result: ResultSet, host: string): ChunkedResult {
        const pieces = this.#cutting.of(result, this.#options.chunks);
        const known = this.#results.get(result);
        const stored = known?.pieces === pieces ? known : this.#store(queryId, result, pieces);
        const [first, ...later] = stored.pieces;
        const chunks = later.map((piece, index) => ({
            url: this.#sign(`${queryId}/${index}`, host),
            rowCount: piece.rowCount,
            uncompressedSize: piece.uncompressedSize,
            compressedSize: estimateCompressedSize(result.rows, piece)
        }));
        const inline = first ? wireRows(result, first) : [];
        return { inline, chunks, chunkHeaders: encryptionHeaders(stored.key) };
    }

    routes(): Hono<FrontEnv> {
        const app = new Hono<FrontEnv>();
        app.get('/chunks/:query/:index', (context) => {
            const name = `${context.req.param('query')}/${context.req.param('index')}`;
            const expires = context.req.query('expires') ?? '';
            if (context.req.header('authorization') !== undefined) {
                return storageError(400, 'InvalidArgument', 'Only one auth mechanism allowed.');
            }
            if (context.req.query('signature') !== this.#signature(name, expires)) {
                return storageError(403, 'SignatureDoesNotMatch', 'The request signature does not match.');
            }
            if (Number(expires) * 1000 <= this.#options.now()) {
                return storageError(403, 'AccessDenied', 'Request has expired');
            }
            const stored = this.#chunks.get(name);
            if (!stored) return storageError(404, 'NoSuchKey', 'The specified key does not exist.');
            if (context.req.header(KEY_HEADER) !== stored.key) {
                return storageError(400, 'InvalidRequest', 'The object was stored using server-side encryption.');
            }
            // A chunk is the inside of a JSON array: rows with commas, no brackets.
            const rows = wireRows(stored.result, stored.piece);
            return new Response(compress(rows.map((row) => JSON.stringify(row)).join(',')), {
                headers: { 'content-type': 'binary/octet-stream', 'content-encoding': 'gzip' }
            });
        });
        return app;
    }

    #store(queryId: string, result: ResultSet, pieces: readonly Piece[]): StoredResult {
        const key = randomBytes(32).toString('base64');
        for (const [index, piece] of pieces.slice(1).entries()) {
            this.#chunks.set(`${queryId}/${index}`, { result, piece, key });
        }
        const stored = { pieces, key };
        this.#results.set(result, stored);
        return stored;
    }

    #sign(name: string, host: string): string {
        const expires = String(Math.floor(this.#options.now() / 1000) + URL_LIFE_SECONDS);
        return `${this.#options.scheme}://${host}/chunks/${name}?expires=${expires}&signature=${this.#signature(name, expires)}`;
    }

    #signature(name: string, expires: string): string {
        return createHmac('sha256', this.#secret).update(`${name}\n${expires}`).digest('hex');
    }
}

/** Drivers get booleans as 1 and 0; every other cell stands as the SQL API writes it. */
function wireRows(result: ResultSet, piece: Piece): readonly Cells[] {
    const rows = result.rows.slice(piece.start, piece.start + piece.rowCount);
    const booleans = result.columns.map((column) => column.type === 'BOOLEAN');
    if (!booleans.includes(true)) return rows;
    return rows.map((row) => row.map((cell, index) => (booleans[index] && cell !== null ? flag(cell) : cell)));
}

function flag(cell: string): string {
    return cell === 'true' ? '1' : '0';
}

function encryptionHeaders(key: string): Record<string, string> {
    return {
        [KEY_HEADER]: key,
        [`${KEY_HEADER}-md5`]: createHash('md5').update(Buffer.from(key, 'base64')).digest('base64')
    };
}

function storageError(status: number, code: string, message: string): Response {
    const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
    return new Response(xml, { status, headers: { 'content-type': 'application/xml' } });
}
