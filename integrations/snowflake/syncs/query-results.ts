/** One record per row of the query that the customer configured. */
import { createSync } from 'nango';
import { queryResultsSpec } from '../../../shared/query/spec.js';
import { syncQueryResults } from '../../../shared/query/sync.js';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { openClient } from '../../../shared/ways/oauth/client.js';

export default createSync({
    ...queryResultsSpec,
    exec: async (nango) => {
        const checkpoint = await nango.getCheckpoint();
        await withClient(nango, openClient(nango), async (client) => {
            await syncQueryResults(nango, client, checkpoint);
        });
    }
});
