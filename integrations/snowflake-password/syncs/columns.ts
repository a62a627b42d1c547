/** One record per column of the tables and views in scope. */
import { createSync } from 'nango';
import { columnsSpec } from '../../../shared/catalog/specs.js';
import { columns, syncObjects } from '../../../shared/catalog/syncs/objects.js';
import { driverClient } from '../../../shared/snowflake/driver/client.js';
import { withClient } from '../../../shared/snowflake/with-client.js';

export default createSync({
    ...columnsSpec,
    exec: async (nango) => {
        const checkpoint = await nango.getCheckpoint();
        await withClient(nango, driverClient(nango), async (client) => {
            await syncObjects(nango, columns, client, checkpoint);
        });
    }
});
