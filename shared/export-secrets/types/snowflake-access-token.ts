/**
 * Snowflake by programmatic access token: the page's fixed schema with the token as its password, which is how every
 * connector takes one. It is tried over the SQL API by the very token that is stored.
 * https://docs.snowflake.com/en/user-guide/programmatic-access-tokens
 */
import { z } from 'zod';
import { anyText } from '../../schema.js';
import { IDENTITY_SECONDS } from '../../limits.js';
import type { NangoHandle } from '../../nango/handle.js';
import type { SnowflakeClient } from '../../snowflake/client.js';
import { parseCredentials } from '../destination-type.js';
import type { DestinationType } from '../destination-type.js';
import { withoutClient } from './snowflake-account.js';
import { AccountConfigSchema, storedAsPassword } from './snowflake-stored-password.js';
import { tryOverSqlApi } from './sql-api-trial.js';

const ConnectionSchema = z.object({
    credentials: z.object({ apiKey: anyText.optional() }),
    connection_config: AccountConfigSchema,
    /** What post-connection-creation noted. */
    metadata: z
        .object({ snowflake: z.object({ user: anyText.nullish() }) })
        .nullish()
        .catch(null)
});

type Connect = (nango: NangoHandle) => SnowflakeClient;

/** Functions that try no credentials leave the client out. */
export function snowflakeByAccessToken(connect: Connect = withoutClient): DestinationType {
    return storedAsPassword(
        async (nango) => {
            const read = parseCredentials('snowflake', ConnectionSchema, await nango.getConnection());
            return {
                config: read.connection_config,
                // The token alone signs in; connectors want the user's name beside it.
                username: async () => read.metadata?.snowflake.user ?? (await userOf(connect(nango))),
                // Nango's proxy signs in without what was pasted around it, which no header takes.
                password: read.credentials.apiKey?.replaceAll(/[^\x21-\x7e]/g, '')
            };
        },
        async (nango, payload) => await tryOverSqlApi(nango, connect, payload)
    );
}

async function userOf(client: SnowflakeClient): Promise<string | null> {
    try {
        const result = await client.execute('SELECT CURRENT_USER()', { timeoutSeconds: IDENTITY_SECONDS });
        const [row] = await result.partition(0);
        return row?.[0] ?? null;
    } finally {
        await client.close();
    }
}
