/**
 * Which account a connection is for, without asking Snowflake: the host of the account as the connection spells it. One
 * account has several spellings (organisation and name, locator and region, privatelink), so only Snowflake can say
 * whether two of them are the same: see session-account.ts and account-identity.ts.
 */
import { z } from 'zod';
import { anyText } from '../schema.js';
import { isHostOf } from './account-identity.js';
import type { AccountIdentity } from './account-identity.js';
import { normaliseAccount, parseHostSuffixes } from './account.js';
import type { Account } from './account.js';
import { SnowflakeError } from './errors.js';

/** Names the host suffixes that an operator allows beside Snowflake's own. */
export const ALLOWED_HOST_SUFFIXES = 'SNOWFLAKE_ALLOWED_HOST_SUFFIXES';

export interface AccountHandle {
    getConnection(): Promise<{ readonly connection_config: unknown }>;
    getEnvironmentVariables(): Promise<readonly { readonly name: string; readonly value: string }[] | null>;
}

const text = anyText.nullish().catch(null);
/** One key for each of Nango's providers; `snowflake` (OAuth) has the last. */
const ConfigSchema = z.object({ account: text, subdomain: text, snowflake_account_url: text }).catch({});

export type AccountField = 'account' | 'subdomain' | 'snowflake_account_url';
const FIELDS: readonly AccountField[] = ['account', 'subdomain', 'snowflake_account_url'];

/** As the connection spells it; undefined where it names none. */
async function givenAccount(nango: AccountHandle, fields = FIELDS): Promise<string | undefined> {
    const config = ConfigSchema.parse((await nango.getConnection()).connection_config);
    return fields
        .map((field) => config[field])
        .find((name): name is string => typeof name === 'string' && name.trim() !== '');
}

/** The account's host; empty where the connection names none that Snowflake could have. */
export async function accountHost(nango: AccountHandle): Promise<string> {
    const given = await givenAccount(nango);
    return given === undefined ? '' : ((await hostOf(nango, given)) ?? '');
}

/**
 * The account that the connection is for, whose host may receive its credentials. Throws SnowflakeError where it names
 * none, or one that is none of Snowflake's: an end user can fill the field where the Connect session leaves it open.
 */
export async function connectionAccount(nango: AccountHandle, field: AccountField): Promise<Account> {
    const given = await givenAccount(nango, [field]);
    if (given === undefined) {
        throw new SnowflakeError(
            'invalid_account',
            'The connection names no Snowflake account.',
            `Set "${field}" in the connection_config of the Connect session, for example myorg-myaccount or xy12345.us-east-1.`
        );
    }
    return normaliseAccount(given, await allowedSuffixes(nango));
}

export async function allowedSuffixes(
    nango: Pick<AccountHandle, 'getEnvironmentVariables'>
): Promise<readonly string[]> {
    const variables = (await nango.getEnvironmentVariables()) ?? [];
    return parseHostSuffixes(variables.find(({ name }) => name === ALLOWED_HOST_SUFFIXES)?.value);
}

/** The host of an account as people write it; null where it is none. */
export async function hostOf(
    nango: Pick<AccountHandle, 'getEnvironmentVariables'>,
    given: string
): Promise<string | null> {
    return spelt(given, []) ?? spelt(given, await allowedSuffixes(nango));
}

function spelt(given: string, suffixes: readonly string[]): string | null {
    try {
        return normaliseAccount(given, suffixes).host;
    } catch (error) {
        if (error instanceof SnowflakeError) return null;
        throw error;
    }
}

/** Whether this text, as people write an account, means it. Its locator alone does, whatever the region. */
export async function namesAccount(
    nango: Pick<AccountHandle, 'getEnvironmentVariables'>,
    given: string,
    identity: AccountIdentity
): Promise<boolean> {
    const { locator } = identity;
    if (locator !== '' && given.trim().toUpperCase() === locator.toUpperCase()) return true;
    const host = await hostOf(nango, given);
    return host !== null && isHostOf(host, identity) === true;
}
