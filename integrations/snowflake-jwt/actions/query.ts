/** One statement that reads, with its first rows. */
import { createAction } from 'nango';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { query } from '../../../shared/statements/query.js';
import { querySpec } from '../../../shared/statements/specs.js';
import { openClient } from '../../../shared/ways/key-pair/client.js';

export default createAction({
    ...querySpec,
    exec: async (nango, input) =>
        await withClient(nango, openClient(nango), async (client) => await query(client, input))
});
