/** Users with login, authentication and role details, as far as the role may see them. Page by page. */
import { createAction } from 'nango';
import { users } from '../../../shared/catalog/kinds/users.js';
import { listingSpecOf, listKind } from '../../../shared/catalog/listing/list.js';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { openClient } from '../../../shared/ways/password/client.js';

export default createAction({
    ...listingSpecOf(users),
    exec: async (nango, input) =>
        await withClient(nango, openClient(nango), async (client) => await listKind(client, users, input))
});
