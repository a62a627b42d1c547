/** An export destination with the connection's key pair, and what its credentials are tried by. */
import { mintToken } from '../../export-secrets/types/key-pair-token.js';
import { snowflakeByKeyPair } from '../../export-secrets/types/snowflake-key-pair.js';
import { openClient } from './client.js';

export const destination = snowflakeByKeyPair({ connect: openClient, mintToken });
