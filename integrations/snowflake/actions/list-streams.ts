/** Streams (change data capture) in a schema, a database or the account, with what they watch and whether they are stale. Page by page. */
import { createAction } from 'nango';
import { streams } from '../../../shared/catalog/kinds/streams.js';
import { listingSpecOf, listKind } from '../../../shared/catalog/listing/list.js';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { openClient } from '../../../shared/ways/oauth/client.js';

export default createAction({
    ...listingSpecOf(streams),
    exec: async (nango, input) =>
        await withClient(nango, openClient(nango), async (client) => await listKind(client, streams, input))
});
