/** One table or view with its columns, keys and policies. */
import { createAction } from 'nango';
import { describeTable, describeTableSpec } from '../../../shared/catalog/listing/describe-table.js';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { openClient } from '../../../shared/ways/oauth/client.js';

export default createAction({
    ...describeTableSpec,
    exec: async (nango, input) =>
        await withClient(nango, openClient(nango), async (client) => await describeTable(client, input))
});
