/** How long execute-statement waits, and what it answers when the wait is over before the statement is. */
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startWorld } from '../../../local/world.js';
import type { World } from '../../../local/world.js';
import { MAX_WAIT_SECONDS } from '../../../shared/statements/specs.js';
import { act, CONNECTIONS, ended, refusal } from './actions.js';

let world: World;
beforeEach(async () => {
    world = await startWorld();
});
afterEach(async () => await world.close());

/** The statement has been started, and its state was asked for. */
async function asked(): Promise<void> {
    while (!world.snowflake.requests.some(({ method }) => method === 'GET')) await turn();
}

describe.each(CONNECTIONS)('%s', (integration) => {
    test.each([0, 45.5, 3600])('a timeout of %d seconds is taken', async (timeout) => {
        expect(
            await act(world, integration, 'execute-statement', { statement: 'SELECT 1 AS A', timeout })
        ).toMatchObject({ state: 'succeeded', records: [{ A: 1 }] });
        expect(world.snowflake.sessions.openCount).toBe(0);
    });

    test('a statement that outlasts the wait goes on, and its handle says so', async () => {
        const statement = 'SELECT 1 AS A';
        const hold = world.snowflake.faults.hold(statement);
        world.nango.clock.advance(1);
        const answered = act(world, integration, 'execute-statement', { statement, timeout: 3600 });
        await asked();
        world.nango.clock.advance(MAX_WAIT_SECONDS * 1000);
        const { statementHandle, ...answer } = await answered;
        expect(answer).toMatchObject({ state: 'running', rows_changed: null, next_cursor: null });
        hold.release();
        expect(await ended(world, integration, statementHandle)).toMatchObject({
            state: 'succeeded',
            records: [{ A: 1 }]
        });
    });

    test('a statement that fails while it is waited for is an error, however long it may take', async () => {
        expect(
            await refusal(world, integration, 'execute-statement', {
                statement: 'SELECT * FROM NOT_THERE.PUBLIC.T',
                timeout: 3600
            })
        ).toMatchObject({ code: 'object_not_found' });
        expect(world.snowflake.sessions.openCount).toBe(0);
    });

    test('empty names mean those of the connection', async () => {
        const place = { database: '', schema: '', warehouse: '', role: '' };
        expect(
            await act(world, integration, 'execute-statement', {
                statement: 'SELECT CURRENT_ROLE() AS ROLE, CURRENT_WAREHOUSE() AS WAREHOUSE',
                ...place
            })
        ).toMatchObject({ records: [{ ROLE: 'ACCOUNTADMIN', WAREHOUSE: 'NANGO_WH' }] });
    });
});
