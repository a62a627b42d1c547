/**
 * A user's programmatic access tokens, as Snowflake shows them to the role.
 * https://docs.snowflake.com/en/sql-reference/sql/show-user-programmatic-access-tokens
 */
import { show } from '../catalog/show.js';
import { IDENTITY_SECONDS } from '../limits.js';
import type { SnowflakeClient } from '../snowflake/client.js';
import { SnowflakeError } from '../snowflake/errors.js';
import { quoteIdentifier } from '../snowflake/identifiers.js';

export interface ShownToken {
    readonly name: string;
    readonly isActive: boolean;
    /** ISO 8601. */
    readonly expiresAt: string | null;
    /** Of an old secret that goes on working for some time: the name of the token that was rotated. */
    readonly rotatedTo: string | null;
}

/** Of another user where one is named. Null where the role may not see them. */
export async function shownTokens(client: SnowflakeClient, user?: string): Promise<readonly ShownToken[] | null> {
    const options = { timeoutSeconds: IDENTITY_SECONDS };
    const of = user === undefined ? '' : ` FOR USER ${quoteIdentifier(user)}`;
    try {
        const { rows } = await show({ client, options }, `SHOW USER PROGRAMMATIC ACCESS TOKENS${of}`);
        // Without the right to another user's, Snowflake may show those of the own one.
        const theirs = rows.filter((row) => user === undefined || row.text('user_name') === user);
        return theirs.map((row) => ({
            name: row.required('name'),
            isActive: row.word('status') === 'ACTIVE',
            expiresAt: row.time('expires_at'),
            rotatedTo: row.word('rotated_to')
        }));
    } catch (error) {
        if (error instanceof SnowflakeError && error.concerns === 'statement') return null;
        throw error;
    }
}
