/** Archives an export destination and schedules its secret for deletion. */
import { createAction } from 'nango';
import { disconnectExportSecret, disconnectSpec } from '../../../shared/export-secrets/disconnect.js';
import { reportErrors } from '../../../shared/nango/report.js';
import { destination } from '../../../shared/ways/password/destination.js';

export default createAction({
    ...disconnectSpec,
    exec: async (nango, input) =>
        await reportErrors(nango, async () => await disconnectExportSecret(nango, input, destination))
});
