/** Rows of a statement that has ended, by page or partition. */
import { createAction } from 'nango';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { getStatementResult } from '../../../shared/statements/by-handle.js';
import { getStatementResultSpec } from '../../../shared/statements/specs.js';
import { openClient } from '../../../shared/ways/access-token/client.js';

export default createAction({
    ...getStatementResultSpec,
    exec: async (nango, input) =>
        await withClient(nango, openClient(nango), async (client) => await getStatementResult(client, input))
});
