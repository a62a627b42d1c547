/**
 * Snowflake by programmatic access token: the page's fixed schema with the token as its password, which is how every
 * connector takes one. It is tried over the SQL API by the very token that is stored.
 * https://docs.snowflake.com/en/user-guide/programmatic-access-tokens
 */
import { z } from 'zod';
import { IDENTITY_SECONDS } from '../../limits.js';
import type { NangoHandle } from '../../nango/handle.js';
import type { SnowflakeClient } from '../../snowflake/client.js';
import { allowedSuffixes } from '../../snowflake/connection-account.js';
import { retriesOf } from '../../snowflake/retries.js';
import { LOGIN_PATIENCE_MS, withinLoginTimeout } from '../deadline.js';
import { contentIn, parseCredentials } from '../destination-type.js';
import type { DestinationType } from '../destination-type.js';
import { observed } from '../observed.js';
import { refuseLongHeader } from '../sizes.js';
import {
    configured,
    connectorAccount,
    CreateSnowflakeInputSchema,
    openAndClose,
    SNOWFLAKE_OPTIONS,
    snowflakeFields,
    withoutClient
} from './snowflake-account.js';
import { PASSWORD_GLUE_CONNECTIONS } from './snowflake-glue-connection.js';
import { PASSWORD_FORMATS } from './snowflake-formats.js';

const PayloadSchema = z.object({ ...snowflakeFields, password: z.string().min(1) });

const ConnectionSchema = z.object({
    credentials: z.object({ apiKey: z.string().optional() }),
    connection_config: z.looseObject({ account: z.string().optional() }).nullish(),
    /** What post-connection-creation noted. */
    metadata: z
        .object({ snowflake: z.object({ user: z.string().nullish() }) })
        .nullish()
        .catch(null)
});

type Connect = (nango: NangoHandle) => SnowflakeClient;

/** Functions that try no credentials leave the client out. */
export function snowflakeByAccessToken(connect: Connect = withoutClient): DestinationType {
    return {
        type: 'snowflake',
        createInput: CreateSnowflakeInputSchema,
        options: SNOWFLAKE_OPTIONS,
        formats: Object.keys(PASSWORD_FORMATS),
        prepare: async (nango, options) => {
            const read = parseCredentials('snowflake', ConnectionSchema, await nango.getConnection());
            const { credentials, connection_config: config, metadata } = read;
            const suffixes = await allowedSuffixes(nango);
            const payload = parseCredentials('snowflake', PayloadSchema, {
                type: 'snowflake',
                account: config?.account && connectorAccount(config.account, suffixes),
                ...configured(config, options),
                // The token alone signs in; connectors want the user's name beside it.
                username: metadata?.snowflake.user ?? (await userOf(connect(nango))),
                password: credentials.apiKey
            });
            refuseLongHeader(payload.password);
            return {
                content: contentIn(PASSWORD_FORMATS, payload),
                metadata: { account: payload.account, warehouse: payload.warehouse, database: payload.database },
                sensitive: [payload.username, payload.password],
                glueConnection: (format, secret) => PASSWORD_GLUE_CONNECTIONS[format]?.(payload, secret),
                test: async () => {
                    const { nango: observing, explain } = observed(nango);
                    retriesOf(observing).atMost(LOGIN_PATIENCE_MS);
                    const client = connect(observing);
                    try {
                        await withinLoginTimeout('Snowflake', async () => await openAndClose(client, payload));
                    } catch (error) {
                        throw explain(error);
                    }
                }
            };
        }
    };
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
