/** New credentials of the connection into the same secret; off until the operator turns it on. */
import { createAction } from 'nango';
import { rotateExportSecret, rotateSpec } from '../../../shared/export-secrets/rotate.js';
import { reportErrors } from '../../../shared/nango/report.js';
import { destination } from '../../../shared/ways/password/tried-destination.js';

export default createAction({
    ...rotateSpec,
    exec: async (nango, input) =>
        await reportErrors(nango, async () => await rotateExportSecret(nango, input, destination))
});
