/** No password, key or token occurs in anything that a run leaves behind, whether it ends well or badly. */
import { expect, test } from 'vitest';
import { buildSampleAccount } from 'snowflake-stand-in/engine/sample-account.js';
import { CONNECTION, WAYS, startWorld, USER } from '../../../local/world.js';
import { SNOWFLAKE_SYNCS } from '../../support/functions.js';

test.each(WAYS)('nothing that a run emits holds a credential (%s)', { timeout: 60_000 }, async (integration) => {
    const world = await startWorld({ fill: buildSampleAccount, nango: { waits: 'none' } });
    try {
        world.setMetadata({ query: 'SELECT 1 AS ID', id_column: 'ID', warehouse: 'NANGO_WH' });
        const runEverything = async (): Promise<void> => {
            await world.nango.runOnEvent(integration, 'validate-connection', CONNECTION);
            await world.nango.runOnEvent(integration, 'post-connection-creation', CONNECTION);
            for (const { name } of SNOWFLAKE_SYNCS) await world.nango.runSync(integration, name, CONNECTION);
        };
        await runEverything();
        world.snowflake.sessions.expireMasterTokens();
        await runEverything();
        world.snowflake.faults.order({ kind: 'cut-body' }, {}, 5);
        world.snowflake.faults.order({ kind: 'status', status: 500 }, {}, 6);
        await runEverything();
        world.snowflake.faults.clear();
        world.snowflake.faults.refuseAddress('203.0.113.9');
        await runEverything();
        world.snowflake.faults.refuseAddress(null);
        world.engine.account.user(USER).password = 'changed';
        world.engine.account.setPublicKey(USER, null);
        world.engine.account.user(USER).programmaticAccessTokens = [];
        world.snowflake.oauth.enabled = false;
        await runEverything();

        expect(world.nango.journal.entries.length).toBeGreaterThan(100);
        for (const secret of [
            ...world.secrets,
            ...world.snowflake.sessions.issuedTokens,
            ...world.snowflake.oauth.issued
        ]) {
            expect(
                world.nango.journal
                    .search(secret)
                    .map((entry) => `${entry.kind} of ${entry.function}: ${entry.text.slice(0, 300)}`)
            ).toEqual([]);
        }
    } finally {
        await world.close();
    }
});
