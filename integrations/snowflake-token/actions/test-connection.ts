/** Who the connection is and what it can see, each check with its remedy. */
import { createAction } from 'nango';
import { testConnection, testConnectionSpec } from '../../../shared/connection/test.js';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { openClient } from '../../../shared/ways/access-token/client.js';

export default createAction({
    ...testConnectionSpec,
    exec: async (nango, input) =>
        await withClient(nango, openClient(nango), async (client) => await testConnection(nango, client, input))
});
