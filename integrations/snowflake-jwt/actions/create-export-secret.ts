/** Begins an export destination of the type Snowflake. */
import { createAction } from 'nango';
import { createExportSecret } from '../../../shared/export-secrets/create.js';
import { createSpecOf } from '../../../shared/export-secrets/create-input.js';
import { CreateSnowflakeInputSchema } from '../../../shared/export-secrets/types/snowflake-account.js';
import { reportErrors } from '../../../shared/nango/report.js';
import { destination } from '../../../shared/ways/key-pair/tried-destination.js';

export default createAction({
    ...createSpecOf(CreateSnowflakeInputSchema),
    exec: async (nango, input) =>
        await reportErrors(nango, async () => await createExportSecret(nango, input, destination))
});
