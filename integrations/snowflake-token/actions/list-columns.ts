/** Columns of a table, a view, a schema, a database or the account, with their types. Page by page. */
import { createAction } from 'nango';
import { columns } from '../../../shared/catalog/kinds/columns.js';
import { listingSpecOf, listKind } from '../../../shared/catalog/listing/list.js';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { openClient } from '../../../shared/ways/access-token/client.js';

export default createAction({
    ...listingSpecOf(columns),
    exec: async (nango, input) =>
        await withClient(nango, openClient(nango), async (client) => await listKind(client, columns, input))
});
