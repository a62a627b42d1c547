/**
 * What Nango is told of the statement actions. Field names are those of Nango's public templates, which mix two styles
 * (`statementHandle` here, `statement_handle` there); each action takes either spelling of the handle.
 */
import { z } from 'zod';
import { nullable, optional } from '../schema.js';
import { BIND_TYPES } from '../snowflake/client.js';
import { NameInputOrEmpty } from '../snowflake/name-input.js';
import { VERSION } from '../version.js';

const HANDLE = /^[\w-]{1,128}$/;

const PlainSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const TypedBindSchema = z.strictObject({
    type: z.enum(BIND_TYPES).describe("Snowflake's type name."),
    value: PlainSchema.describe('As text; dates and times in ISO 8601.')
});
export type TypedBind = z.infer<typeof TypedBindSchema>;

/** Longest wait for a statement: an action may take fifteen minutes in all. */
export const MAX_WAIT_SECONDS = 780;
export const DEFAULT_WAIT_SECONDS = 600;
/** https://docs.snowflake.com/en/developer-guide/sql-api/reference: seven days. */
const MAX_TIMEOUT_SECONDS = 604_800;

const rowFormat = optional(
    z.enum(['both', 'records', 'arrays']),
    'Rows as objects by column name, as arrays in the order of the columns, or both (the default).'
);

const handleInput = {
    statement_handle: z.string().regex(HANDLE, 'must be a statement handle').optional(),
    statementHandle: optional(z.string().regex(HANDLE, 'must be a statement handle'), 'The same as statement_handle.')
};

export const ColumnSchema = z.object({
    name: z.string(),
    type: z.string().describe('Upper case: FIXED, TEXT, TIMESTAMP_LTZ ...'),
    precision: z.number().nullable(),
    scale: z.number().nullable(),
    length: z.number().nullable(),
    byteLength: z.number().nullable(),
    nullable: z.boolean(),
    database: optional(z.string(), 'Where the column comes from; empty for one that was computed.'),
    schema: z.string().optional(),
    table: z.string().optional(),
    collation: z.string().nullable().optional()
});

const RecordsSchema = z
    .array(z.record(z.string(), z.unknown()))
    .describe('The rows by column name, typed; a number that does not fit a double stays text.');
const ArraysSchema = z.array(z.array(z.unknown())).describe('The rows as arrays in the order of the columns, typed.');

const StatsSchema = z.object({
    numRowsInserted: z.number(),
    numRowsUpdated: z.number(),
    numRowsDeleted: z.number(),
    numDuplicateRowsUpdated: z.number(),
    numRowsUnloaded: optional(z.number(), 'Of a COPY into a stage.'),
    numBytesUnloaded: z.number().optional()
});

const metaData = z.object({
    numRows: z.number().describe('Rows of the whole result.'),
    format: z.string(),
    rowType: z.array(ColumnSchema),
    partitionInfo: z.array(
        z.object({
            rowCount: z.number(),
            uncompressedSize: z.number().optional(),
            compressedSize: z.number().optional()
        })
    )
});

const nextPage = {
    next_cursor: nullable(
        z.string(),
        'Pass it to get-statement-result as cursor for the next rows; null when these are the last.'
    ),
    next_partition_num: nullable(z.number(), 'The partition that comes next, where the next row is the first of one.')
};

const OneOfSeveralSchema = z.object({
    statement_handle: z.string().describe('For get-statement-result.'),
    num_rows: nullable(z.number(), 'Null where it could not be read.'),
    rows_changed: z.number().nullable(),
    columns: optional(z.array(ColumnSchema), 'Left out where they do not fit.')
});

