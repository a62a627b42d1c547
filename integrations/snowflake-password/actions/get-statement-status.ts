/** How a statement stands, with its first rows or its failure. */
import { createAction } from 'nango';
import { getStatementStatus } from '../../../shared/statements/by-handle.js';
import { getStatementStatusSpec } from '../../../shared/statements/specs.js';
import { driverClient } from '../../../shared/snowflake/driver/client.js';
import { withClient } from '../../../shared/snowflake/with-client.js';

export default createAction({
    ...getStatementStatusSpec,
    exec: async (nango, input) =>
        await withClient(nango, driverClient(nango), async (client) => await getStatementStatus(client, input))
});
