/** All export destinations of the connection, ended ones too. */
import { createAction } from 'nango';
import { listExportSecrets, listSpec } from '../../../shared/export-secrets/read.js';
import { reportErrors } from '../../../shared/nango/report.js';
import { destination } from '../../../shared/ways/password/destination.js';

export default createAction({
    ...listSpec,
    exec: async (nango, input) =>
        await reportErrors(nango, async () => await listExportSecrets(nango, input, destination))
});
