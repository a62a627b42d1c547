/** What Nango is told of the query sync. It starts only when somebody has configured a query. */
import { SYNC_FREQUENCY } from '../limits.js';
import { SettingsSchema } from '../settings/settings.js';
import { QueryCheckpointSchema } from './checkpoint.js';
import { QueryResultSchema } from './rows.js';
import { VERSION } from '../version.js';

export const queryResultsSpec = {
    description:
        'Rows of a query that the customer configures: full refresh with deletions, or incremental by a column.',
    version: VERSION,
    frequency: SYNC_FREQUENCY,
    autoStart: false,
    metadata: SettingsSchema,
    checkpoint: QueryCheckpointSchema,
    models: { QueryResult: QueryResultSchema }
};
