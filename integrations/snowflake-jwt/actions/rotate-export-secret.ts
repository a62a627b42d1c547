/** New credentials of the connection into the same secret; off until the operator turns it on. */
import { createAction } from 'nango';
import { rotateExportSecret, rotateSpec } from '../../../shared/export-secrets/rotate.js';
import { snowflakeByKeyPair } from '../../../shared/export-secrets/types/snowflake-key-pair.js';
import { reportErrors } from '../../../shared/nango/report.js';
import { sqlApiClient } from '../../../shared/snowflake/sql-api/client.js';

export default createAction({
    ...rotateSpec,
    exec: async (nango, input) =>
        await reportErrors(nango, async () => await rotateExportSecret(nango, input, snowflakeByKeyPair(sqlApiClient)))
});
