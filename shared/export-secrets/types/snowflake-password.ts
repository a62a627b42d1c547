/**
 * Snowflake by user name and password (or a programmatic access token in its place): the page's fixed schema. Tried by
 * the driver that the entry file names, as the export jobs will sign in.
 */
import { z } from 'zod';
import type { NangoHandle } from '../../nango/handle.js';
import type { SnowflakeClient } from '../../snowflake/client.js';
import { allowedSuffixes } from '../../snowflake/connection-account.js';
import { asIdentifier } from '../../snowflake/identifiers.js';
import { LOGIN_PATIENCE_MS } from '../deadline.js';
import { contentIn, parseCredentials } from '../destination-type.js';
import type { DestinationOptions, DestinationType } from '../destination-type.js';
import { observed } from '../observed.js';
import { refuseLongHeader } from '../sizes.js';
import {
    configured,
    connectorAccount,
    CreateSnowflakeInputSchema,
    SNOWFLAKE_OPTIONS,
    snowflakeFields,
    withoutClient
} from './snowflake-account.js';
import { PASSWORD_GLUE_CONNECTIONS } from './snowflake-glue-connection.js';
import { PASSWORD_FORMATS } from './snowflake-formats.js';

const PayloadSchema = z.object({
    ...snowflakeFields,
    // Not trimmed: white space may be part of a password.
    password: z.string().min(1)
});

const ConnectionSchema = z.object({
    credentials: z.object({ username: z.string().optional(), password: z.string().optional() }),
    connection_config: z.looseObject({ account: z.string().optional() }).nullish()
});

type SigningClient = SnowflakeClient & { signIn(): Promise<unknown> };
type Connect = (nango: NangoHandle, limits: { readonly loginPatienceMs: number }) => SigningClient;

/** Functions that try no credentials leave the client out, and the driver with it. */
export function snowflakeByPassword(connect: Connect = withoutClient): DestinationType {
    return {
        type: 'snowflake',
        createInput: CreateSnowflakeInputSchema,
        options: SNOWFLAKE_OPTIONS,
        formats: Object.keys(PASSWORD_FORMATS),
        prepare: async (nango, options) => {
            const read = parseCredentials('snowflake', ConnectionSchema, await nango.getConnection());
            const { credentials, connection_config: config } = read;
            const suffixes = await allowedSuffixes(nango);
            const payload = parseCredentials('snowflake', PayloadSchema, {
                type: 'snowflake',
                account: config?.account && connectorAccount(config.account, suffixes),
                ...configured(config, options),
                username: credentials.username,
                password: credentials.password
            });
            // Nango's proxy sends it as Basic credentials, too.
            refuseLongHeader(payload.password);
            return {
                content: contentIn(PASSWORD_FORMATS, payload),
                metadata: { account: payload.account, warehouse: payload.warehouse, database: payload.database },
                sensitive: [payload.username, payload.password],
                glueConnection: (format, secret) => PASSWORD_GLUE_CONNECTIONS[format]?.(payload, secret),
                test: async () => {
                    const { nango: observing, explain } = observed(nango);
                    try {
                        await openAndClose(connect(observing, { loginPatienceMs: LOGIN_PATIENCE_MS }), options);
                    } catch (error) {
                        throw explain(error);
                    }
                }
            };
        }
    };
}

/** A clean sign-in and sign-out counts, as the page says; the driver's login timeout is its 10 seconds. */
async function openAndClose(client: SigningClient, options: DestinationOptions): Promise<void> {
    try {
        await client.signIn();
        // The session starts with the connection's own choices; other ones have to be tried on top of them.
        const names = Object.entries(options).map(([kind, name]) => [kind, asIdentifier(name)]);
        if (names.length > 0) await client.execute('SELECT 1', Object.fromEntries(names));
    } finally {
        await client.close();
    }
}
