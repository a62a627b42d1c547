/** Ends the connection's export destinations with it; the log says what could not be done. */
import { createOnEvent } from 'nango';
import { endExportSecrets, preConnectionDeletionSpec } from '../../../shared/export-secrets/before-deletion.js';

export default createOnEvent({
    ...preConnectionDeletionSpec,
    exec: async (nango) => {
        await endExportSecrets(nango, 'snowflake');
    }
});
