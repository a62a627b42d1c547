import { expect, test } from 'vitest';
import { readSettings } from '../../../shared/export-secrets/settings.js';
import { snowflakeByAccessToken } from '../../../shared/export-secrets/types/snowflake-access-token.js';
import { handleWith } from '../nango-handle.js';

/** Nango's proxy drops what no header takes, so such a token signs in through it; a connector would be refused. */
test('a token that was pasted with blanks and a line end around it is stored without them', async () => {
    const connection = {
        credentials: { apiKey: ' not-a-secret\r\n' },
        connection_config: { account: 'myorg-myaccount', warehouse: 'NANGO_WH', database: 'SALES' },
        metadata: { snowflake: { user: 'NANGO_SVC' } }
    };
    const nango = handleWith({ getConnection: async () => JSON.parse(JSON.stringify(connection)) });
    const candidate = await snowflakeByAccessToken().prepare(nango, {}, await readSettings(nango));
    expect(JSON.parse(candidate.content('page').secretString)).toMatchObject({ password: 'not-a-secret' });
});
