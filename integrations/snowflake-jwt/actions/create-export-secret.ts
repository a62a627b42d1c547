/** Begins an export destination of the type Snowflake. */
import { createAction } from 'nango';
import {
    createExportSecret,
    CreateSnowflakeInputSchema,
    createSnowflakeSpec
} from '../../../shared/export-secrets/create.js';
import { snowflakeByKeyPair } from '../../../shared/export-secrets/types/snowflake-key-pair.js';
import { reportErrors } from '../../../shared/nango/report.js';
import { sqlApiClient } from '../../../shared/snowflake/sql-api/client.js';

export default createAction({
    ...createSnowflakeSpec,
    exec: async (nango, input) =>
        await reportErrors(
            nango,
            async () =>
                await createExportSecret(nango, input, snowflakeByKeyPair(sqlApiClient), CreateSnowflakeInputSchema)
        )
});
