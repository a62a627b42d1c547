/** Changes the keys of a user; a refusal names the right that the role lacks. */
import { KEY_SLOT_SECONDS } from '../limits.js';
import type { SnowflakeClient, StatementResult } from '../snowflake/client.js';
import { isRefusedStatement, SnowflakeError } from '../snowflake/errors.js';
import { quoteIdentifier } from '../snowflake/identifiers.js';

const REFUSED: ReadonlySet<string> = new Set(['insufficient_privileges', 'object_not_found']);

/** `what` it is about, as the refusal tells it: `keys`, `access tokens`. */
export async function alterUser(
    client: SnowflakeClient,
    user: string,
    clause: string,
    what = 'keys'
): Promise<StatementResult> {
    try {
        return await client.execute(`ALTER USER ${quoteIdentifier(user)} ${clause}`, {
            timeoutSeconds: KEY_SLOT_SECONDS
        });
    } catch (error) {
        if (!isRefusedStatement(error) || !REFUSED.has(error.code)) throw error;
        throw new SnowflakeError(
            'insufficient_privileges',
            `The role may not change the ${what} of the user ${user}.`,
            'Let an administrator run: GRANT MODIFY PROGRAMMATIC AUTHENTICATION METHODS ON USER ... TO ROLE ...',
            { cause: error }
        );
    }
}
