/** Schemas of a database or of the account. Page by page. */
import { createAction } from 'nango';
import { schemas } from '../../../shared/catalog/kinds/schemas.js';
import { listingSpecOf, listKind } from '../../../shared/catalog/listing/list.js';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { openClient } from '../../../shared/ways/oauth/client.js';

export default createAction({
    ...listingSpecOf(schemas),
    exec: async (nango, input) =>
        await withClient(nango, openClient(nango), async (client) => await listKind(client, schemas, input))
});
