/** Views of a schema, a database or the account, page by page. */
import { createAction } from 'nango';
import { listViews } from '../../../shared/catalog/listing/actions.js';
import { listViewsSpec } from '../../../shared/catalog/listing/specs.js';
import { driverClient } from '../../../shared/snowflake/driver/client.js';
import { withClient } from '../../../shared/snowflake/with-client.js';

export default createAction({
    ...listViewsSpec,
    exec: async (nango, input) =>
        await withClient(nango, driverClient(nango), async (client) => await listViews(client, input))
});
