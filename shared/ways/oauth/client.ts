/** OAuth over the SQL API: Nango renews the access token, which lives for ten minutes, and its proxy adds it. */
import type { SnowflakeClient } from '../../snowflake/client.js';
import type { AccountHandle } from '../../snowflake/connection-account.js';
import { BY_OAUTH } from '../../snowflake/sql-api/bearer.js';
import { clientSignedInBy } from '../../snowflake/sql-api/client.js';
import type { SqlApiHandle } from '../../snowflake/sql-api/handle.js';

export function openClient(nango: SqlApiHandle & AccountHandle): SnowflakeClient {
    return clientSignedInBy(nango, BY_OAUTH);
}
