/** One record per user that the connection's role can see. */
import { createSync } from 'nango';
import { users } from '../../../shared/catalog/kinds/users.js';
import { syncSpecOf } from '../../../shared/catalog/sync-spec.js';
import { syncUsers } from '../../../shared/catalog/syncs/users.js';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { openClient } from '../../../shared/ways/access-token/client.js';

export default createSync({
    ...syncSpecOf(users),
    exec: async (nango) => {
        const checkpoint = await nango.getCheckpoint();
        await withClient(nango, openClient(nango), async (client) => {
            await syncUsers(nango, client, checkpoint);
        });
    }
});
