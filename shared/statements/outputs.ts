/** What the statement actions answer alike: columns and rows, where the next ones are, and how a statement stands. */
import { z } from 'zod';
import { anyBoolean, anyNumber, anyText, nullable, optional } from '../schema.js';

export const ColumnSchema = z.object({
    name: anyText,
    type: anyText.describe('Upper case: FIXED, TEXT, TIMESTAMP_LTZ ...'),
    precision: anyNumber.nullable(),
    scale: anyNumber.nullable(),
    length: anyNumber.nullable(),
    byteLength: anyNumber.nullable(),
    nullable: anyBoolean,
    database: optional(anyText, 'Where the column comes from; empty for one that was computed.'),
    schema: anyText.optional(),
    table: anyText.optional(),
    collation: anyText.nullable().optional()
});

export const RecordsSchema = z
    .array(z.record(anyText, z.unknown()))
    .describe('The rows by column name, typed; a number that does not fit a double stays text.');
export const ArraysSchema = z
    .array(z.array(z.unknown()))
    .describe('The rows as arrays in the order of the columns, typed.');

const StatsSchema = z.object({
    numRowsInserted: anyNumber,
    numRowsUpdated: anyNumber,
    numRowsDeleted: anyNumber,
    numDuplicateRowsUpdated: anyNumber,
    numRowsUnloaded: optional(anyNumber, 'Of a COPY into a stage.'),
    numBytesUnloaded: anyNumber.optional()
});

const metaData = z.object({
    numRows: anyNumber.describe('Rows of the whole result.'),
    format: anyText,
    rowType: z.array(ColumnSchema),
    partitionInfo: z.array(
        z.object({
            rowCount: anyNumber,
            uncompressedSize: anyNumber.optional(),
            compressedSize: anyNumber.optional()
        })
    )
});

export const nextPage = {
    next_cursor: nullable(
        anyText,
        'Pass it to get-statement-result as cursor for the next rows; null when these are the last.'
    ),
    next_partition_num: nullable(anyNumber, 'The partition that comes next, where the next row is the first of one.')
};

const OneOfSeveralSchema = z.object({
    statement_handle: anyText.describe('For get-statement-result.'),
    num_rows: nullable(anyNumber, 'Null where it could not be read.'),
    rows_changed: anyNumber.nullable(),
    columns: optional(z.array(ColumnSchema), 'Left out where they do not fit.')
});

/** A statement as execute-statement and get-statement-status answer it. */
export const statementOutput = {
    state: z.enum(['running', 'succeeded', 'failed']),
    code: anyText.describe("Snowflake's code: 090001 succeeded, 333334 still running, else why it failed."),
    sqlState: anyText.optional(),
    message: anyText,
    statementHandle: anyText,
    statementHandles: optional(z.array(anyText), 'Of each statement, where several were sent.'),
    statementStatusUrl: anyText,
    createdOn: optional(anyNumber, 'Milliseconds since 1970, where Snowflake says it.'),
    resultSetMetaData: metaData.optional(),
    data: ArraysSchema.optional(),
    records: RecordsSchema.optional(),
    stats: StatsSchema.optional(),
    rows_changed: nullable(
        anyNumber,
        'Rows inserted, updated and deleted, of all statements; 0 for SELECT and DDL; null while running, and after a failure: what came before it stands.'
    ),
    statements: optional(z.array(OneOfSeveralSchema), 'Each statement, where several were sent.'),
    ...nextPage
};
