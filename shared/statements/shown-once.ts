/**
 * Snowflake keeps the answer of a statement for a day, and the history of queries tells its handle: the secret of an
 * access token, shown once where it was made, could be read again by whoever has the same connection.
 * https://docs.snowflake.com/en/sql-reference/sql/alter-user-rotate-programmatic-access-token#output
 */
import { ActionableError } from '../errors.js';
import type { ResultColumn } from '../snowflake/client.js';

/** As ADD and ROTATE PROGRAMMATIC ACCESS TOKEN name them: small letters, which columns of customers seldom have. */
const COLUMNS = ['token_name', 'token_secret'];

export function refuseShownOnce(columns: readonly ResultColumn[]): void {
    if (!COLUMNS.every((name) => columns.some((column) => column.name === name))) return;
    throw new ActionableError(
        'token_shown_once',
        'This answer holds the secret of an access token, which is given only once, where the token is made.',
        'Use the secret in which rotate-token stored it. If it is lost, run rotate-token again.'
    );
}
