/** One record per database in scope. */
import { createSync } from 'nango';
import { databasesSpec } from '../../../shared/catalog/specs.js';
import { syncDatabases } from '../../../shared/catalog/syncs/databases.js';
import { driverClient } from '../../../shared/snowflake/driver/client.js';
import { withClient } from '../../../shared/snowflake/with-client.js';

export default createSync({
    ...databasesSpec,
    exec: async (nango) => {
        const checkpoint = await nango.getCheckpoint();
        await withClient(nango, driverClient(nango), async (client) => {
            await syncDatabases(nango, client, checkpoint);
        });
    }
});
