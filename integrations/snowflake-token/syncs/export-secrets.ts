/** Provisions, finishes and watches the export destinations of the connection. */
import { createSync } from 'nango';
import { syncExportSecrets, syncSpec } from '../../../shared/export-secrets/sync.js';
import { reportErrors } from '../../../shared/nango/report.js';
import { destination } from '../../../shared/ways/access-token/tried-destination.js';

export default createSync({
    ...syncSpec,
    exec: async (nango) => {
        // Progress is kept elsewhere; this tells Nango that the sync can be resumed.
        await nango.getCheckpoint();
        await reportErrors(nango, async () => await syncExportSecrets(nango, destination));
    }
});
