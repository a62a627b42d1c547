/** Rows of a statement that has ended, by page or partition. */
import { createAction } from 'nango';
import { getStatementResult } from '../../../shared/statements/by-handle.js';
import { getStatementResultSpec } from '../../../shared/statements/specs.js';
import { sqlApiClient } from '../../../shared/snowflake/sql-api/client.js';
import { withClient } from '../../../shared/snowflake/with-client.js';

export default createAction({
    ...getStatementResultSpec,
    exec: async (nango, input) =>
        await withClient(nango, sqlApiClient(nango), async (client) => await getStatementResult(client, input))
});
