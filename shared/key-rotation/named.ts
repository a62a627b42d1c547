/**
 * Named key pairs of a Snowflake user, beside the two properties: a rotation keeps the name for the new key, and the old
 * one goes on working under another until it expires. An account that has none yet does not know the commands.
 * https://docs.snowflake.com/en/sql-reference/sql/alter-user-rotate-key-pair
 */
import { show } from '../catalog/show.js';
import { KEY_SLOT_SECONDS } from '../limits.js';
import type { SnowflakeClient } from '../snowflake/client.js';
import { SnowflakeError } from '../snowflake/errors.js';
import { quoteIdentifier, quoteLiteral } from '../snowflake/identifiers.js';
import { alterUser } from './alter-user.js';

export interface NamedKey {
    readonly name: string;
    readonly fingerprint: string;
    /** ISO 8601; null where it has no end. */
    readonly expiresAt: string | null;
    /** Of a key that was rotated out: the name that the new one has. */
    readonly rotatedTo: string | null;
}

/** Names that stand for the two properties of the user. */
const SLOT_NAMES: ReadonlySet<string> = new Set(['PUBLIC_KEY_1', 'PUBLIC_KEY_2']);
const OPTIONS = { timeoutSeconds: KEY_SLOT_SECONDS };

/** Of the own user. Null where Snowflake does not show them. */
export async function readNamedKeys(client: SnowflakeClient): Promise<readonly NamedKey[] | null> {
    try {
        const { rows } = await show({ client, options: OPTIONS }, 'SHOW USER KEY PAIRS');
        const named = rows.filter((row) => !SLOT_NAMES.has(row.required('name')));
        return named.map((row) => ({
            name: row.required('name'),
            fingerprint: row.required('fingerprint'),
            expiresAt: row.time('expires_at'),
            rotatedTo: row.word('rotated_to')
        }));
    } catch (error) {
        if (error instanceof SnowflakeError && error.concerns === 'statement') return null;
        throw error;
    }
}

export async function rotateNamedKey(
    client: SnowflakeClient,
    user: string,
    { name }: NamedKey,
    publicKey: string,
    oldKeyHours: number
): Promise<void> {
    await alterUser(
        client,
        user,
        `ROTATE KEY PAIR ${quoteIdentifier(name)} PUBLIC_KEY = ${quoteLiteral(publicKey)} EXPIRE_ROTATED_KEY_PAIR_AFTER_HOURS = ${oldKeyHours}`
    );
}

export async function removeNamedKey(client: SnowflakeClient, user: string, { name }: NamedKey): Promise<void> {
    await alterUser(client, user, `REMOVE KEY PAIR ${quoteIdentifier(name)}`);
}
