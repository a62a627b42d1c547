/**
 * OAuth by Nango's own provider: a person signs in to Snowflake and consents to one role. It has no export destination: no
 * reader of a secret renews a token every ten minutes.
 */
import { z } from 'zod';
import { normaliseAccount } from '../../snowflake/account.js';
import { ACCOUNT_FORMS, place, placeConfig, wayToConnect } from '../way.js';

export const oauth = wayToConnect({
    integration: 'snowflake',
    provider: 'snowflake',
    title: 'OAuth',
    displayName: 'Snowflake',
    triedBy: null,
    session: z.object({
        account: z
            .string()
            .describe(`${ACCOUNT_FORMS}. Nango sends the client's secret there, so it is never left to the end user.`),
        ...place
    }),
    accountKey: 'snowflake_account_url',
    config: ({ account, ...rest }, keep) => ({
        snowflake_account_url: normaliseAccount(account).host,
        ...placeConfig(rest, keep)
    })
});
