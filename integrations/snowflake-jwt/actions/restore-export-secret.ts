/** Brings an archived export destination back within the recovery window. */
import { createAction } from 'nango';
import { restoreExportSecret, restoreSpec } from '../../../shared/export-secrets/restore.js';
import { snowflakeByKeyPair } from '../../../shared/export-secrets/types/snowflake-key-pair.js';
import { reportErrors } from '../../../shared/nango/report.js';
import { sqlApiClient } from '../../../shared/snowflake/sql-api/client.js';

export default createAction({
    ...restoreSpec,
    exec: async (nango, input) =>
        await reportErrors(nango, async () => await restoreExportSecret(nango, input, snowflakeByKeyPair(sqlApiClient)))
});
