/** Notes account, region, role and warehouse in the connection's metadata. */
import { createOnEvent } from 'nango';
import { describeConnection } from '../../../shared/connection/describe.js';
import { postConnectionCreationSpec } from '../../../shared/connection/specs.js';
import { withClient } from '../../../shared/snowflake/with-client.js';
import { openClient } from '../../../shared/ways/oauth/client.js';

export default createOnEvent({
    ...postConnectionCreationSpec,
    exec: async (nango) => {
        await withClient(nango, openClient(nango), async (client) => {
            await describeConnection(nango, client);
        });
    }
});
