/** Every statement, listing and connection action through the real CLI's dry run, inputs and outputs validated. */
import { expect, test } from 'vitest';
import { dryrunAll } from 'nango-stand-in/dryrun.js';
import { buildSampleAccount } from 'snowflake-stand-in/engine/sample-account.js';
import { CONNECTION, startWorld, USER } from '../../../local/world.js';
import type { World } from '../../../local/world.js';
import { ACTIONS, OF_KIN } from '../dry-runs.js';
import { inFull, SAME_CLIENT } from '../../support/functions.js';
import { act, CONNECTIONS } from './actions.js';

const SALES = { database: 'SALES', schema: 'PUBLIC' };
const QUERY = { ...SALES, warehouse: 'NANGO_WH', statement: 'SELECT N_NAME FROM NATION ORDER BY N_NATIONKEY' };

test('every action passes', { timeout: 240_000 }, async () => {
    const world = await startWorld({
        fill: async (engine) => {
            await buildSampleAccount(engine);
            engine.account.user(USER).defaultRole = 'ACCOUNTADMIN';
        }
    });
    try {
        const runs = [];
        for (const integration of CONNECTIONS) {
            const inputs = await inputsOf(world, integration);
            for (const name of ACTIONS)
                runs.push({
                    name,
                    integration,
                    connectionId: CONNECTION,
                    input: inFull(integration, name, inputs[name] ?? {})
                });
        }
        for (const integration of Object.keys(SAME_CLIENT)) {
            const inputs = OF_KIN.actions === ACTIONS ? await inputsOf(world, integration) : {};
            for (const name of OF_KIN.actions)
                runs.push({
                    name,
                    integration,
                    connectionId: CONNECTION,
                    input: inFull(integration, name, inputs[name] ?? {})
                });
        }
        const failed = (await dryrunAll(world.nango, runs)).filter(({ exitCode }) => exitCode !== 0);
        expect(failed.map(({ name, integration, output }) => `${integration} ${name}: ${output}`)).toEqual([]);
    } finally {
        await world.close();
    }
});

/** Of those that need one, or are to be run with one. */
async function inputsOf(world: World, integration: string): Promise<Record<string, object>> {
    const { statementHandle: handle } = await act(world, integration, 'execute-statement', QUERY);
    const held = `SELECT 1 AS "${integration}"`;
    world.snowflake.faults.hold(held);
    const running = await act(world, integration, 'execute-statement', { statement: held, async: true });
    return {
        query: QUERY,
        'execute-statement': { ...QUERY, idempotency_key: 'dry' },
        'get-statement-status': { statementHandle: handle },
        'get-statement-result': { statement_handle: handle, partition: 0 },
        'cancel-statement': { statement_handle: running['statementHandle'] },
        'list-schemas': { database: 'SALES' },
        'list-tables': { ...SALES, limit: 2 },
        'list-views': { database_name: 'SALES', schema_name: 'PUBLIC' },
        'list-columns': { ...SALES, table: 'NATION' },
        'list-users': { like: '%A%' },
        'list-stages': { database: 'SALES' },
        'list-streams': { database: 'SALES' },
        'list-tasks': { database: 'SALES' },
        'list-grants': { to_role: 'NANGO_READER' },
        'describe-table': { ...SALES, table: 'CUSTOMER' }
    };
}
