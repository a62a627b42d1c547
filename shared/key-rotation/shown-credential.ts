/**
 * Credentials of a user, as Snowflake lists them to the role. One that was rotated out goes on working for some time, under
 * another name.
 */
import { show } from '../catalog/show.js';
import type { ShowRow } from '../catalog/show-row.js';
import type { SnowflakeClient } from '../snowflake/client.js';
import { SnowflakeError } from '../snowflake/errors.js';

export interface ShownCredential {
    readonly name: string;
    /** ISO 8601; null where it has no end, or where the role is not told. */
    readonly expiresAt: string | null;
    /** Of one that was rotated out: the name that the new one has. */
    readonly rotatedTo: string | null;
}

export interface CredentialListing<Own> {
    readonly show: string;
    readonly timeoutSeconds: number;
    readonly isWanted: (row: ShowRow) => boolean;
    /** What is of this sort of credential alone. */
    readonly own: (row: ShowRow) => Own;
}

/** Null where Snowflake does not show them. */
export async function shownCredentials<Own>(
    client: SnowflakeClient,
    { show: statement, timeoutSeconds, isWanted, own }: CredentialListing<Own>
): Promise<readonly (ShownCredential & Own)[] | null> {
    try {
        const { rows } = await show({ client, options: { timeoutSeconds } }, statement);
        return rows.filter(isWanted).map((row) => ({
            name: row.required('name'),
            expiresAt: row.time('expires_at'),
            rotatedTo: row.word('rotated_to'),
            ...own(row)
        }));
    } catch (error) {
        if (error instanceof SnowflakeError && error.concerns === 'statement') return null;
        throw error;
    }
}
