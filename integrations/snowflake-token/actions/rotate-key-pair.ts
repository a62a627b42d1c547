/** A new key pair for the own user; the private key goes to AWS Secrets Manager, the old key is retired later. */
import { createAction } from 'nango';
import { rotateKeyPair, rotateKeyPairSpec } from '../../../shared/key-rotation/rotate.js';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { openClient } from '../../../shared/ways/access-token/client.js';

export default createAction({
    ...rotateKeyPairSpec,
    exec: async (nango, input) =>
        await withClient(nango, openClient(nango), async (client) => await rotateKeyPair(nango, client, input))
});
