/** A key pair over the SQL API: Nango mints the token, its proxy adds it, and no driver is carried. */
import { snowflakeByKeyPair } from '../export-secrets/types/snowflake-key-pair.js';
import { sqlApiClient } from '../snowflake/sql-api/client.js';

export const integration = 'snowflake-jwt';
export const openClient = sqlApiClient;
export const destination = /* @__PURE__ */ snowflakeByKeyPair(sqlApiClient);
