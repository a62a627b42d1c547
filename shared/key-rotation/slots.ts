/**
 * The two public keys that a Snowflake user can have, so that a new one works before the old one goes.
 * https://docs.snowflake.com/en/user-guide/key-pair-auth#configuring-key-pair-rotation
 */
import { KEY_SLOT_SECONDS } from '../limits.js';
import { show } from '../catalog/show.js';
import type { SnowflakeClient } from '../snowflake/client.js';
import { SnowflakeError } from '../snowflake/errors.js';
import { quoteIdentifier, quoteLiteral } from '../snowflake/identifiers.js';
import { alterUser } from './alter-user.js';

export const SLOTS = ['RSA_PUBLIC_KEY', 'RSA_PUBLIC_KEY_2'] as const;
export type Slot = (typeof SLOTS)[number];

/** Fingerprints by slot; null where the slot is free. */
export type Slots = Readonly<Record<Slot, string | null>>;

const OPTIONS = { timeoutSeconds: KEY_SLOT_SECONDS };

/** Throws where the answer does not show both slots: one that cannot be seen must not be taken for free. */
export async function readSlots(client: SnowflakeClient, user: string): Promise<Slots> {
    const { rows } = await show({ client, options: OPTIONS }, `DESCRIBE USER ${quoteIdentifier(user)}`);
    const fingerprint = (slot: Slot): string | null => {
        const property = `${slot}_FP`;
        const row = rows.find((candidate) => candidate.text('property') === property);
        // The command gives `value`, its page says `property_value`. https://docs.snowflake.com/en/sql-reference/sql/desc-user
        const column = ['value', 'property_value'].find((name) => row?.has(name));
        if (row === undefined || column === undefined) throw notShown(user, property);
        return row.word(column);
    };
    return { RSA_PUBLIC_KEY: fingerprint('RSA_PUBLIC_KEY'), RSA_PUBLIC_KEY_2: fingerprint('RSA_PUBLIC_KEY_2') };
}

function notShown(user: string, property: string): SnowflakeError {
    return new SnowflakeError(
        'unexpected_response',
        `DESCRIBE USER does not show ${property} of the user ${user}.`,
        'No key was changed. Check that the role may describe the user; if it may, report this.'
    );
}

export async function setSlot(client: SnowflakeClient, user: string, slot: Slot, publicKey: string): Promise<void> {
    await alterUser(client, user, `SET ${slot} = ${quoteLiteral(publicKey)}`);
}

export async function unsetSlot(client: SnowflakeClient, user: string, slot: Slot): Promise<void> {
    await alterUser(client, user, `UNSET ${slot}`);
}
