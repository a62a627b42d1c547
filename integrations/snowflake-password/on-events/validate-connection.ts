/** Refuses a connection that cannot work, and says in Connect UI what to fix. */
import { createOnEvent } from 'nango';
import { validateConnection } from '../../../shared/connection/check.js';
import { driverClient } from '../../../shared/snowflake/driver/client.js';
import { withClient } from '../../../shared/snowflake/with-client.js';

export default createOnEvent({
    event: 'validate-connection',
    description: 'Runs one statement with the credentials, role and warehouse; a refusal says what to fix.',
    version: '1.0.0',
    exec: async (nango) => {
        await withClient(nango, driverClient(nango), async (client) => {
            await validateConnection(nango, client);
        });
    }
});
