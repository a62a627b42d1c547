/**
 * A programmatic access token over the SQL API: Nango's proxy adds it as a bearer; no driver is carried. Each run says
 * when the token is about to end.
 */
import { expiryWarning, lookUpExpiry, notedExpiry } from '../../access-token/expiry.js';
import type { TokenHandle, TokenNote } from '../../access-token/expiry.js';
import type { SnowflakeClient } from '../../snowflake/client.js';
import type { AccountHandle } from '../../snowflake/connection-account.js';
import { BY_ACCESS_TOKEN } from '../../snowflake/sql-api/bearer.js';
import { clientSignedInBy } from '../../snowflake/sql-api/client.js';
import type { SqlApiHandle } from '../../snowflake/sql-api/handle.js';

export function openClient(nango: SqlApiHandle & AccountHandle & TokenHandle): SnowflakeClient {
    const client = clientSignedInBy(nango, BY_ACCESS_TOKEN);
    let isTold = false;
    const tell = async (find: () => Promise<TokenNote | null>): Promise<void> => {
        const note = await find();
        if (note === null) return;
        isTold = true;
        const warning = expiryWarning(note);
        if (warning !== null) await nango.log(warning, { level: 'warn' });
    };
    return {
        ...client,
        execute: async (statement, options) => {
            const isFirst = !isTold;
            if (isFirst) await tell(async () => await notedExpiry(nango));
            const result = await client.execute(statement, options);
            // Asked once for a token, and only by a connection that works.
            if (!isTold && isFirst) {
                isTold = true;
                await tell(async () => await lookUpExpiry(nango, client));
            }
            return result;
        }
    };
}
