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
    const tell = async (note: TokenNote | null): Promise<boolean> => {
        const warning = note && expiryWarning(note);
        if (warning !== null) await nango.log(warning, { level: 'warn' });
        return note !== null;
    };
    // Statements run side by side: each waits for the one question, and none asks again.
    let noted: Promise<boolean> | undefined;
    let asked: Promise<boolean> | undefined;
    return {
        ...client,
        execute: async (statement, options) => {
            noted ??= notedExpiry(nango).then(tell);
            const isTold = await noted;
            const result = await client.execute(statement, options);
            // Asked once for a token, and only by a connection that works.
            if (!isTold) await (asked ??= lookUpExpiry(nango, client).then(tell));
            return result;
        }
    };
}
