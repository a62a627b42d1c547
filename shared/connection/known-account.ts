/**
 * Which account a connection is for. `validate-connection` notes it in its own checkpoint, which a reconnect leaves alone
 * (it empties the metadata), and refuses another account there: the records of one would replace those of the other.
 */
import { z } from 'zod';
import { ActionableError } from '../errors.js';
import { endsExecution } from '../nango/execution-end.js';
import type { NangoHandle } from '../nango/handle.js';
import type { WhoAmI } from './check.js';

/** A checkpoint holds no null: what Snowflake does not say is an empty text. */
export const KnownAccountSchema = z.object({
    organization: z.string(),
    account: z.string(),
    locator: z.string(),
    region: z.string()
});
export type KnownAccount = z.infer<typeof KnownAccountSchema>;

export type RememberingHandle = Pick<NangoHandle, 'getMetadata' | 'log'> & {
    getCheckpoint(): Promise<KnownAccount | null>;
    saveCheckpoint(checkpoint: KnownAccount): Promise<void>;
};

/** Throws ActionableError where the connection signs in to another account than before, unless the settings allow it. */
export async function knowAccount(nango: RememberingHandle, found: WhoAmI): Promise<void> {
    const now = accountOf(found);
    const before = KnownAccountSchema.safeParse(await nango.getCheckpoint()).data ?? null;
    const isSame = before === null ? false : isSameAccount(before, now);
    if (before !== null && isSame === false && !isAllowed(await nango.getMetadata(), now)) {
        throw new ActionableError(
            'account_changed',
            `This connection is for the Snowflake account ${nameOf(before)}, and these credentials sign in to ${nameOf(now)}.`,
            `Connect with ${nameOf(before)}, or make a new connection for ${nameOf(now)}. To move this one on purpose, the app sets allow_account to ${nameOf(now)} first.`,
            { account_before: nameOf(before), account_now: nameOf(now) }
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

export function accountOf({ organization, account, locator, region }: WhoAmI): KnownAccount {
    return {
        organization: organization ?? '',
        account: account ?? '',
        locator: locator ?? '',
        region: region ?? ''
    };
}

/**
 * Null where Snowflake said too little to tell. A locator is unique within its region and survives a renaming, a name is
 * unique within its organisation: either is enough.
 */
export function isSameAccount(one: KnownAccount, other: KnownAccount): boolean | null {
    const byLocator = compared([one.region, one.locator], [other.region, other.locator]);
    const byName = compared([one.organization, one.account], [other.organization, other.account]);
    if (byLocator === true || byName === true) return true;
    return byLocator ?? byName;
}

function compared(one: readonly string[], other: readonly string[]): boolean | null {
    if ([...one, ...other].includes('')) return null;
    return one.every((part, index) => part.toUpperCase() === other[index]?.toUpperCase());
}

export function nameOf({ organization, account, locator, region }: KnownAccount): string {
    if (organization !== '' && account !== '') return `${organization}-${account}`;
    return [locator, region].filter((part) => part !== '').join(' in ') || 'an account that Snowflake does not name';
}

const AllowedSchema = z.object({ allow_account: z.string() });

function isAllowed(metadata: unknown, now: KnownAccount): boolean {
    const allowed = AllowedSchema.safeParse(metadata).data?.allow_account;
    if (allowed === undefined) return false;
    const names = [nameOf(now), now.locator].filter((name) => name !== '').map(comparable);
    return names.includes(comparable(allowed));
}

/** `MYORG.MY_ACCOUNT`, `myorg-my-account` and the like are one name: hosts have hyphens where names have underscores. */
function comparable(name: string): string {
    return name.trim().toUpperCase().replaceAll(/[._]/g, '-');
}
