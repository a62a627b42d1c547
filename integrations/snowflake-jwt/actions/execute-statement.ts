/** Runs SQL with bound values; rows come typed and by pages. */
import { createAction } from 'nango';
import { executeStatement } from '../../../shared/statements/execute.js';
import { executeStatementSpec } from '../../../shared/statements/specs.js';
import { sqlApiClient } from '../../../shared/snowflake/sql-api/client.js';
import { withClient } from '../../../shared/snowflake/with-client.js';

export default createAction({
    ...executeStatementSpec,
    exec: async (nango, input) =>
        await withClient(nango, sqlApiClient(nango), async (client) => await executeStatement(nango, client, input))
});
