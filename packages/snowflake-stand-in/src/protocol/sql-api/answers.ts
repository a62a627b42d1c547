/**
 * The bodies and headers of the SQL API, field by field as documented. Column types are lower case, as the service
 * writes them.
 * https://docs.snowflake.com/en/developer-guide/sql-api/reference#types-of-objects-in-the-response-body
 */
import { randomUUID } from 'node:crypto';

import type { ResultSet, StatementFailure } from '../../types.js';

import { compress, estimateCompressedSize, type Cells, type Piece } from '../pieces.js';
import { rowType } from '../row-type.js';

import type { Query } from '../queries.js';

const STATEMENTS = '/api/v2/statements';

export interface Answer {
    readonly status: number;
    readonly body: unknown;
    readonly headers?: Readonly<Record<string, string>>;
}

/** Unlike drivers, which are sent hexadecimal digits and format them, clients of the SQL API get the text itself. */
export function withBinaries(result: ResultSet, format = 'HEX'): ResultSet {
    const encoding = ENCODINGS[format.toUpperCase()];
    if (encoding === undefined || !result.columns.some(({ type }) => type === 'BINARY')) return result;
    const rows = result.rows.map((row) =>
        row.map((cell, index) =>
            cell !== null && result.columns[index]?.type === 'BINARY'
                ? Buffer.from(cell, 'hex').toString(encoding)
                : cell
        )
    );
    return { ...result, rows };
}

const ENCODINGS: Readonly<Record<string, 'base64' | 'utf8'>> = { BASE64: 'base64', 'UTF-8': 'utf8', UTF8: 'utf8' };

/** `nullsAsText`: the request said `nullable=false`. */
export function resultSet(query: Query, result: ResultSet, pieces: readonly Piece[], nullsAsText: boolean): Answer {
    const handles = query.children.map((child) => child.id);
    return {
        status: 200,
        headers: { link: links(query.id, 0, pieces.length) },
        body: {
            resultSetMetaData: {
                numRows: result.rows.length,
                format: 'jsonv2',
                partitionInfo: pieces.map((piece, index) => partitionInfo(result, piece, index)),
                rowType: result.columns.map(rowType)
            },
            data: rowsOf(result, pieces[0], nullsAsText),
            code: '090001',
            statementStatusUrl: `${STATEMENTS}/${query.id}?requestId=${randomUUID()}`,
            ...(handles.length === 0 ? {} : { statementHandles: handles }),
            sqlState: '00000',
            statementHandle: query.id,
            message: 'Statement executed successfully.',
            createdOn: query.createdOnMs,
            ...(result.stats ? { stats: result.stats } : {})
        }
    };
}

/** A later partition: the rows alone, gzipped whatever the client accepts. */
export function laterPartition(
    query: Query,
    result: ResultSet,
    pieces: readonly Piece[],
    index: number,
    nullsAsText: boolean
): Response {
    const text = JSON.stringify({ data: rowsOf(result, pieces[index], nullsAsText) });
    return new Response(compress(text), {
        headers: {
            'content-type': 'application/json',
            'content-encoding': 'gzip',
            link: links(query.id, index, pieces.length)
        }
    });
}

export function stillRunning(query: Query): Answer {
    return {
        status: 202,
        body: {
            code: '333334',
            message:
                'Asynchronous execution in progress. Use provided query id to perform query monitoring and management.',
            statementHandle: query.id,
            statementStatusUrl: `${STATEMENTS}/${query.id}`
        }
    };
}

export function failed(status: 408 | 422, query: Query, failure: StatementFailure): Answer {
    return {
        status,
        body: {
            code: failure.code,
            message: failure.message,
            sqlState: failure.sqlState,
            statementHandle: query.id,
            createdOn: query.createdOnMs,
            statementStatusUrl: `${STATEMENTS}/${query.id}`
        }
    };
}

export function cancelled(query: Query): Answer {
    return {
        status: 200,
        body: {
            code: '000604',
            sqlState: '57014',
            message: 'SQL execution canceled',
            statementHandle: query.id,
            statementStatusUrl: `${STATEMENTS}/${query.id}`
        }
    };
}

export function notFound(handle: string): Answer {
    return {
        status: 422,
        body: {
            code: '000709',
            message: `Statement ${handle} not found`,
            sqlState: '02000',
            statementHandle: handle
        }
    };
}

/** A refusal without a statement. */
export function refused(status: number, code: string, message: string): Answer {
    return { status, body: { code, message } };
}

export const INVALID_PAYLOAD: Answer = refused(400, '390142', 'Incoming request does not contain a valid payload.');

function partitionInfo(result: ResultSet, piece: Piece, index: number): object {
    const { rowCount, uncompressedSize } = piece;
    if (index === 0) return { rowCount, uncompressedSize };
    return { rowCount, uncompressedSize, compressedSize: estimateCompressedSize(result.rows, piece) };
}

function rowsOf(result: ResultSet, piece: Piece | undefined, nullsAsText: boolean): readonly Cells[] {
    if (!piece) return [];
    const rows = result.rows.slice(piece.start, piece.start + piece.rowCount);
    return nullsAsText ? rows.map((row) => row.map((cell) => cell ?? 'null')) : rows;
}

function links(handle: string, index: number, count: number): string {
    const link = (partition: number, rel: string): string =>
        `<${STATEMENTS}/${handle}?requestId=${randomUUID()}&partition=${partition}>; rel="${rel}"`;
    return [
        link(0, 'first'),
        ...(index > 0 ? [link(index - 1, 'prev')] : []),
        ...(index + 1 < count ? [link(index + 1, 'next')] : []),
        link(count - 1, 'last')
    ].join(',');
}
