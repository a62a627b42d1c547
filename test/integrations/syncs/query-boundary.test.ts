/** Where an incremental query reads on: rows that change on the boundary, and values that are odd ones for it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { INTEGRATIONS } from '../../../local/world.js';
import { ORDERS, saved, startOrders } from './orders.js';
import type { Orders } from './orders.js';

let orders: Orders;

beforeEach(async () => {
    orders = await startOrders();
});
afterEach(async () => {
    await orders.world.close();
});

test.each(INTEGRATIONS)(
    'a row on the boundary that changes and changes back is saved each time (%s)',
    async (integration) => {
        const { world, session, run, rowOf } = orders;
        world.setMetadata({ ...ORDERS, incremental_column: 'DAY' });
        await orders.insert(`1, 'OPEN', 1, NULL, '2025-01-02'`, `2, 'OPEN', 1, NULL, '2025-01-02'`);
        await run(integration);
        for (const status of ['CLOSED', 'OPEN', 'CLOSED']) {
            await session.execute(`UPDATE SALES.PUBLIC.ORDERS SET REGION = '${status}' WHERE ID = 1`);
            expect(saved(await run(integration))).toEqual({ added: 0, updated: 1, deleted: 0, unchanged: 0 });
            expect(rowOf(integration, '1')).toMatchObject({ REGION: status });
            expect(saved(await run(integration))).toEqual({ added: 0, updated: 0, deleted: 0, unchanged: 0 });
        }
    }
);

test.each(INTEGRATIONS)('a row that changes back while its run is interrupted is saved (%s)', async (integration) => {
    const { world, session, run, rowOf } = orders;
    const set = async (region: string, day: string): Promise<void> => {
        await session.execute(`UPDATE SALES.PUBLIC.ORDERS SET REGION = '${region}', DAY = '${day}' WHERE ID = 1`);
    };
    world.setMetadata({ ...ORDERS, incremental_column: 'DAY' });
    await orders.insert(`1, 'OPEN', 1, NULL, '2025-01-02'`);
    await run(integration);
    await set('CLOSED', '2025-01-02');
    await world.nango.runSync(integration, 'query-results', 'customer', { interruptAfterCheckpoints: 1 });
    expect(rowOf(integration, '1')).toMatchObject({ REGION: 'CLOSED' });
    await set('OPEN', '2025-01-02');
    await run(integration);
    await run(integration);
    expect(rowOf(integration, '1')).toMatchObject({ REGION: 'OPEN' });
});

test.each(
    INTEGRATIONS.flatMap((integration) => [
        [integration, 'DATE', `'2025-01-02'::DATE`, `'2025-02-01'::DATE`],
        [integration, 'TIME', `'01:02:03.000000004'::TIME`, `'02:01:03'::TIME`],
        [integration, 'TIMESTAMP_NTZ', `'2025-01-02 03:04:05.000000006'::TIMESTAMP_NTZ`, `'2025-02-01'::TIMESTAMP_NTZ`],
        [integration, 'TIMESTAMP_LTZ', `'2025-01-02 03:04:05 +02:00'::TIMESTAMP_LTZ`, `'2025-02-01'::TIMESTAMP_LTZ`],
        [
            integration,
            'TIMESTAMP_TZ',
            `'2025-01-02 03:04:05.000000006 +02:00'::TIMESTAMP_TZ`,
            `'2025-02-01 00:00:00 -08:00'::TIMESTAMP_TZ`
        ]
    ])
)('%s: a %s is a boundary whatever input format the account has', async (integration, type, low, high) => {
    const { world, session, run, ids } = orders;
    await session.execute(`CREATE TABLE SALES.PUBLIC.MOMENTS (ID NUMBER, AT ${type})`);
    await session.execute(`INSERT INTO SALES.PUBLIC.MOMENTS SELECT 1, ${low}`);
    for (const parameter of ['DATE_INPUT_FORMAT', 'TIMESTAMP_INPUT_FORMAT'])
        await session.execute(`ALTER ACCOUNT SET ${parameter} = 'YYYY-DD-MM'`);
    await session.execute(`ALTER ACCOUNT SET TIME_INPUT_FORMAT = 'HH24.MI'`);
    for (const parameter of ['DATE_INPUT_FORMAT', 'TIME_INPUT_FORMAT', 'TIMESTAMP_INPUT_FORMAT'])
        await session.execute(`ALTER SESSION SET ${parameter} = 'AUTO'`);
    world.setMetadata({ ...ORDERS, query: 'SELECT * FROM SALES.PUBLIC.MOMENTS', incremental_column: 'AT' });
    expect(saved(await run(integration))).toMatchObject({ added: 1 });
    await session.execute(`INSERT INTO SALES.PUBLIC.MOMENTS SELECT 2, ${high}`);
    const second = await run(integration);
    expect([second.error, saved(second)]).toEqual([null, { added: 1, updated: 0, deleted: 0, unchanged: 0 }]);
    expect(saved(await run(integration))).toEqual({ added: 0, updated: 0, deleted: 0, unchanged: 0 });
    expect(ids(integration)).toEqual(['1', '2']);
});

test.each(INTEGRATIONS)('NaN and the infinities do not stand in the way of later rows (%s)', async (integration) => {
    const { world, session, run, ids } = orders;
    await session.execute('CREATE TABLE SALES.PUBLIC.MEASURED (ID NUMBER, F FLOAT)');
    const insert = async (id: number, value: string): Promise<void> => {
        await session.execute(`INSERT INTO SALES.PUBLIC.MEASURED SELECT ${id}, '${value}'::FLOAT`);
    };
    world.setMetadata({ ...ORDERS, query: 'SELECT * FROM SALES.PUBLIC.MEASURED', incremental_column: 'F' });
    await insert(1, '1.5');
    await insert(2, 'NaN');
    expect(saved(await run(integration))).toMatchObject({ added: 2 });
    await insert(3, '9.5');
    expect(saved(await run(integration))).toMatchObject({ added: 1 });
    await insert(4, 'inf');
    await insert(5, '-inf');
    await insert(6, '10');
    expect(saved(await run(integration))).toMatchObject({ added: 3 });
    await insert(7, '11');
    expect(saved(await run(integration))).toEqual({ added: 1, updated: 0, deleted: 0, unchanged: 3 });
    expect(ids(integration)).toEqual(['1', '2', '3', '4', '5', '6', '7']);
});

test.each(INTEGRATIONS)('a query may run as long as the settings say (%s)', async (integration) => {
    const { world, run } = orders;
    const sent = (): unknown[] =>
        world.snowflake.requests.flatMap(({ statement, timeoutSeconds }) =>
            statement?.includes('NANGO_QUERY') ? [timeoutSeconds] : []
        );
    await orders.insert(`1, 'EU', 1, NULL, '2025-01-02'`);
    world.setMetadata({ ...ORDERS, timeout_seconds: 7200, queries: { long: { ...ORDERS, timeout_seconds: 86_400 } } });
    await run(integration);
    await run(integration, 'long');
    world.setMetadata(ORDERS);
    await run(integration);
    expect(sent()).toEqual([7200, 86_400, 3600]);
    world.setMetadata({ ...ORDERS, timeout_seconds: 86_401 });
    expect((await run(integration)).error?.payload).toMatchObject({
        code: 'invalid_settings',
        message: expect.stringContaining('timeout_seconds')
    });
});
