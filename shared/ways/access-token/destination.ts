/** An export destination with the connection's access token, for functions that try no credentials. */
import { snowflakeByAccessToken } from '../../export-secrets/types/snowflake-access-token.js';

export const destination = snowflakeByAccessToken();
