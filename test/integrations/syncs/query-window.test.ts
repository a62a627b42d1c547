/** Whose window of deletion tracking a full read ends: its own, never one that another query or an older walk left open. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DAY_MS } from 'stand-in-base/clock.js';
import { CONNECTION, INTEGRATIONS } from '../../../local/world.js';
import { momentsOf } from '../../support/thinned.js';
import { ORDERS, saved, startOrders } from './orders.js';
import type { Orders } from './orders.js';

const MANY = {
    query: "SELECT SEQ4() AS ID, 'many' AS KIND FROM TABLE(GENERATOR(ROWCOUNT => 2000))",
    id_column: 'ID',
    warehouse: 'NANGO_WH'
};
const FEW = { query: 'SELECT 100000 AS ID, 1 AS AT', id_column: 'ID', warehouse: 'NANGO_WH' };

let orders: Orders;

beforeEach(async () => {
    orders = await startOrders();
});
afterEach(async () => {
    await orders.world.close();
});

function rowsFrom(first: number): string[] {
    return Array.from({ length: 1500 }, (_, n) => `${first + n}, 'EU', 1, NULL, '2025-01-02'`);
}

async function cutOff(integration: string, checkpoints: number): Promise<void> {
    const result = await orders.world.nango.runSync(integration, 'query-results', CONNECTION, {
        interruptAfterCheckpoints: checkpoints
    });
    expect(result.status).toBe('interrupted');
}

test.each(
    INTEGRATIONS.flatMap(
        (integration) =>
            [
                [integration, 'incremental', { ...FEW, incremental_column: 'AT' }],
                [integration, 'a full refresh', FEW]
            ] as const
    )
)('%s: rows of an unfinished read go when the query is another, which is %s', async (integration, _, other) => {
    const { world, run, ids } = orders;
    world.setMetadata(MANY);
    await cutOff(integration, 2);
    expect(ids(integration).length).toBeGreaterThan(0);
    world.setMetadata(other);
    const result = await run(integration);
    expect(result.error).toBeNull();
    expect(ids(integration)).toEqual(['100000']);
    expect(saved(await run(integration))).toMatchObject({ added: 0, updated: 0, deleted: 0 });
});

test.each(INTEGRATIONS)('rows that went while a read lay unfinished for days go too (%s)', async (integration) => {
    const { world, session, insert, run, ids } = orders;
    world.setMetadata({ ...ORDERS, incremental_column: 'DAY' });
    await insert(...Array.from({ length: 900 }, (_, n) => `${n}, 'EU', 1, NULL, '2025-01-02'`));
    await cutOff(integration, 2);
    await session.execute('DELETE FROM SALES.PUBLIC.ORDERS WHERE ID < 600');
    world.nango.clock.advance(3 * DAY_MS);
    const resumed = await run(integration);
    expect([resumed.error, saved(resumed).deleted > 0]).toEqual([null, true]);
    expect(ids(integration)).toHaveLength(300);
});

test.each(
    INTEGRATIONS.flatMap(
        (integration) =>
            [
                [integration, undefined],
                [integration, 'AT']
            ] as const
    )
)('%s, incremental by %s: killed at any step, the next runs give what the query gives', async (integration, at) => {
    const { world, run, ids } = orders;
    const metadata = (few: boolean): Record<string, unknown> => ({
        query: `SELECT SEQ4() AS ID, 1 AS AT FROM TABLE(GENERATOR(ROWCOUNT => ${few ? 2 : 4}))`,
        id_column: 'ID',
        warehouse: 'NANGO_WH',
        ...(at !== undefined && { incremental_column: at })
    });
    for (let step = 1; step <= 12; step += 1) {
        for (const moment of momentsOf(step)) {
            world.setMetadata(metadata(false));
            await run(integration);
            world.setMetadata(metadata(true));
            await world.nango.runSync(integration, 'query-results', CONNECTION, { kill: { step, moment } });
            const next = await run(integration);
            expect([step, moment, next.error, ids(integration)]).toEqual([step, moment, null, ['0', '1']]);
        }
    }
});

test.each(INTEGRATIONS)(
    'interrupted at every checkpoint, a read in an open window comes to its end (%s)',
    async (integration) => {
        const { world, ids } = orders;
        world.setMetadata(MANY);
        await cutOff(integration, 2);
        world.setMetadata({ ...MANY, query: MANY.query.replace('2000', '900') });
        const results = await world.nango.runSyncToEnd(integration, 'query-results', CONNECTION, {
            interruptAfterCheckpoints: 1
        });
        expect(results.at(-1)?.error).toBeNull();
        expect(ids(integration)).toHaveLength(900);
    }
);

test.each(INTEGRATIONS.flatMap((integration) => [[integration, undefined] as const, [integration, 'ID'] as const]))(
    '%s, incremental by %s: a result that is in other parts when it is gone on with is read anew',
    async (integration, at) => {
        const { world, ids, run, insert } = orders;
        world.setMetadata({ ...ORDERS, ...(at !== undefined && { incremental_column: at }) });
        await insert(...rowsFrom(0));
        await run(integration);
        if (at !== undefined) await insert(...rowsFrom(1500));
        world.snowflake.cutAnew(700);
        await cutOff(integration, at === undefined ? 2 : 1);
        world.snowflake.cutAnew(1000);
        const resumed = await run(integration);
        expect([resumed.error, saved(resumed).deleted]).toEqual([null, 0]);
        expect(ids(integration)).toHaveLength(at === undefined ? 1500 : 3000);
    }
);

test.each(INTEGRATIONS)('a read whose result is gone deletes nothing that is there (%s)', async (integration) => {
    const { world, insert, run, ids } = orders;
    world.setMetadata({ ...ORDERS, incremental_column: 'DAY' });
    await insert(...Array.from({ length: 900 }, (_, n) => `${n}, 'EU', 1, NULL, '2025-01-${n < 800 ? '02' : '03'}'`));
    for (let checkpoints = 1; checkpoints <= 4; checkpoints += 1) {
        world.setMetadata({ ...ORDERS, query: `${ORDERS.query} WHERE ${checkpoints} > 0`, incremental_column: 'DAY' });
        await world.nango.runSync(integration, 'query-results', CONNECTION, {
            kill: { step: 2 + 2 * checkpoints, moment: 'after' }
        });
        world.snowflake.forgetResults();
        const next = await run(integration);
        expect([checkpoints, next.error, ids(integration).length]).toEqual([checkpoints, null, 900]);
    }
});
