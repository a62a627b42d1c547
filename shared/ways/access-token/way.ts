/** A programmatic access token over the SQL API. Nango's provider asks the end user for the token alone. */
import { z } from 'zod';
import { ACCOUNT_FORMS, place, placeConfig, wayToConnect } from '../way.js';

export const accessToken = wayToConnect({
    integration: 'snowflake-token',
    provider: 'private-api-bearer',
    title: 'programmatic access token',
    displayName: 'Snowflake (access token)',
    triedBy: 'a statement over the SQL API, with the token that is stored',
    session: z.object({
        account: z.string().describe(`${ACCOUNT_FORMS}.`),
        ...place
    }),
    accountKey: 'account',
    config: ({ account, ...rest }, keep) => ({ account, ...placeConfig(rest, keep) })
});
