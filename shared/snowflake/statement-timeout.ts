/**
 * When a statement that is waited for is given up, whichever protocol carries it. Snowflake ends a statement at its
 * timeout itself; only what is still running past a margin after that is stuck, and is cancelled.
 */
import { nameSet } from '../names.js';
import { SnowflakeError } from './errors.js';
import type { SnowflakeErrorCode } from './errors.js';

export const DEFAULT_TIMEOUT_SECONDS = 3600;
const TIMEOUT_MARGIN_SECONDS = 60;

/** In milliseconds since 1970, for a statement that starts now. */
export function deadlineMs(timeoutSeconds: number): number {
    return Date.now() + (timeoutSeconds + TIMEOUT_MARGIN_SECONDS) * 1000;
}

export function overdue(handle: string, timeoutSeconds: number): SnowflakeError {
    return new SnowflakeError(
        'statement_timeout',
        `The statement ${handle} was still running after ${timeoutSeconds} seconds and was cancelled.`,
        'Raise the timeout, narrow the statement or use a larger warehouse.'
    );
}

/** What Snowflake says of a statement; every other refusal is about the token, the session or the moment. */
const ENDS_A_STATEMENT: ReadonlySet<SnowflakeErrorCode> = nameSet(
    'sql_error, object_not_found, insufficient_privileges, warehouse_not_available, result_too_large',
    'statement_timeout, statement_cancelled, statement_not_found'
);

/** A statement that Snowflake reports as failed needs no cancelling; one we merely lost sight of does. */
export function endedByItself(error: unknown): boolean {
    return wasRefused(error) && error.concerns !== 'sign-in' && ENDS_A_STATEMENT.has(error.code);
}

/** Snowflake answered itself: a request that was to start a statement started none. */
export function wasRefused(error: unknown): error is SnowflakeError {
    return error instanceof SnowflakeError && error.vendorCode !== undefined && !error.mayHaveRun;
}

/** For an error that came while a statement was under way: unless it is the statement's own end, nobody knows that. */
export function lostSight(error: unknown): unknown {
    const isKnown = !(error instanceof SnowflakeError) || endedByItself(error) || error.code === 'statement_timeout';
    // An internal error that Snowflake reports is the statement's end too.
    return isKnown || (error.code === 'unavailable' && error.vendorCode !== undefined)
        ? error
        : error.with({ mayHaveRun: true });
}
