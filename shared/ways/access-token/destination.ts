/** An export destination with the connection's programmatic access token, stored where connectors take a password. */
import { snowflakeByAccessToken } from '../../export-secrets/types/snowflake-access-token.js';
import { openClient } from './client.js';

export const destination = snowflakeByAccessToken(openClient);
