/** Roles with the counts of their members. Page by page. */
import { createAction } from 'nango';
import { roles } from '../../../shared/catalog/kinds/roles.js';
import { listingSpecOf, listKind } from '../../../shared/catalog/listing/list.js';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { openClient } from '../../../shared/ways/oauth/client.js';

export default createAction({
    ...listingSpecOf(roles),
    exec: async (nango, input) =>
        await withClient(nango, openClient(nango), async (client) => await listKind(client, roles, input))
});
