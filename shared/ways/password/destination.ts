/** An export destination with the connection's user name and password, for functions that try no credentials. */
import { snowflakeByPassword } from '../../export-secrets/types/snowflake-password.js';

export const destination = snowflakeByPassword();
