/**
 * The answers of the SQL API, parsed once. A later partition may hold `data` alone; a failed answer may be anything.
 * https://docs.snowflake.com/en/developer-guide/sql-api/reference
 */
import { z } from 'zod';
import { anyNumber, anyText } from '../../schema.js';
import type { DmlStats } from '../client.js';
import { dropUnset } from '../context.js';
import { ResultColumnSchema } from '../result-column.js';

const STATUS_PATH = /\/api\/v2\/statements\/([\w%-]+)(?:[?#]|$)/;

/** What is in the list is read apart, row by row. */
const DataSchema = z.custom<readonly unknown[]>(Array.isArray).nullish();

const StatsSchema = z
    .object({
        numRowsInserted: anyNumber.default(0),
        numRowsUpdated: anyNumber.default(0),
        numRowsDeleted: anyNumber.default(0),
        numDuplicateRowsUpdated: anyNumber.default(0),
        numRowsUnloaded: anyNumber.optional(),
        numBytesUnloaded: anyNumber.optional()
    })
    .transform((stats): DmlStats => ({
        rowsInserted: stats.numRowsInserted,
        rowsUpdated: stats.numRowsUpdated,
        rowsDeleted: stats.numRowsDeleted,
        duplicateRowsUpdated: stats.numDuplicateRowsUpdated,
        ...dropUnset({ rowsUnloaded: stats.numRowsUnloaded, bytesUnloaded: stats.numBytesUnloaded })
    }));

const PartitionInfoSchema = z.object({
    rowCount: anyNumber.optional(),
    uncompressedSize: anyNumber.optional(),
    compressedSize: anyNumber.optional()
});

/** HTTP 200 to a submit or to a poll: the result with its first partition. */
export const ResultAnswerSchema = z.object({
    statementHandle: anyText,
    statementHandles: z.array(anyText).optional(),
    resultSetMetaData: z.object({
        numRows: anyNumber.optional(),
        rowType: z.array(ResultColumnSchema),
        partitionInfo: z.array(PartitionInfoSchema).nullish()
    }),
    createdOn: anyNumber.nullish(),
    data: DataSchema,
    stats: StatsSchema.nullish()
});
export type ResultAnswer = z.infer<typeof ResultAnswerSchema>;

/** HTTP 200 to a partition's GET. */
export const PartitionAnswerSchema = z.object({ data: DataSchema });

/** HTTP 202: still running. The handle also stands in the URL to ask at, and may stand there alone. */
export const RunningAnswerSchema = z.union([
    z.object({ statementHandle: z.string().min(1) }).transform(({ statementHandle }) => statementHandle),
    z
        .object({ statementStatusUrl: z.string().regex(STATUS_PATH) })
        .transform(({ statementStatusUrl }) => decodeURIComponent(STATUS_PATH.exec(statementStatusUrl)?.[1] ?? ''))
]);

/** HTTP 200 to a cancellation: any of these is Snowflake's word; a page of somebody in between has none. */
export const CancelledAnswerSchema = z.union([
    z.object({ statementHandle: anyText }),
    z.object({ code: anyText }),
    z.object({ message: anyText })
]);

/** Any refusal; every part may be missing, and the body may be no JSON at all. */
export const RefusalSchema = z
    .object({
        code: z.union([anyText, z.number().transform(String)]).optional(),
        message: anyText.optional(),
        sqlState: anyText.optional(),
        statementHandle: anyText.optional()
    })
    .catch({});
