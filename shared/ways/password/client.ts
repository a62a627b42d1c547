/** User name and password, or a programmatic access token in its place: Snowflake's own driver signs in. */
export { driverClient as openClient } from '../../snowflake/driver/client.js';
