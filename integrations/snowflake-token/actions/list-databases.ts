/** Databases. Page by page. */
import { createAction } from 'nango';
import { databases } from '../../../shared/catalog/kinds/databases.js';
import { listingSpecOf, listKind } from '../../../shared/catalog/listing/list.js';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { openClient } from '../../../shared/ways/access-token/client.js';

export default createAction({
    ...listingSpecOf(databases),
    exec: async (nango, input) =>
        await withClient(nango, openClient(nango), async (client) => await listKind(client, databases, input))
});
