/** Ends the connection's export destinations with it; the log says what could not be done. */
import { createOnEvent } from 'nango';
import { endExportSecrets } from '../../../shared/export-secrets/before-deletion.js';

export default createOnEvent({
    event: 'pre-connection-deletion',
    description: 'Schedules the secrets of the connection for deletion and gives its place up.',
    version: '1.0.0',
    exec: async (nango) => {
        await endExportSecrets(nango, 'postgresql');
    }
});
