/** The ways to connect a Snowflake account, by the name of their folder; each is an integration of its own. */
import { keyPair } from './key-pair/way.js';
import { password } from './password/way.js';

export const WAYS = { 'key-pair': keyPair, password };
