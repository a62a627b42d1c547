/** User name and password, or a programmatic access token in its place: Snowflake's own driver signs in. */
import { snowflakeByPassword } from '../export-secrets/types/snowflake-password.js';
import { driverClient } from '../snowflake/driver/client.js';

export const integration = 'snowflake-password';
export const openClient = driverClient;
export const destination = /* @__PURE__ */ snowflakeByPassword(driverClient);
