/** Tasks of a schema, a database or the account, page by page. */
import { createAction } from 'nango';
import { listTasks } from '../../../shared/catalog/listing/actions.js';
import { listTasksSpec } from '../../../shared/catalog/listing/specs.js';
import { sqlApiClient } from '../../../shared/snowflake/sql-api/client.js';
import { withClient } from '../../../shared/snowflake/with-client.js';

export default createAction({
    ...listTasksSpec,
    exec: async (nango, input) =>
        await withClient(nango, sqlApiClient(nango), async (client) => await listTasks(client, input))
});
