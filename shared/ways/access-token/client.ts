/** A programmatic access token over the SQL API: Nango's proxy adds it as a bearer; no driver is carried. */
import { clientSignedInBy } from '../../snowflake/sql-api/client.js';
import type { SqlApiHandle } from '../../snowflake/sql-api/handle.js';
import type { AccountHandle } from '../../snowflake/connection-account.js';
import type { SnowflakeClient } from '../../snowflake/client.js';
import { BY_ACCESS_TOKEN } from '../../snowflake/sql-api/bearer.js';

export function openClient(nango: SqlApiHandle & AccountHandle): SnowflakeClient {
    return clientSignedInBy(nango, BY_ACCESS_TOKEN);
}
