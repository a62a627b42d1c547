/**
 * snowflake-sdk for Nango's sandbox (source: scripts/vendor/snowflake-sdk): the driver's sessions, over a transport that
 * the caller gives in place of sockets. Without: its statements (`request` takes their place), connection pools, files,
 * and every sign-in but password, OAuth token and programmatic access token.
 */
import type * as snowflake from 'snowflake-sdk';

/** One HTTP request of the driver's. */
export interface DriverRequest {
    readonly method: string;
    /** Absolute, with its query string. */
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    /** To be sent as JSON. */
    readonly body: object | undefined;
    /** After this long the driver stops waiting. */
    readonly timeoutMs: number;
}

export interface DriverResponse {
    readonly status: number;
    /** Names in lower case. */
    readonly headers: Readonly<Record<string, string>>;
    /** The body untouched: the driver parses it itself. */
    readonly text: string;
}

/** Rejects when there is no answer; an answer of any status resolves. */
export type Transport = (request: DriverRequest) => Promise<DriverResponse>;

/** A request of the driver's protocol, sent with the session's token; retried, and repeated after a renewal. */
export interface SessionRequest {
    readonly method: 'GET' | 'POST';
    /** A path with its query string. */
    readonly url: string;
    readonly json?: object;
    /** What it throws is lost: neither error nor body ever reaches anybody. */
    readonly callback: (error: unknown, body: unknown) => void;
}

type OfStatements = 'execute' | 'fetchResult' | 'getResultsFromQueryId';

/** A connection, with its session open to requests of one's own: they give cells as Snowflake writes them. */
export interface SessionConnection extends Omit<snowflake.Connection, OfStatements> {
    request(options: SessionRequest): void;
    /** To be sent along with a statement: https://docs.snowflake.com/en/user-guide/tables-hybrid */
    getQueryContext(): object | undefined;
    updateQueryContext(context: unknown): void;
}

export interface Snowflake extends Omit<typeof snowflake, 'createConnection'> {
    createConnection(options: snowflake.ConnectionOptions): SessionConnection;
}

export declare function createSnowflake(transport: Transport): Snowflake;

export type { ConnectionOptions, SnowflakeError } from 'snowflake-sdk';
