/** One record per table of the schemas in scope. */
import { createSync } from 'nango';
import { tablesSpec } from '../../../shared/catalog/specs.js';
import { syncObjects, tables } from '../../../shared/catalog/syncs/objects.js';
import { sqlApiClient } from '../../../shared/snowflake/sql-api/client.js';
import { withClient } from '../../../shared/snowflake/with-client.js';

export default createSync({
    ...tablesSpec,
    exec: async (nango) => {
        const checkpoint = await nango.getCheckpoint();
        await withClient(nango, sqlApiClient(nango), async (client) => {
            await syncObjects(nango, tables, client, checkpoint);
        });
    }
});
