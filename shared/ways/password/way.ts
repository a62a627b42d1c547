/** User name and password, or a programmatic access token in its place. */
import { z } from 'zod';
import { dropUnset } from '../../snowflake/context.js';
import { ACCOUNT_FORMS, place, placeConfig, wayToConnect } from '../way.js';

export const password = wayToConnect({
    integration: 'snowflake-password',
    provider: 'private-api-basic',
    title: 'password',
    displayName: 'Snowflake (password)',
    triedBy: 'sign-in and sign-out with the driver',
    session: z.object({
        account: z
            .string()
            .nullable()
            .describe(
                `${ACCOUNT_FORMS}. Null only with the provider \`snowflake-password\` of \`providers/\`: Connect UI then asks for it, and for all that is left out here.`
            ),
        ...place
    }),
    accountKey: 'account',
    config: ({ account, warehouse, database, schema, role }, keep) => {
        if (account !== null) return { account, ...placeConfig({ warehouse, database, schema, role }, keep) };
        // What is left to the end user must not be set, not even to nothing; Connect UI has no field for a schema.
        return dropUnset({ warehouse, database, schema: schema ?? '', role });
    }
});
