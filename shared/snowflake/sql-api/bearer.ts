/**
 * Connections whose provider knows of a bearer and nothing of Snowflake: the account comes from the connection, and passes
 * the same check of hosts as everywhere.
 * https://docs.snowflake.com/en/developer-guide/sql-api/authenticating
 */
import { connectionAccount } from '../connection-account.js';
import type { AccountField, AccountHandle } from '../connection-account.js';
import type { SignsInBy } from '../errors.js';
import type { SignIn } from './sign-in.js';

export const BY_ACCESS_TOKEN = byBearer('access token', 'PROGRAMMATIC_ACCESS_TOKEN', 'account');
export const BY_OAUTH = byBearer('oauth', 'OAUTH', 'snowflake_account_url');

/** What stands behind a bearer token is named in a header: Snowflake reads it as that, and as nothing else. */
function byBearer(by: SignsInBy, kind: string, field: AccountField): SignIn<AccountHandle> {
    return {
        by,
        route: async (nango) => {
            const { host } = await connectionAccount(nango, field);
            return {
                baseUrlOverride: `https://${host}`,
                headers: { 'x-snowflake-authorization-token-type': kind }
            };
        }
    };
}
