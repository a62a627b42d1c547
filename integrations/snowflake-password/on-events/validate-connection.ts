/** Refuses a connection that cannot work, and says in Connect UI what to fix. */
import { createOnEvent } from 'nango';
import { validateConnection } from '../../../shared/connection/check.js';
import { knowAccount } from '../../../shared/connection/known-account.js';
import { putBackSettings } from '../../../shared/connection/put-back-settings.js';
import { validateConnectionSpec } from '../../../shared/connection/specs.js';
import { driverClient } from '../../../shared/snowflake/driver/client.js';
import { withClient } from '../../../shared/snowflake/with-client.js';

export default createOnEvent({
    ...validateConnectionSpec,
    exec: async (nango) => {
        await putBackSettings(nango);
        await withClient(nango, driverClient(nango), async (client) => {
            await knowAccount(nango, await validateConnection(nango, client));
        });
    }
});
