/** An export destination with the connection's user name and password, and what its credentials are tried by. */
import { snowflakeByPassword } from '../../export-secrets/types/snowflake-password.js';
import { openClient } from './client.js';

export const destination = snowflakeByPassword(openClient);
