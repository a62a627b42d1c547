/** One record per view of the schemas in scope. */
import { createSync } from 'nango';
import { viewsSpec } from '../../../shared/catalog/specs.js';
import { syncObjects, views } from '../../../shared/catalog/syncs/objects.js';
import { driverClient } from '../../../shared/snowflake/driver/client.js';
import { withClient } from '../../../shared/snowflake/with-client.js';

export default createSync({
    ...viewsSpec,
    exec: async (nango) => {
        const checkpoint = await nango.getCheckpoint();
        await withClient(nango, driverClient(nango), async (client) => {
            await syncObjects(nango, views, client, checkpoint);
        });
    }
});
