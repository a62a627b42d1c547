/** Roles with the counts of their members, page by page. */
import { createAction } from 'nango';
import { listRoles } from '../../../shared/catalog/listing/actions.js';
import { listRolesSpec } from '../../../shared/catalog/listing/specs.js';
import { sqlApiClient } from '../../../shared/snowflake/sql-api/client.js';
import { withClient } from '../../../shared/snowflake/with-client.js';

export default createAction({
    ...listRolesSpec,
    exec: async (nango, input) =>
        await withClient(nango, sqlApiClient(nango), async (client) => await listRoles(client, input))
});
