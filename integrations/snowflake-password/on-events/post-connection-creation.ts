/** Notes account, region, role and warehouse in the connection's metadata. */
import { createOnEvent } from 'nango';
import { ConnectionMetadataSchema, describeConnection } from '../../../shared/connection/describe.js';
import { driverClient } from '../../../shared/snowflake/driver/client.js';
import { withClient } from '../../../shared/snowflake/with-client.js';

export default createOnEvent({
    event: 'post-connection-creation',
    description: "Notes account, region, edition (if visible), role and warehouse in the connection's metadata.",
    version: '1.0.0',
    metadata: ConnectionMetadataSchema,
    exec: async (nango) => {
        await withClient(nango, driverClient(nango), async (client) => {
            await describeConnection(nango, client);
        });
    }
});
