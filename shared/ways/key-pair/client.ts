/** A key pair over the SQL API: Nango mints the token and its proxy adds it; no driver is carried. */
export { sqlApiClient as openClient } from '../../snowflake/sql-api/client.js';
