/** Refuses a connection that cannot work, and says in Connect UI what to fix. */
import { createOnEvent } from 'nango';
import { connectionMade } from '../../../shared/connection/made.js';
import { validateConnectionSpec } from '../../../shared/connection/specs.js';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { openClient } from '../../../shared/ways/oauth/client.js';

export default createOnEvent({
    ...validateConnectionSpec,
    exec: async (nango) => {
        await withClient(nango, openClient(nango), async (client) => {
            await connectionMade(nango, client);
        });
    }
});
