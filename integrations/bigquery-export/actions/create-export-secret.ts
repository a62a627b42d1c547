/** Begins an export destination of the type BigQuery. */
import { createAction } from 'nango';
import { createExportSecret, createSpec } from '../../../shared/export-secrets/create.js';
import { bigquery } from '../../../shared/export-secrets/types/bigquery.js';
import { reportErrors } from '../../../shared/nango/report.js';

export default createAction({
    ...createSpec,
    exec: async (nango, input) =>
        await reportErrors(nango, async () => await createExportSecret(nango, input, bigquery))
});
