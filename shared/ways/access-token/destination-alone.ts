/** The destination for functions that try no credentials: without a client. */
import { snowflakeByAccessToken } from '../../export-secrets/types/snowflake-access-token.js';

export const destination = snowflakeByAccessToken();
