/** Schemas of a database or of the account, page by page. */
import { createAction } from 'nango';
import { listSchemas } from '../../../shared/catalog/listing/actions.js';
import { listSchemasSpec } from '../../../shared/catalog/listing/specs.js';
import { driverClient } from '../../../shared/snowflake/driver/client.js';
import { withClient } from '../../../shared/snowflake/with-client.js';

export default createAction({
    ...listSchemasSpec,
    exec: async (nango, input) =>
        await withClient(nango, driverClient(nango), async (client) => await listSchemas(client, input))
});
