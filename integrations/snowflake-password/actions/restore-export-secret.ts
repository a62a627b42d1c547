/** Brings an archived export destination back within the recovery window. */
import { createAction } from 'nango';
import { restoreExportSecret, restoreSpec } from '../../../shared/export-secrets/restore.js';
import { snowflakeByPassword } from '../../../shared/export-secrets/types/snowflake-password.js';
import { reportErrors } from '../../../shared/nango/report.js';
import { driverClient } from '../../../shared/snowflake/driver/client.js';

export default createAction({
    ...restoreSpec,
    exec: async (nango, input) =>
        await reportErrors(
            nango,
            async () => await restoreExportSecret(nango, input, snowflakeByPassword(driverClient))
        )
});
