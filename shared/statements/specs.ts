/**
 * What Nango is told of the statement actions. Field names are those of Nango's public templates, which mix two styles
 * (`statementHandle` here, `statement_handle` there); each action takes either spelling of the handle.
 */
import { z } from 'zod';
import { NameInputOrEmpty } from '../snowflake/name-input.js';
import { VERSION } from '../version.js';

const HANDLE = /^[\w-]{1,128}$/;

export const BIND_TYPES = [
    'FIXED',
    'REAL',
    'TEXT',
    'BOOLEAN',
    'DATE',
    'TIME',
    'TIMESTAMP_LTZ',
    'TIMESTAMP_NTZ',
    'TIMESTAMP_TZ',
    'BINARY'
] as const;

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

const rowFormat = z
    .enum(['both', 'records', 'arrays'])
    .optional()
    .describe('Rows as objects by column name, as arrays in the order of the columns, or both (the default).');

const handleInput = {
    statement_handle: z.string().regex(HANDLE, 'must be a statement handle').optional(),
    statementHandle: z
        .string()
        .regex(HANDLE, 'must be a statement handle')
        .optional()
        .describe('The same as statement_handle.')
};

export const ColumnSchema = z.object({
    name: z.string(),
    type: z.string().describe('Upper case: FIXED, TEXT, TIMESTAMP_LTZ ...'),
    precision: z.number().nullable(),
    scale: z.number().nullable(),
    length: z.number().nullable(),
    byteLength: z.number().nullable(),
    nullable: z.boolean(),
    database: z.string().optional().describe('Where the column comes from; empty for one that was computed.'),
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
    numRowsUnloaded: z.number().optional().describe('Of a COPY into a stage.'),
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
    next_cursor: z
        .string()
        .nullable()
        .describe('Pass it to get-statement-result as cursor for the next rows; null when these are the last.'),
    next_partition_num: z
        .number()
        .nullable()
        .describe('The partition that comes next, where the next row is the first of one.')
};

const OneOfSeveralSchema = z.object({
    statement_handle: z.string().describe('For get-statement-result.'),
    num_rows: z.number().nullable().describe('Null where it could not be read.'),
    rows_changed: z.number().nullable(),
    columns: z.array(ColumnSchema).optional().describe('Left out where they do not fit.')
});

/** A statement as execute-statement and get-statement-status answer it. */
const statementOutput = {
    state: z.enum(['running', 'succeeded', 'failed']),
    code: z.string().describe("Snowflake's code: 090001 succeeded, 333334 still running, else why it failed."),
    sqlState: z.string().optional(),
    message: z.string(),
    statementHandle: z.string(),
    statementHandles: z.array(z.string()).optional().describe('Of each statement, where several were sent.'),
    statementStatusUrl: z.string(),
    createdOn: z.number().optional().describe('Milliseconds since 1970, where Snowflake says it.'),
    resultSetMetaData: metaData.optional(),
    data: ArraysSchema.optional(),
    records: RecordsSchema.optional(),
    stats: StatsSchema.optional(),
    rows_changed: z
        .number()
        .nullable()
        .describe(
            'Rows inserted, updated and deleted, of all statements; 0 for SELECT and DDL; null while running, and after a failure: what came before it stands.'
        ),
    statements: z.array(OneOfSeveralSchema).optional().describe('Each statement, where several were sent.'),
    ...nextPage
};

export const executeStatementSpec = {
    description:
        'Runs one or more SQL statements: query, DML or DDL, with bound values. Rows come typed, page by page; writes say how many rows changed.',
    version: VERSION,
    input: z.strictObject({
        statement: z.string().trim().min(1).describe('The SQL. `?` takes the binds in order.'),
        binds: z
            .array(z.union([PlainSchema, TypedBindSchema]))
            .optional()
            .describe('Values for the `?` in order: plain JSON values, or { type, value }.'),
        bindings: z
            .record(z.string(), z.strictObject({ type: z.string(), value: PlainSchema }))
            .optional()
            .describe('The same as the SQL API takes it: { "1": { type, value }, "2": ... }.'),
        database: NameInputOrEmpty.optional().describe(
            "Case-sensitive, like schema, warehouse and role. Unset or empty: the connection's."
        ),
        schema: NameInputOrEmpty.optional(),
        warehouse: NameInputOrEmpty.optional(),
        role: NameInputOrEmpty.optional(),
        timeout: z
            .number()
            .min(0)
            .max(MAX_TIMEOUT_SECONDS)
            .optional()
            .describe(
                `Seconds after which Snowflake ends the statement; 0: the maximum, ${MAX_TIMEOUT_SECONDS}. Default ${DEFAULT_WAIT_SECONDS}, with async 3600. What still runs after ${MAX_WAIT_SECONDS} is answered as running.`
            ),
        async: z.boolean().optional().describe('Answer at once with the handle; ask get-statement-status later.'),
        statement_count: z
            .int()
            .min(0)
            .max(1000)
            .optional()
            .describe(
                'How many statements the text holds; 0 lets Snowflake count. Default 1: a second one is refused.'
            ),
        parameters: z
            .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
            .optional()
            .describe('Session parameters for this statement, e.g. QUERY_TAG, TIMEZONE.'),
        idempotency_key: z
            .string()
            .min(1)
            .max(255)
            .optional()
            .describe(
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
        partition: z.int().min(0).optional().describe('Only this partition; 0 is the first.'),
        cursor: z.string().min(1).optional().describe('next_cursor of the page before.'),
        row_format: rowFormat
    }),
    output: z.object({
        statement_handle: z.string(),
        statement_state: z.enum(['running', 'succeeded']),
        num_rows: z.number().optional().describe('Rows of the whole result.'),
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
