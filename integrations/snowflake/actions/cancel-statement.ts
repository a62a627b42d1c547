/** Cancels a running statement. */
import { createAction } from 'nango';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { cancelStatement } from '../../../shared/statements/by-handle.js';
import { cancelStatementSpec } from '../../../shared/statements/specs.js';
import { openClient } from '../../../shared/ways/oauth/client.js';

export default createAction({
    ...cancelStatementSpec,
    exec: async (nango, input) =>
        await withClient(nango, openClient(nango), async (client) => await cancelStatement(client, input))
});
