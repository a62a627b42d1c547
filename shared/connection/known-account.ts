/**
 * Which account a connection is for. `validate-connection` notes it in its own checkpoint, which a reconnect leaves alone
 * (it empties the metadata), and refuses another account there: the records of one would replace those of the other.
 */
import { z } from 'zod';
import { anyText } from '../schema.js';
import { ActionableError } from '../errors.js';
import { endsExecution } from '../nango/execution-end.js';
import type { NangoHandle } from '../nango/handle.js';
import { AccountIdentitySchema, isSameAccount } from '../snowflake/account-identity.js';
import type { AccountIdentity } from '../snowflake/account-identity.js';
import { namesAccount } from '../snowflake/connection-account.js';
import type { WhoAmI } from '../snowflake/who-am-i.js';

export type RememberingHandle = Pick<NangoHandle, 'getEnvironmentVariables' | 'getMetadata' | 'log'> & {
    getCheckpoint(): Promise<AccountIdentity | null>;
    saveCheckpoint(checkpoint: AccountIdentity): Promise<void>;
};

/** Throws ActionableError where the connection signs in to another account than before, unless the settings allow it. */
export async function knowAccount(nango: RememberingHandle, found: WhoAmI): Promise<void> {
    const now = accountOf(found);
    const before = AccountIdentitySchema.safeParse(await nango.getCheckpoint()).data ?? null;
    const isSame = before === null ? false : isSameAccount(before, now);
    if (before !== null && isSame === false && !(await isAllowed(nango, now))) {
        throw new ActionableError(
            'account_changed',
            `This connection is for the Snowflake account ${nameOf(before)}, and these credentials sign in to ${nameOf(now)}.`,
            `Connect with ${nameOf(before)}, or make a new connection for ${nameOf(now)}. To move this one on purpose, the app sets allow_account to ${nameOf(now)} first.`,
            { account_before: nameOf(before), account: nameOf(now) }
        );
    }
    // What is known already is worth more than what Snowflake did not say.
    if (isSame === null) return;
    try {
        await nango.saveCheckpoint(now);
    } catch (error) {
        if (endsExecution(error)) throw error;
        await nango.log('The account could not be noted; a reconnect to another one will be seen by the syncs only.', {
            level: 'warn'
        });
    }
}

export function accountOf({ organization, account, locator, region }: WhoAmI): AccountIdentity {
    return {
        organization: organization ?? '',
        account: account ?? '',
        locator: locator ?? '',
        region: region ?? ''
    };
}

export function nameOf({ organization, account, locator, region }: AccountIdentity): string {
    if (organization !== '' && account !== '') return `${organization}-${account}`;
    return [locator, region].filter((part) => part !== '').join(' in ') || 'an account that Snowflake does not name';
}

const AllowedSchema = z.object({ allow_account: anyText });

/** In any form that the syncs take. */
async function isAllowed(nango: RememberingHandle, now: AccountIdentity): Promise<boolean> {
    const allowed = AllowedSchema.safeParse(await nango.getMetadata()).data?.allow_account;
    if (allowed === undefined) return false;
    return await namesAccount(nango, allowed, now);
}
