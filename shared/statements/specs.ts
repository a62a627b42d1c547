/**
 * What Nango is told of the statement actions. Field names are those of Nango's public templates, which mix two styles
 * (`statementHandle` here, `statement_handle` there); each action takes either spelling of the handle.
 */
import { z } from 'zod';
import { anyBoolean, anyNumber, anyText, filledText, ofLength, optional, orNull, trimmedText } from '../schema.js';
import { actionSpec } from '../nango/action-spec.js';
import { binds, handleInput, placeInput, PlainSchema, rowFormat } from './inputs.js';
import { ArraysSchema, ColumnSchema, nextPage, RecordsSchema, statementOutput } from './outputs.js';

/** Longest wait for a statement: an action may take fifteen minutes in all. */
export const MAX_WAIT_SECONDS = 780;
export const DEFAULT_WAIT_SECONDS = 600;
/** https://docs.snowflake.com/en/developer-guide/sql-api/reference: seven days. */
const MAX_TIMEOUT_SECONDS = 604_800;

const ParameterValueSchema = z.union([anyText, anyNumber, anyBoolean]);
const ParameterListSchema = z.array(
    z.strictObject({ name: anyText.describe('E.g. QUERY_TAG or TIMEZONE.'), value: ParameterValueSchema })
);

const executeInput = z.strictObject({
    statement: trimmedText.describe('The SQL; a ? takes the binds in order.'),
    binds,
    ...placeInput,
    timeout: orNull(
        anyNumber.min(0).max(MAX_TIMEOUT_SECONDS),
        `Seconds after which Snowflake ends the statement; 0: the maximum, ${MAX_TIMEOUT_SECONDS}. Default ${DEFAULT_WAIT_SECONDS}, with async 3600. What still runs after ${MAX_WAIT_SECONDS} is answered as running.`
    ),
    async: orNull(
        anyBoolean,
        'True: answer at once with the handle, and ask get-statement-status later. Default: false.'
    ),
    statement_count: orNull(
        z.int().min(0).max(1000),
        'How many statements the text holds; 0 lets Snowflake count. Default 1: a second one is refused.'
    ),
    parameters: orNull(ParameterListSchema, 'Session parameters for this statement alone.'),
    idempotency_key: orNull(
        ofLength(filledText, 255),
        'The same key runs nothing twice: a repeat gets the answer of the first one. On a password connection only within one run of the action.'
    ),
    row_format: rowFormat
});

export const executeStatementSpec = {
    ...actionSpec(
        'Runs SQL of any kind: writes (INSERT, UPDATE, DELETE, MERGE), DDL (CREATE, ALTER, DROP), CALL, and several statements at once. It can change or destroy data: to read, use query instead. Costs warehouse time, except for most DDL. Returns the first rows (more by get-statement-result), how many rows a write changed, and the handle; a statement that takes too long is answered as running, and get-statement-status says how it went. A setting of the connection can limit the kinds (statement_not_allowed).',
        executeInput,
        z.object(statementOutput)
    ),
    /** What callers may write beside what models are told of: objects with any key are no part of a strict schema. */
    accepts: executeInput.extend({
        parameters: orNull(
            z.union([ParameterListSchema, z.record(anyText, ParameterValueSchema)]),
            'Session parameters for this statement alone: { QUERY_TAG: "x" }, or a list of { name, value }.'
        ),
        bindings: orNull(
            z.record(anyText, z.strictObject({ type: anyText, value: PlainSchema })),
            'The binds as the SQL API takes them: { "1": { type, value }, "2": ... }.'
        )
    })
};

/** Rows that query gives at once: enough to look at, few enough to read. */
export const DEFAULT_QUERY_ROWS = 100;
const MAX_PAGE_ROWS = 10_000;
export const DEFAULT_QUERY_SECONDS = 120;

const pageRows = (rest: string): ReturnType<typeof orNull<z.ZodInt>> =>
    orNull(z.int().min(1).max(MAX_PAGE_ROWS), `At most so many rows at once, up to ${MAX_PAGE_ROWS}. ${rest}`);

export const querySpec = actionSpec(
    'Reads with one SQL statement, and can change nothing: SELECT, WITH ... SELECT, SHOW, DESCRIBE or EXPLAIN; anything else is refused (statement_not_read_only). The first choice for any question about data. SELECT costs warehouse time and may wake a warehouse; SHOW, DESCRIBE and EXPLAIN are free. To find tables and columns first, use list-tables, list-columns or describe-table. Returns the columns and the first rows, with num_rows for how many there are in all; for more, pass next_cursor and statement_handle to get-statement-result. Prefer WHERE, GROUP BY and LIMIT to reading many pages.',
    z.strictObject({
        statement: trimmedText.describe(
            'One statement in Snowflake SQL that reads. Name tables in full (DATABASE.SCHEMA.TABLE), or set database and schema. A ? takes the binds in order.'
        ),
        binds,
        ...placeInput,
        limit: pageRows(`Default ${DEFAULT_QUERY_ROWS}.`),
        timeout: orNull(
            z.int().min(1).max(MAX_WAIT_SECONDS),
            `Seconds after which Snowflake ends the statement, up to ${MAX_WAIT_SECONDS}. Default ${DEFAULT_QUERY_SECONDS}.`
        ),
        row_format: orNull(
            z.enum(['records', 'arrays']),
            'Rows as objects by column name (records, the default), or as arrays in the order of the columns, which is shorter.'
        )
    }),
    z.object({
        statement_handle: anyText.describe('For get-statement-result.'),
        num_rows: anyNumber.describe('Rows of the whole result.'),
        columns: z.array(z.object({ name: anyText, type: anyText })),
        records: RecordsSchema.optional(),
        rows: ArraysSchema.optional(),
        ...nextPage
    })
);

export const getStatementStatusSpec = actionSpec(
    'Says how a statement stands that execute-statement answered as running: still running, succeeded (with its first rows) or failed (with the reason). Free. For further rows of one that succeeded, use get-statement-result.',
    z.strictObject({ ...handleInput, row_format: rowFormat }),
    z.object(statementOutput)
);

export const getStatementResultSpec = actionSpec(
    'Gives further rows of a statement that has ended: the page at next_cursor of query, execute-statement or the page before. Runs nothing again and is free; results live 24 hours. To ask something else of the data, use query instead of reading all pages.',
    z.strictObject({
        ...handleInput,
        cursor: orNull(filledText, 'next_cursor of the page before. Left out: the first rows.'),
        limit: pageRows('Default: as many as fit into one output (2 MB).'),
        partition: orNull(z.int().min(0), 'Instead of cursor: only this partition of the result; 0 is the first.'),
        row_format: rowFormat
    }),
    z.object({
        statement_handle: anyText,
        statement_state: z.enum(['running', 'succeeded']),
        num_rows: optional(anyNumber, 'Rows of the whole result.'),
        columns: z.array(ColumnSchema.extend({ byte_length: anyNumber.nullable() })).optional(),
        rows: ArraysSchema.optional(),
        records: RecordsSchema.optional(),
        partition_count: anyNumber.optional(),
        rows_changed: anyNumber.nullable().optional(),
        ...nextPage
    })
);

export const cancelStatementSpec = actionSpec(
    'Cancels a statement that still runs, by its handle: for one that takes too long or was sent by mistake. What several statements did before is kept. Free.',
    z.strictObject(handleInput),
    z.object({ statement_handle: anyText, code: anyText, message: anyText })
);
