/** An export destination with the connection's key pair. */
import { snowflakeByKeyPair } from '../../export-secrets/types/snowflake-key-pair.js';
import { openClient } from './client.js';

export const destination = snowflakeByKeyPair(openClient);
