/** Warehouses with size, state and load. Page by page. */
import { createAction } from 'nango';
import { warehouses } from '../../../shared/catalog/kinds/warehouses.js';
import { listingSpecOf, listKind } from '../../../shared/catalog/listing/list.js';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { openClient } from '../../../shared/ways/oauth/client.js';

export default createAction({
    ...listingSpecOf(warehouses),
    exec: async (nango, input) =>
        await withClient(nango, openClient(nango), async (client) => await listKind(client, warehouses, input))
});
