/** Sequences in a schema, a database or the account, with their step and next value. Page by page. */
import { createAction } from 'nango';
import { sequences } from '../../../shared/catalog/kinds/sequences.js';
import { listingSpecOf, listKind } from '../../../shared/catalog/listing/list.js';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { openClient } from '../../../shared/ways/oauth/client.js';

export default createAction({
    ...listingSpecOf(sequences),
    exec: async (nango, input) =>
        await withClient(nango, openClient(nango), async (client) => await listKind(client, sequences, input))
});
