/** The destination for functions that try no credentials: without a client, and so without the driver. */
import { snowflakeByPassword } from '../../export-secrets/types/snowflake-password.js';

export const destination = snowflakeByPassword();
