/** Grants to or of a role, to a user, or on an object. */
import { createAction } from 'nango';
import { listGrants, listGrantsSpec } from '../../../shared/catalog/listing/grants.js';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { openClient } from '../../../shared/ways/access-token/client.js';

export default createAction({
    ...listGrantsSpec,
    exec: async (nango, input) =>
        await withClient(nango, openClient(nango), async (client) => await listGrants(client, input))
});
