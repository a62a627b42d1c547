/**
 * A connection that signs in to another account than before: its records are of the first one, and the other's would take
 * their place. So that has to be allowed.
 */
import { ActionableError } from '../errors.js';
import type { NangoHandle } from '../nango/handle.js';
import type { SnowflakeClient } from '../snowflake/client.js';
import { accountName, isHostOf } from '../snowflake/account-identity.js';
import { hostOf, namesAccount } from '../snowflake/connection-account.js';
import { accountIdentity } from '../snowflake/session-account.js';

export interface Moving {
    readonly nango: NangoHandle;
    readonly client: SnowflakeClient;
    /** The account that the settings let the records change over to. */
    readonly allowed: string | undefined;
}

/**
 * Whether the connection was moved to another account, and may. Hosts of the account; an empty one is not known. Snowflake
 * is asked only where they differ, since one account has several spellings.
 */
export async function movedAccount({ nango, client, allowed }: Moving, before: string, now: string): Promise<boolean> {
    if (before === '' || before === now) return false;
    const identity = await accountIdentity(client);
    if (isHostOf(before, identity) === true) return false;
    if (allowed !== undefined) {
        const isMeant = (await hostOf(nango, allowed)) === now || (await namesAccount(nango, allowed, identity));
        if (isMeant) return true;
    }
    const present = now === '' ? `${identity.organization}-${identity.account}` : accountName(now);
    throw new ActionableError(
        'account_changed',
        `The records are of the Snowflake account ${accountName(before)}, and the connection now signs in to ${present}. Nothing was read, saved or deleted.`,
        `Connect to ${accountName(before)} again; or, if the records of ${present} are to take the place of the others, set allow_account to "${present}" in the connection's metadata.`,
        { account_before: accountName(before), account: present }
    );
}
