/** A new secret for an access token of a user; it goes to AWS Secrets Manager, the old one works on for some hours. */
import { createAction } from 'nango';
import { rotateToken, rotateTokenSpec } from '../../../shared/access-token/rotate.js';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { openClient } from '../../../shared/ways/key-pair/client.js';

export default createAction({
    ...rotateTokenSpec,
    exec: async (nango, input) =>
        await withClient(nango, openClient(nango), async (client) => await rotateToken(nango, client, input))
});
