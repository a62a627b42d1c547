/** An export destination with the connection's access token. Functions that try no credentials give it no client. */
export { snowflakeByAccessToken as destination } from '../../export-secrets/types/snowflake-access-token.js';
