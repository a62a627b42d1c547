/**
 * What a password and a programmatic access token share, which connectors take in a password's place: the page's fixed
 * schema, its formats and its Glue connections.
 */
import { z } from 'zod';
import { anyText } from '../../schema.js';
import type { NangoHandle } from '../../nango/handle.js';
import { allowedSuffixes } from '../../snowflake/connection-account.js';
import { contentIn, parseCredentials } from '../destination-type.js';
import type { DestinationOptions, DestinationType } from '../destination-type.js';
import { refuseLongHeader } from '../sizes.js';
import {
    configured,
    connectorAccount,
    CreateSnowflakeInputSchema,
    SNOWFLAKE_OPTIONS,
    snowflakeFields
} from './snowflake-account.js';
import { PASSWORD_GLUE_CONNECTIONS } from './snowflake-glue-connection.js';
import { PASSWORD_FORMATS } from './snowflake-formats.js';

/** The configuration of a connection whose provider knows nothing of Snowflake. */
export const AccountConfigSchema = z.looseObject({ account: anyText.optional() }).nullish();

const PayloadSchema = z.object({
    ...snowflakeFields,
    // Not trimmed: white space may be part of a password.
    password: z.string().min(1)
});
type Payload = z.infer<typeof PayloadSchema>;

interface Known {
    readonly config: z.infer<typeof AccountConfigSchema>;
    /** Asked once the account is known to be one. */
    username(): string | undefined | Promise<string | null>;
    readonly password: string | undefined;
}

export function storedAsPassword(
    read: (nango: NangoHandle) => Promise<Known>,
    tryIt: (nango: NangoHandle, payload: Payload, options: DestinationOptions) => Promise<void>
): DestinationType {
    return {
        type: 'snowflake',
        createInput: CreateSnowflakeInputSchema,
        options: SNOWFLAKE_OPTIONS,
        formats: Object.keys(PASSWORD_FORMATS),
        prepare: async (nango, options) => {
            const { config, username, password } = await read(nango);
            const suffixes = await allowedSuffixes(nango);
            const payload = parseCredentials('snowflake', PayloadSchema, {
                type: 'snowflake',
                account: config?.account && connectorAccount(config.account, suffixes),
                ...configured(config, options),
                username: await username(),
                password
            });
            // Nango's proxy sends it in a header, too.
            refuseLongHeader(payload.password);
            return {
                content: contentIn(PASSWORD_FORMATS, payload),
                metadata: { account: payload.account, warehouse: payload.warehouse, database: payload.database },
                sensitive: [payload.username, payload.password],
                glueConnection: (format, secret) => PASSWORD_GLUE_CONNECTIONS[format]?.(payload, secret),
                test: async () => await tryIt(nango, payload, options)
            };
        }
    };
}
