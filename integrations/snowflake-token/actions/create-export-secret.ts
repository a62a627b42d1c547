/** Begins an export destination of the type Snowflake. */
import { createAction } from 'nango';
import {
    createExportSecret,
    CreateSnowflakeInputSchema,
    createSnowflakeSpec
} from '../../../shared/export-secrets/create.js';
import { reportErrors } from '../../../shared/nango/report.js';
import { destination } from '../../../shared/ways/access-token/destination.js';

export default createAction({
    ...createSnowflakeSpec,
    exec: async (nango, input) =>
        await reportErrors(
            nango,
            async () => await createExportSecret(nango, input, destination, CreateSnowflakeInputSchema)
        )
});
