/**
 * What the rest of the package knows of Snowflake: statements in, rows of cells out.
 * The SQL API (key pair) and the driver's protocol (password) both stand behind this interface and hand over the
 * same cells, so that everything above it gives the same records for every kind of connection.
 */
import { names } from '../names.js';
import type { SetNames } from './session-names.js';

/** The logical types that Snowflake names in result metadata; an unknown one is passed through and read as text. */
export type SnowflakeType = string;

/** One column of a result. `type` is upper case, e.g. `FIXED`, `TEXT`, `TIMESTAMP_LTZ`. */
export interface ResultColumn {
    readonly name: string;
    readonly type: SnowflakeType;
    readonly precision: number | null;
    readonly scale: number | null;
    readonly length: number | null;
    readonly nullable: boolean;
    /** Where Snowflake says it. */
    readonly byteLength?: number | null;
    /** Where the column comes from; empty for one that was computed. */
    readonly database?: string;
    readonly schema?: string;
    readonly table?: string;
    readonly collation?: string | null;
}

/**
 * A cell as the SQL API writes it: text or null. Numbers are decimal text, booleans `true`/`false`, dates days since
 * 1970-01-01, times and timestamps seconds with nine decimals (TIMESTAMP_TZ: a space and the offset in minutes + 1440).
 * https://docs.snowflake.com/en/developer-guide/sql-api/handling-responses#getting-the-data-from-the-results
 */
export type Cell = string | null;
export type Row = readonly Cell[];

export const BIND_TYPES = names(
    'FIXED, REAL, TEXT, BOOLEAN, DATE, TIME, TIMESTAMP_LTZ, TIMESTAMP_NTZ, TIMESTAMP_TZ, BINARY'
);
export type BindType = (typeof BIND_TYPES)[number];

/** https://docs.snowflake.com/en/developer-guide/sql-api/submitting-requests#using-bind-variables-in-a-statement */
export interface Bind {
    readonly type: BindType;
    readonly value: string | null;
}

/** Names are case-sensitive here, as the SQL API takes them: `WH`, not `wh`. */
export interface StatementOptions extends SetNames {
    readonly binds?: readonly Bind[];
    /** Snowflake ends the statement after this many seconds. */
    readonly timeoutSeconds?: number;
    /** How many statements the text holds; 0 lets Snowflake count. Unset: exactly one. */
    readonly statementCount?: number;
    /** Makes a resubmission run once: the SQL API's `requestId`. A fresh one is used when unset. */
    readonly requestId?: string;
    /** Session parameters for this statement, e.g. `QUERY_TAG`. */
    readonly parameters?: Readonly<Record<string, string | number | boolean>>;
}

export interface DmlStats {
    readonly rowsInserted: number;
    readonly rowsUpdated: number;
    readonly rowsDeleted: number;
    readonly duplicateRowsUpdated: number;
    /** Of a COPY into a stage. */
    readonly rowsUnloaded?: number;
    readonly bytesUnloaded?: number;
}

/** Sizes in bytes, as far as Snowflake says them. */
export interface PartitionInfo {
    readonly rowCount: number;
    readonly uncompressedSize?: number;
    readonly compressedSize?: number;
}

/** Where a row stands in a result. */
export interface RowPlace {
    readonly partition: number;
    /** In its partition. */
    readonly row: number;
}

export const FIRST_ROW: RowPlace = { partition: 0, row: 0 };

/** Some rows, one after the other, of one partition. */
export interface Slice {
    readonly rows: readonly Row[];
    /** The place behind them. */
    readonly next: RowPlace;
}

export interface StatementResult {
    /** The statement handle, which is also the query id. */
    readonly handle: string;
    readonly columns: readonly ResultColumn[];
    readonly rowCount: number;
    readonly partitionCount: number;
    readonly partitionInfo?: readonly PartitionInfo[];
    /** How many rows each partition has, as announced: another text, and places in the result mean other rows. */
    readonly cut: string;
    /** When Snowflake took the statement in, where it says so. */
    readonly createdOnMs?: number;
    /** Set for INSERT, UPDATE, DELETE, MERGE and COPY. */
    readonly stats: DmlStats | null;
    /** Handles of the statements of a multi-statement request, in order; empty for a single statement. */
    readonly childHandles: readonly string[];
    /**
     * The rows in order, some at a time: the first of all, or those from a place on. Each partition is fetched while the one
     * before it is worked on, and stays bytes until its rows are read: two are in memory at most.
     */
    slices(from?: RowPlace): AsyncIterable<Slice>;
    /** One partition by its number, with all of its rows at once. */
    partition(index: number): Promise<readonly Row[]>;
}

export type StatementStatus =
    | { readonly state: 'running'; readonly handle: string }
    | { readonly state: 'succeeded'; readonly handle: string; readonly result: StatementResult };

/** Every method throws `SnowflakeError` (see errors.ts), never an answer that only looks empty. */
export interface SnowflakeClient {
    /** Runs one statement to its end, however long it takes within its timeout. */
    execute(statement: string, options?: StatementOptions): Promise<StatementResult>;
    /** Starts a statement and returns at once with its handle. */
    submit(statement: string, options?: StatementOptions): Promise<string>;
    /** Asks once how a submitted statement stands; a failed one throws. */
    status(handle: string): Promise<StatementStatus>;
    cancel(handle: string): Promise<void>;
    /** Rows that a result may well have for a reader with little memory, where that is known: they stay bytes until they are read. */
    readonly rowsAtOnce?: number;
    /** Ends the session where there is one, when there is most likely no more to ask; what is asked all the same opens another. */
    signOut?(): Promise<void>;
    /** Ends the session where there is one. Safe to call twice. */
    close(): Promise<void>;
    /** Tells the operator, in Nango's log of this run. */
    note?(message: string): Promise<void>;
}
