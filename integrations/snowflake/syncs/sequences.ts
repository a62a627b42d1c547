/** One record per sequence of the schemas in scope. */
import { createSync } from 'nango';
import { sequences } from '../../../shared/catalog/kinds/sequences.js';
import { syncSpecOf } from '../../../shared/catalog/sync-spec.js';
import { syncObjects } from '../../../shared/catalog/syncs/objects.js';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { openClient } from '../../../shared/ways/oauth/client.js';

export default createSync({
    ...syncSpecOf(sequences),
    exec: async (nango) => {
        const checkpoint = await nango.getCheckpoint();
        await withClient(nango, openClient(nango), async (client) => {
            await syncObjects(nango, sequences, client, checkpoint);
        });
    }
});
