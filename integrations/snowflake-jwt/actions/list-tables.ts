/** Tables of every sort in a schema, a database or the account, with their rows and bytes. Page by page. */
import { createAction } from 'nango';
import { tables } from '../../../shared/catalog/kinds/tables.js';
import { listingSpecOf, listKind } from '../../../shared/catalog/listing/list.js';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { openClient } from '../../../shared/ways/key-pair/client.js';

export default createAction({
    ...listingSpecOf(tables),
    exec: async (nango, input) =>
        await withClient(nango, openClient(nango), async (client) => await listKind(client, tables, input))
});
