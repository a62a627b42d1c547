/**
 * A user's programmatic access tokens, as Snowflake shows them to the role.
 * https://docs.snowflake.com/en/sql-reference/sql/show-user-programmatic-access-tokens
 */
import { shownCredentials } from '../key-rotation/shown-credential.js';
import type { ShownCredential } from '../key-rotation/shown-credential.js';
import { IDENTITY_SECONDS } from '../limits.js';
import type { SnowflakeClient } from '../snowflake/client.js';
import { quoteIdentifier } from '../snowflake/identifiers.js';

export interface ShownToken extends ShownCredential {
    readonly isActive: boolean;
}

/** Of another user where one is named. Null where the role may not see them. */
export async function shownTokens(client: SnowflakeClient, user?: string): Promise<readonly ShownToken[] | null> {
    const of = user === undefined ? '' : ` FOR USER ${quoteIdentifier(user)}`;
    return await shownCredentials(client, {
        show: `SHOW USER PROGRAMMATIC ACCESS TOKENS${of}`,
        timeoutSeconds: IDENTITY_SECONDS,
        // Without the right to another user's, Snowflake may show those of the own one.
        isWanted: (row) => user === undefined || row.text('user_name') === user,
        own: (row) => ({ isActive: row.word('status') === 'ACTIVE' })
    });
}

/** Of the own user, those that sign in now, as far as the role may see them. */
export async function activeTokens(client: SnowflakeClient): Promise<readonly ShownToken[]> {
    return ((await shownTokens(client)) ?? []).filter(({ isActive }) => isActive);
}
