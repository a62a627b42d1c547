/** Users that the role can see, page by page. */
import { createAction } from 'nango';
import { listUsers } from '../../../shared/catalog/listing/actions.js';
import { listUsersSpec } from '../../../shared/catalog/listing/specs.js';
import { driverClient } from '../../../shared/snowflake/driver/client.js';
import { withClient } from '../../../shared/snowflake/with-client.js';

export default createAction({
    ...listUsersSpec,
    exec: async (nango, input) =>
        await withClient(nango, driverClient(nango), async (client) => await listUsers(client, input))
});
