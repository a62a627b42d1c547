/** Databases of the account, page by page. */
import { createAction } from 'nango';
import { listDatabases } from '../../../shared/catalog/listing/actions.js';
import { listDatabasesSpec } from '../../../shared/catalog/listing/specs.js';
import { driverClient } from '../../../shared/snowflake/driver/client.js';
import { withClient } from '../../../shared/snowflake/with-client.js';

export default createAction({
    ...listDatabasesSpec,
    exec: async (nango, input) =>
        await withClient(nango, driverClient(nango), async (client) => await listDatabases(client, input))
});