/** A statement as execute-statement and get-statement-status answer it. */
const statementOutput = {
    state: z.enum(['running', 'succeeded', 'failed']),
    code: z.string().describe("Snowflake's code: 090001 succeeded, 333334 still running, else why it failed."),
    sqlState: z.string().optional(),
    message: z.string(),
    statementHandle: z.string(),
    statementHandles: optional(z.array(z.string()), 'Of each statement, where several were sent.'),
    statementStatusUrl: z.string(),
    createdOn: optional(z.number(), 'Milliseconds since 1970, where Snowflake says it.'),
    resultSetMetaData: metaData.optional(),
    data: ArraysSchema.optional(),
    records: RecordsSchema.optional(),
    stats: StatsSchema.optional(),
    rows_changed: nullable(
        z.number(),
        'Rows inserted, updated and deleted, of all statements; 0 for SELECT and DDL; null while running, and after a failure: what came before it stands.'
    ),
    statements: optional(z.array(OneOfSeveralSchema), 'Each statement, where several were sent.'),
    ...nextPage
};

export const executeStatementSpec = {
    description:
        'Runs one or more SQL statements: query, DML or DDL, with bound values. Rows come typed, page by page; writes say how many rows changed.',
    version: VERSION,
    input: z.strictObject({
        statement: z.string().trim().min(1).describe('The SQL. `?` takes the binds in order.'),
        binds: optional(
            z.array(z.union([PlainSchema, TypedBindSchema])),
            'Values for the `?` in order: plain JSON values, or { type, value }.'
        ),
        bindings: optional(
            z.record(z.string(), z.strictObject({ type: z.string(), value: PlainSchema })),
            'The same as the SQL API takes it: { "1": { type, value }, "2": ... }.'
        ),
        database: optional(
            NameInputOrEmpty,
            "Case-sensitive, like schema, warehouse and role. Unset or empty: the connection's."
        ),
        schema: NameInputOrEmpty.optional(),
        warehouse: NameInputOrEmpty.optional(),
        role: NameInputOrEmpty.optional(),
        timeout: optional(
            z.number().min(0).max(MAX_TIMEOUT_SECONDS),
            `Seconds after which Snowflake ends the statement; 0: the maximum, ${MAX_TIMEOUT_SECONDS}. Default ${DEFAULT_WAIT_SECONDS}, with async 3600. What still runs after ${MAX_WAIT_SECONDS} is answered as running.`
        ),
        async: optional(z.boolean(), 'Answer at once with the handle; ask get-statement-status later.'),
        statement_count: optional(
            z.int().min(0).max(1000),
            'How many statements the text holds; 0 lets Snowflake count. Default 1: a second one is refused.'
        ),
        parameters: optional(
            z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
            'Session parameters for this statement, e.g. QUERY_TAG, TIMEZONE.'
        ),
        idempotency_key: optional(
            z.string().min(1).max(255),
            'The same key runs nothing twice: a repeat gets the answer of the first one. On a password connection only within one run of the action.'
        ),
        row_format: rowFormat
    }),
    output: z.object(statementOutput)
};

export const getStatementStatusSpec = {
    description: 'How a statement stands: running, succeeded (with its first rows) or failed (with the reason).',
    version: VERSION,
    input: z.strictObject({ ...handleInput, row_format: rowFormat }),
    output: z.object(statementOutput)
};

export const getStatementResultSpec = {
    description: 'Rows of a statement that has ended, page by page or partition by partition.',
    version: VERSION,
    input: z.strictObject({
        ...handleInput,
        partition: optional(z.int().min(0), 'Only this partition; 0 is the first.'),
        cursor: optional(z.string().min(1), 'next_cursor of the page before.'),
        row_format: rowFormat
    }),
    output: z.object({
        statement_handle: z.string(),
        statement_state: z.enum(['running', 'succeeded']),
        num_rows: optional(z.number(), 'Rows of the whole result.'),
        columns: z.array(ColumnSchema.extend({ byte_length: z.number().nullable() })).optional(),
        rows: ArraysSchema.optional(),
        records: RecordsSchema.optional(),
        partition_count: z.number().optional(),
        rows_changed: z.number().nullable().optional(),
        ...nextPage
    })
};

export const cancelStatementSpec = {
    description: 'Cancels a running statement.',
    version: VERSION,
    input: z.strictObject(handleInput),
    output: z.object({ statement_handle: z.string(), code: z.string(), message: z.string() })
};
