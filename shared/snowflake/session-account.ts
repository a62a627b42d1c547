/** Which account a session is in: one statement of context functions, which need no warehouse and wake none. */
import { z } from 'zod';
import { IDENTITY_SECONDS } from '../limits.js';
import type { AccountIdentity } from './account-identity.js';
import type { SnowflakeClient } from './client.js';
import { decodeRow } from './values.js';

const part = z
    .string()
    .nullish()
    .catch(null)
    .transform((name) => name ?? '');
const IdentitySchema = z
    .object({ ORGANIZATION: part, ACCOUNT: part, LOCATOR: part, REGION: part })
    .transform((row): AccountIdentity => ({
        organization: row.ORGANIZATION,
        account: row.ACCOUNT,
        locator: row.LOCATOR,
        region: row.REGION
    }));

/** What Snowflake calls the account that the connection signs in to. */
export async function accountIdentity(client: SnowflakeClient): Promise<AccountIdentity> {
    const result = await client.execute(
        'SELECT CURRENT_ORGANIZATION_NAME() AS ORGANIZATION, CURRENT_ACCOUNT_NAME() AS ACCOUNT, CURRENT_ACCOUNT() AS LOCATOR, CURRENT_REGION() AS REGION',
        { timeoutSeconds: IDENTITY_SECONDS }
    );
    const [row] = await result.partition(0);
    return IdentitySchema.parse(row ? decodeRow(row, result.columns) : {});
}
