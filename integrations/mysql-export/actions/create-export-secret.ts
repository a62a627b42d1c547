/** Begins an export destination of the type MySQL. */
import { createAction } from 'nango';
import { createExportSecret } from '../../../shared/export-secrets/create.js';
import { CreateInputSchema, createSpecOf } from '../../../shared/export-secrets/create-input.js';
import { mysql } from '../../../shared/export-secrets/types/mysql.js';
import { reportErrors } from '../../../shared/nango/report.js';

export default createAction({
    ...createSpecOf(CreateInputSchema),
    exec: async (nango, input) => await reportErrors(nango, async () => await createExportSecret(nango, input, mysql))
});
