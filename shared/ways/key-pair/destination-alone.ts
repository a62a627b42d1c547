/** The destination for functions that try no credentials: without a client. */
import { snowflakeByKeyPair } from '../../export-secrets/types/snowflake-key-pair.js';

export const destination = snowflakeByKeyPair();
