/** Provisions, finishes and watches the export destinations of the connection. */
import { createSync } from 'nango';
import { syncExportSecrets, syncSpec } from '../../../shared/export-secrets/sync.js';
import { snowflakeByKeyPair } from '../../../shared/export-secrets/types/snowflake-key-pair.js';
import { reportErrors } from '../../../shared/nango/report.js';
import { sqlApiClient } from '../../../shared/snowflake/sql-api/client.js';

export default createSync({
    ...syncSpec,
    exec: async (nango) => {
        // Progress is kept in the destinations themselves; this tells Nango that the sync can be resumed.
        await nango.getCheckpoint();
        await reportErrors(nango, async () => await syncExportSecrets(nango, snowflakeByKeyPair(sqlApiClient)));
    }
});
