/** An export destination with the connection's key pair, for functions that try no credentials. */
import { snowflakeByKeyPair } from '../../export-secrets/types/snowflake-key-pair.js';

export const destination = snowflakeByKeyPair();
