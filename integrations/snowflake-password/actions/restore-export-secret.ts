/** Brings an archived export destination back within the recovery window. */
import { createAction } from 'nango';
import { restoreExportSecret, restoreSpec } from '../../../shared/export-secrets/restore.js';
import { reportErrors } from '../../../shared/nango/report.js';
import { destination } from '../../../shared/ways/password/tried-destination.js';

export default createAction({
    ...restoreSpec,
    exec: async (nango, input) =>
        await reportErrors(nango, async () => await restoreExportSecret(nango, input, destination))
});
