/** Stages, internal and external, in a schema, a database or the account, not the files on them. Page by page. */
import { createAction } from 'nango';
import { stages } from '../../../shared/catalog/kinds/stages.js';
import { listingSpecOf, listKind } from '../../../shared/catalog/listing/list.js';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { openClient } from '../../../shared/ways/oauth/client.js';

export default createAction({
    ...listingSpecOf(stages),
    exec: async (nango, input) =>
        await withClient(nango, openClient(nango), async (client) => await listKind(client, stages, input))
});
