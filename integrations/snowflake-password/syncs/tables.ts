/** One record per table of the schemas in scope. */
import { createSync } from 'nango';
import { tablesSpec } from '../../../shared/catalog/specs.js';
import { syncObjects, tables } from '../../../shared/catalog/syncs/objects.js';
import { driverClient } from '../../../shared/snowflake/driver/client.js';
import { withClient } from '../../../shared/snowflake/with-client.js';

export default createSync({
    ...tablesSpec,
    exec: async (nango) => {
        const checkpoint = await nango.getCheckpoint();
        await withClient(nango, driverClient(nango), async (client) => {
            await syncObjects(nango, tables, client, checkpoint);
        });
    }
});
