/** One record per schema of the databases in scope. */
import { createSync } from 'nango';
import { schemasSpec } from '../../../shared/catalog/specs.js';
import { schemas, syncObjects } from '../../../shared/catalog/syncs/objects.js';
import { driverClient } from '../../../shared/snowflake/driver/client.js';
import { withClient } from '../../../shared/snowflake/with-client.js';

export default createSync({
    ...schemasSpec,
    exec: async (nango) => {
        const checkpoint = await nango.getCheckpoint();
        await withClient(nango, driverClient(nango), async (client) => {
            await syncObjects(nango, schemas, client, checkpoint);
        });
    }
});
