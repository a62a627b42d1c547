/** An export destination with the connection's key pair. Functions that try no credentials give it no client. */
export { snowflakeByKeyPair as destination } from '../../export-secrets/types/snowflake-key-pair.js';
