/** For the operator: whether AWS, its rights and the settings are ready for destinations. */
import { createAction } from 'nango';
import { checkExportSetup, checkSetupSpec } from '../../../shared/export-secrets/check-setup.js';
import { reportErrors } from '../../../shared/nango/report.js';

export default createAction({
    ...checkSetupSpec,
    exec: async (nango, input) => await reportErrors(nango, async () => await checkExportSetup(nango, input))
});
