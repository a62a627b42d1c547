/** An export destination with the connection's access token, and what its credentials are tried by. */
import { snowflakeByAccessToken } from '../../export-secrets/types/snowflake-access-token.js';
import { openClient } from './client.js';

export const destination = snowflakeByAccessToken(openClient);
