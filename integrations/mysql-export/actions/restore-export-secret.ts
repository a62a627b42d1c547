/** Brings an archived export destination back within the recovery window. */
import { createAction } from 'nango';
import { restoreExportSecret, restoreSpec } from '../../../shared/export-secrets/restore.js';
import { mysql } from '../../../shared/export-secrets/types/mysql.js';
import { reportErrors } from '../../../shared/nango/report.js';

export default createAction({
    ...restoreSpec,
    exec: async (nango, input) => await reportErrors(nango, async () => await restoreExportSecret(nango, input, mysql))
});
