/**
 * Snowflake by user name and password (or a programmatic access token in its place): the page's fixed schema. Tried by
 * the driver that the entry file names, as the export jobs will sign in.
 */
import { z } from 'zod';
import { anyText } from '../../schema.js';
import type { NangoHandle } from '../../nango/handle.js';
import type { SnowflakeClient } from '../../snowflake/client.js';
import { asIdentifier } from '../../snowflake/identifiers.js';
import { LOGIN_PATIENCE_MS } from '../deadline.js';
import { parseCredentials } from '../destination-type.js';
import type { DestinationOptions, DestinationType } from '../destination-type.js';
import { observed } from '../observed.js';
import { withoutClient } from './snowflake-account.js';
import { AccountConfigSchema, storedAsPassword } from './snowflake-stored-password.js';

const ConnectionSchema = z.object({
    credentials: z.object({ username: anyText.optional(), password: anyText.optional() }),
    connection_config: AccountConfigSchema
});

type SigningClient = SnowflakeClient & { signIn(): Promise<unknown> };
type Connect = (nango: NangoHandle, limits: { readonly loginPatienceMs: number }) => SigningClient;

/** Functions that try no credentials leave the client out, and the driver with it. */
export function snowflakeByPassword(connect: Connect = withoutClient): DestinationType {
    return storedAsPassword(
        async (nango) => {
            const read = parseCredentials('snowflake', ConnectionSchema, await nango.getConnection());
            const { username, password } = read.credentials;
            return { config: read.connection_config, username: () => username, password };
        },
        async (nango, _payload, options) => {
            const { nango: observing, explain } = observed(nango);
            try {
                await openAndClose(connect(observing, { loginPatienceMs: LOGIN_PATIENCE_MS }), options);
            } catch (error) {
                throw explain(error);
            }
        }
    );
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
