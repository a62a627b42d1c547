/** An export destination with the connection's user name and password. Functions that try no credentials give it no client. */
export { snowflakeByPassword as destination } from '../../export-secrets/types/snowflake-password.js';
