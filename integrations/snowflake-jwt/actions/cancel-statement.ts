/** Cancels a running statement. */
import { createAction } from 'nango';
import { cancelStatement } from '../../../shared/statements/by-handle.js';
import { cancelStatementSpec } from '../../../shared/statements/specs.js';
import { sqlApiClient } from '../../../shared/snowflake/sql-api/client.js';
import { withClient } from '../../../shared/snowflake/with-client.js';

export default createAction({
    ...cancelStatementSpec,
    exec: async (nango, input) =>
        await withClient(nango, sqlApiClient(nango), async (client) => await cancelStatement(client, input))
});
