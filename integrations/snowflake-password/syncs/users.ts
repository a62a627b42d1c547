/** One record per user that the connection's role can see. */
import { createSync } from 'nango';
import { usersSpec } from '../../../shared/catalog/specs.js';
import { syncUsers } from '../../../shared/catalog/syncs/users.js';
import { driverClient } from '../../../shared/snowflake/driver/client.js';
import { withClient } from '../../../shared/snowflake/with-client.js';

export default createSync({
    ...usersSpec,
    exec: async (nango) => {
        const checkpoint = await nango.getCheckpoint();
        await withClient(nango, driverClient(nango), async (client) => {
            await syncUsers(nango, client, checkpoint);
        });
    }
});
