/** Begins an export destination of the type Power BI. */
import { createAction } from 'nango';
import { createExportSecret } from '../../../shared/export-secrets/create.js';
import { CreateInputSchema, createSpecOf } from '../../../shared/export-secrets/create-input.js';
import { powerBi } from '../../../shared/export-secrets/types/power-bi.js';
import { reportErrors } from '../../../shared/nango/report.js';

export default createAction({
    ...createSpecOf(CreateInputSchema),
    exec: async (nango, input) => await reportErrors(nango, async () => await createExportSecret(nango, input, powerBi))
});
