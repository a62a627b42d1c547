/** Tasks with schedule, state and definition in a schema, a database or the account. Page by page. */
import { createAction } from 'nango';
import { tasks } from '../../../shared/catalog/kinds/tasks.js';
import { listingSpecOf, listKind } from '../../../shared/catalog/listing/list.js';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { openClient } from '../../../shared/ways/oauth/client.js';

export default createAction({
    ...listingSpecOf(tasks),
    exec: async (nango, input) =>
        await withClient(nango, openClient(nango), async (client) => await listKind(client, tasks, input))
});
