/** A key pair: Nango mints the token, and its proxy sends it to the SQL API. */
import { z } from 'zod';
import { ActionableError } from '../../errors.js';
import { normaliseAccount } from '../../snowflake/account.js';
import { ACCOUNT_FORMS, place, placeConfig, wayToConnect } from '../way.js';

export const keyPair = wayToConnect({
    integration: 'snowflake-jwt',
    provider: 'snowflake-jwt',
    title: 'key pair',
    displayName: 'Snowflake (key pair)',
    triedBy: 'a statement over the SQL API, with a token signed by the key that is stored',
    session: z.object({
        account: z
            .string()
            .optional()
            .describe(`${ACCOUNT_FORMS}; without it, Connect UI asks the end user for the subdomain.`),
        ...place
    }),
    accountKey: 'subdomain',
    config: ({ account, ...rest }, keep) => {
        const subdomain = keep('subdomain', account === undefined ? undefined : subdomainOf(account));
        return { ...(subdomain !== undefined && { subdomain }), ...placeConfig(rest, keep) };
    }
});

/** Nango's provider `snowflake-jwt` appends `.snowflakecomputing.com` itself. */
const HOST_SUFFIX = '.snowflakecomputing.com';

function subdomainOf(account: string): string {
    const { host } = normaliseAccount(account);
    if (host.endsWith(HOST_SUFFIX)) return host.slice(0, -HOST_SUFFIX.length);
    throw new ActionableError(
        'invalid_account',
        "Nango's key-pair provider reaches accounts under snowflakecomputing.com only.",
        'Use the integration snowflake-password for this account.'
    );
}
