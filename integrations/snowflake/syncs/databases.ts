/** One record per database in scope. */
import { createSync } from 'nango';
import { databases } from '../../../shared/catalog/kinds/databases.js';
import { syncSpecOf } from '../../../shared/catalog/sync-spec.js';
import { syncDatabases } from '../../../shared/catalog/syncs/databases.js';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { openClient } from '../../../shared/ways/oauth/client.js';

export default createSync({
    ...syncSpecOf(databases),
    exec: async (nango) => {
        const checkpoint = await nango.getCheckpoint();
        await withClient(nango, openClient(nango), async (client) => {
            await syncDatabases(nango, client, checkpoint);
        });
    }
});
