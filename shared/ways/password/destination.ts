/** An export destination with the connection's user name and password. */
import { snowflakeByPassword } from '../../export-secrets/types/snowflake-password.js';
import { openClient } from './client.js';

export const destination = snowflakeByPassword(openClient);
