/** Begins an export destination of the type Snowflake. */
import { createAction } from 'nango';
import {
    createExportSecret,
    CreateSnowflakeInputSchema,
    createSnowflakeSpec
} from '../../../shared/export-secrets/create.js';
import { snowflakeByPassword } from '../../../shared/export-secrets/types/snowflake-password.js';
import { reportErrors } from '../../../shared/nango/report.js';
import { driverClient } from '../../../shared/snowflake/driver/client.js';

export default createAction({
    ...createSnowflakeSpec,
    exec: async (nango, input) =>
        await reportErrors(
            nango,
            async () =>
                await createExportSecret(nango, input, snowflakeByPassword(driverClient), CreateSnowflakeInputSchema)
        )
});
