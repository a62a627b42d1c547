/** One record per role, with its parents, its children and its users. */
import { createSync } from 'nango';
import { rolesSpec } from '../../../shared/catalog/specs.js';
import { syncRoles } from '../../../shared/catalog/syncs/roles.js';
import { driverClient } from '../../../shared/snowflake/driver/client.js';
import { withClient } from '../../../shared/snowflake/with-client.js';

export default createSync({
    ...rolesSpec,
    exec: async (nango) => {
        const checkpoint = await nango.getCheckpoint();
        await withClient(nango, driverClient(nango), async (client) => {
            await syncRoles(nango, client, checkpoint);
        });
    }
});
