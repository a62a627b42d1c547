/** One record per table of the schemas in scope. */
import { createSync } from 'nango';
import { tables } from '../../../shared/catalog/kinds/tables.js';
import { syncSpecOf } from '../../../shared/catalog/sync-spec.js';
import { syncObjects } from '../../../shared/catalog/syncs/objects.js';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { openClient } from '../../../shared/ways/access-token/client.js';

export default createSync({
    ...syncSpecOf(tables),
    exec: async (nango) => {
        const checkpoint = await nango.getCheckpoint();
        await withClient(nango, openClient(nango), async (client) => {
            await syncObjects(nango, tables, client, checkpoint);
        });
    }
});
