/** The ways to connect a Snowflake account, by the name of their folder; each is an integration of its own. */
import { accessToken } from './access-token/way.js';
import { keyPair } from './key-pair/way.js';
import { oauth } from './oauth/way.js';
import { password } from './password/way.js';

export const WAYS = { 'key-pair': keyPair, 'access-token': accessToken, oauth, password };
