/** One record per role, with its parents, its children and its users. */
import { createSync } from 'nango';
import { roles } from '../../../shared/catalog/kinds/roles.js';
import { syncSpecOf } from '../../../shared/catalog/sync-spec.js';
import { syncRoles } from '../../../shared/catalog/syncs/roles.js';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { openClient } from '../../../shared/ways/access-token/client.js';

export default createSync({
    ...syncSpecOf(roles),
    exec: async (nango) => {
        const checkpoint = await nango.getCheckpoint();
        await withClient(nango, openClient(nango), async (client) => {
            await syncRoles(nango, client, checkpoint);
        });
    }
});
