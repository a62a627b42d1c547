/** One export destination, to poll its status. */
import { createAction } from 'nango';
import { getExportSecret, getSpec } from '../../../shared/export-secrets/read.js';
import { reportErrors } from '../../../shared/nango/report.js';
import { destination } from '../../../shared/ways/key-pair/destination.js';

export default createAction({
    ...getSpec,
    exec: async (nango, input) =>
        await reportErrors(nango, async () => await getExportSecret(nango, input, destination))
});
