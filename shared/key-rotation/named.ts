/**
 * Named key pairs of a Snowflake user, beside the two properties: a rotation keeps the name for the new key, and the old
 * one goes on working under another until it expires. An account that has none yet does not know the commands.
 * https://docs.snowflake.com/en/sql-reference/sql/alter-user-rotate-key-pair
 */
import { KEY_SLOT_SECONDS } from '../limits.js';
import type { SnowflakeClient } from '../snowflake/client.js';
import { quoteIdentifier, quoteLiteral } from '../snowflake/identifiers.js';
import { alterUser } from './alter-user.js';
import { shownCredentials } from './shown-credential.js';
import type { ShownCredential } from './shown-credential.js';

export interface NamedKey extends ShownCredential {
    readonly fingerprint: string;
}

/** Names that stand for the two properties of the user. */
const SLOT_NAMES: ReadonlySet<string> = new Set(['PUBLIC_KEY_1', 'PUBLIC_KEY_2']);

/** Of the own user. Null where Snowflake does not show them. */
export async function readNamedKeys(client: SnowflakeClient): Promise<readonly NamedKey[] | null> {
    return await shownCredentials(client, {
        show: 'SHOW USER KEY PAIRS',
        timeoutSeconds: KEY_SLOT_SECONDS,
        isWanted: (row) => !SLOT_NAMES.has(row.required('name')),
        own: (row) => ({ fingerprint: row.required('fingerprint') })
    });
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
