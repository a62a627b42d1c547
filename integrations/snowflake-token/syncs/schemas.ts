/** One record per schema of the databases in scope. */
import { createSync } from 'nango';
import { schemas } from '../../../shared/catalog/kinds/schemas.js';
import { syncSpecOf } from '../../../shared/catalog/sync-spec.js';
import { syncObjects } from '../../../shared/catalog/syncs/objects.js';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { openClient } from '../../../shared/ways/access-token/client.js';

export default createSync({
    ...syncSpecOf(schemas),
    exec: async (nango) => {
        const checkpoint = await nango.getCheckpoint();
        await withClient(nango, openClient(nango), async (client) => {
            await syncObjects(nango, schemas, client, checkpoint);
        });
    }
});
