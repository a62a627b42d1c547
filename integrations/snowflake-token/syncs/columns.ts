/** One record per column of the tables and views in scope. */
import { createSync } from 'nango';
import { columns } from '../../../shared/catalog/kinds/columns.js';
import { syncSpecOf } from '../../../shared/catalog/sync-spec.js';
import { syncObjects } from '../../../shared/catalog/syncs/objects.js';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { openClient } from '../../../shared/ways/access-token/client.js';

export default createSync({
    ...syncSpecOf(columns),
    exec: async (nango) => {
        const checkpoint = await nango.getCheckpoint();
        await withClient(nango, openClient(nango), async (client) => {
            await syncObjects(nango, columns, client, checkpoint);
        });
    }
});
