/** One record per schema of the databases in scope. */
import { createSync } from 'nango';
import { schemasSpec } from '../../../shared/catalog/specs.js';
import { schemas, syncObjects } from '../../../shared/catalog/syncs/objects.js';
import { sqlApiClient } from '../../../shared/snowflake/sql-api/client.js';
import { withClient } from '../../../shared/snowflake/with-client.js';

export default createSync({
    ...schemasSpec,
    exec: async (nango) => {
        const checkpoint = await nango.getCheckpoint();
        await withClient(nango, sqlApiClient(nango), async (client) => {
            await syncObjects(nango, schemas, client, checkpoint);
        });
    }
});
