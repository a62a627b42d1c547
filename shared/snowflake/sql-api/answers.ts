/**
 * The answers of the SQL API, parsed once. A later partition may hold `data` alone; a failed answer may be anything.
 * https://docs.snowflake.com/en/developer-guide/sql-api/reference
 */
import { z } from 'zod';
import type { DmlStats } from '../client.js';
import { dropUnset } from '../context.js';
import { ResultColumnSchema } from '../result-column.js';

const STATUS_PATH = /\/api\/v2\/statements\/([\w%-]+)(?:[?#]|$)/;

/** What is in the list is read apart, row by row. */
const DataSchema = z.custom<readonly unknown[]>(Array.isArray).nullish();

const StatsSchema = z
    .object({
        numRowsInserted: z.number().default(0),
        numRowsUpdated: z.number().default(0),
        numRowsDeleted: z.number().default(0),
        numDuplicateRowsUpdated: z.number().default(0),
        numRowsUnloaded: z.number().optional(),
        numBytesUnloaded: z.number().optional()
    })
    .transform((stats): DmlStats => ({
        rowsInserted: stats.numRowsInserted,
        rowsUpdated: stats.numRowsUpdated,
        rowsDeleted: stats.numRowsDeleted,
        duplicateRowsUpdated: stats.numDuplicateRowsUpdated,
        ...dropUnset({ rowsUnloaded: stats.numRowsUnloaded, bytesUnloaded: stats.numBytesUnloaded })
    }));

const PartitionInfoSchema = z.object({
    rowCount: z.number().optional(),
    uncompressedSize: z.number().optional(),
    compressedSize: z.number().optional()
});

/** HTTP 200 to a submit or to a poll: the result with its first partition. */
export const ResultAnswerSchema = z.object({
    statementHandle: z.string(),
    statementHandles: z.array(z.string()).optional(),
    resultSetMetaData: z.object({
        numRows: z.number().optional(),
        rowType: z.array(ResultColumnSchema),
        partitionInfo: z.array(PartitionInfoSchema).nullish()
    }),
    createdOn: z.number().nullish(),
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
    z.object({ statementHandle: z.string() }),
    z.object({ code: z.string() }),
    z.object({ message: z.string() })
]);

/** Any refusal; every part may be missing, and the body may be no JSON at all. */
export const RefusalSchema = z
    .object({
        code: z.union([z.string(), z.number().transform(String)]).optional(),
        message: z.string().optional(),
        sqlState: z.string().optional(),
        statementHandle: z.string().optional()
    })
    .catch({});
