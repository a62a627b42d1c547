/** One record per view of the schemas in scope. */
import { createSync } from 'nango';
import { views } from '../../../shared/catalog/kinds/views.js';
import { syncSpecOf } from '../../../shared/catalog/sync-spec.js';
import { syncObjects } from '../../../shared/catalog/syncs/objects.js';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { openClient } from '../../../shared/ways/oauth/client.js';

export default createSync({
    ...syncSpecOf(views),
    exec: async (nango) => {
        const checkpoint = await nango.getCheckpoint();
        await withClient(nango, openClient(nango), async (client) => {
            await syncObjects(nango, views, client, checkpoint);
        });
    }
});
