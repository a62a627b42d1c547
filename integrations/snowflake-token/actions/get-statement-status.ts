/** How a statement stands, with its first rows or its failure. */
import { createAction } from 'nango';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { getStatementStatus } from '../../../shared/statements/by-handle.js';
import { getStatementStatusSpec } from '../../../shared/statements/specs.js';
import { openClient } from '../../../shared/ways/access-token/client.js';

export default createAction({
    ...getStatementStatusSpec,
    exec: async (nango, input) =>
        await withClient(nango, openClient(nango), async (client) => await getStatementStatus(client, input))
});
