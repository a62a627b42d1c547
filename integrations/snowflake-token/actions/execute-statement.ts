/** Runs SQL with bound values; rows come typed and by pages. */
import { createAction } from 'nango';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { executeStatement } from '../../../shared/statements/execute.js';
import { executeStatementSpec } from '../../../shared/statements/specs.js';
import { openClient } from '../../../shared/ways/access-token/client.js';

export default createAction({
    ...executeStatementSpec,
    exec: async (nango, input) =>
        await withClient(nango, openClient(nango), async (client) => await executeStatement(nango, client, input))
});
