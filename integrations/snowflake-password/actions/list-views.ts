/** Views, secure and materialized ones too, in a schema, a database or the account, with their text. Page by page. */
import { createAction } from 'nango';
import { views } from '../../../shared/catalog/kinds/views.js';
import { listingSpecOf, listKind } from '../../../shared/catalog/listing/list.js';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { openClient } from '../../../shared/ways/password/client.js';

export default createAction({
    ...listingSpecOf(views),
    exec: async (nango, input) =>
        await withClient(nango, openClient(nango), async (client) => await listKind(client, views, input))
});
