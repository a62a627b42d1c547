/**
 * When a statement that is waited for is given up, whichever protocol carries it. Snowflake ends a statement at its
 * timeout itself; only what is still running past a margin after that is stuck, and is cancelled.
 */
import { SnowflakeError } from './errors.js';

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

/** A statement that Snowflake reports as failed needs no cancelling; one we merely lost sight of does. */
export function endedByItself(error: unknown): boolean {
    return error instanceof SnowflakeError && error.vendorCode !== undefined;
}
