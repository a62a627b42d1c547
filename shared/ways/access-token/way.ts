/** A programmatic access token over the SQL API. Nango's provider asks the end user for the token alone. */
import { z } from 'zod';
import { place, placeConfig, wayToConnect } from '../way.js';

export const accessToken = wayToConnect({
    integration: 'snowflake-token',
    provider: 'private-api-bearer',
    title: 'programmatic access token',
    displayName: 'Snowflake (access token)',
    triedBy: 'a statement over the SQL API, with the token that is stored',
    session: z.object({
        account: z.string().describe("`myorg-myaccount`, `xy12345.us-east-1`, or the account's URL."),
        ...place
    }),
    accountKey: 'account',
    config: ({ account, ...rest }, keep) => ({ account, ...placeConfig(rest, keep) })
});
