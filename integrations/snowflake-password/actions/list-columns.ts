/** Columns of a table, a schema, a database or the account, page by page. */
import { createAction } from 'nango';
import { listColumns } from '../../../shared/catalog/listing/actions.js';
import { listColumnsSpec } from '../../../shared/catalog/listing/specs.js';
import { driverClient } from '../../../shared/snowflake/driver/client.js';
import { withClient } from '../../../shared/snowflake/with-client.js';

export default createAction({
    ...listColumnsSpec,
    exec: async (nango, input) =>
        await withClient(nango, driverClient(nango), async (client) => await listColumns(client, input))
});
