/** The rows of a configured query, run by a real SQL engine behind the embedded account. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DAY_MS } from 'stand-in-base/clock.js';
import type { Session } from 'snowflake-stand-in/types.js';
import { CONNECTION, INTEGRATIONS } from '../../../local/world.js';
import type { World } from '../../../local/world.js';
import { ORDERS, saved, startOrders } from './orders.js';
import type { Orders } from './orders.js';

let world: World;
let session: Session;
let insert: Orders['insert'];
let run: Orders['run'];
let rowOf: Orders['rowOf'];
let ids: Orders['ids'];

beforeEach(async () => {
    ({ world, session, insert, run, rowOf, ids } = await startOrders());
});
afterEach(async () => {
    await world.close();
});

test.each(INTEGRATIONS)('a full refresh adds, updates and deletes (%s)', async (integration) => {
    world.setMetadata(ORDERS);
    await insert(
        `1, 'EU', 12.50, '2025-01-02 03:04:05.123456789', '2025-01-02'`,
        `2, 'US', 99999999999999999.99, NULL, NULL`
    );
    expect(saved(await run(integration))).toEqual({ added: 2, updated: 0, deleted: 0, unchanged: 0 });
    expect(rowOf(integration, '1')).toEqual({
        ID: 1,
        REGION: 'EU',
        AMOUNT: 12.5,
        UPDATED_AT: '2025-01-02T03:04:05.123456789',
        DAY: '2025-01-02'
    });
    expect(rowOf(integration, '2')).toMatchObject({ AMOUNT: '99999999999999999.99', DAY: null });

    await session.execute(`UPDATE SALES.PUBLIC.ORDERS SET REGION = 'UK' WHERE ID = 1`);
    await session.execute('DELETE FROM SALES.PUBLIC.ORDERS WHERE ID = 2');
    expect(saved(await run(integration))).toEqual({ added: 0, updated: 1, deleted: 1, unchanged: 0 });
    expect(saved(await run(integration))).toEqual({ added: 0, updated: 0, deleted: 0, unchanged: 1 });
});

test.each(
    INTEGRATIONS.flatMap((integration) => [
        [integration, 'updated_at', `'2025-01-01 00:00:00.000000001'`, `'2025-01-01 00:00:00.000000002'`],
        [integration, 'day', `'2024-12-31'`, `'2025-01-01'`],
        [integration, 'amount', '9', '10'],
        [integration, 'region', `'a'`, `'b'`]
    ])
)(
    '%s: incremental by %s reads from the last value on, ties included, and saves none anew',
    async (integration = '', column = '', low = '', high = '') => {
        world.setMetadata({ ...ORDERS, incremental_column: column });
        const row = (id: number, value: string): string => {
            const cells: Record<string, string> = {
                region: 'NULL',
                amount: 'NULL',
                updated_at: 'NULL',
                day: 'NULL',
                [column]: value
            };
            return `${id}, ${cells['region']}, ${cells['amount']}, ${cells['updated_at']}, ${cells['day']}`;
        };
        await insert(row(1, low), row(2, high), row(3, high));
        expect(saved(await run(integration))).toMatchObject({ added: 3, deleted: 0 });
        expect(saved(await run(integration))).toEqual({ added: 0, updated: 0, deleted: 0, unchanged: 0 });

        await insert(row(4, high));
        expect(saved(await run(integration))).toEqual({ added: 1, updated: 0, deleted: 0, unchanged: 0 });
        expect(saved(await run(integration))).toEqual({ added: 0, updated: 0, deleted: 0, unchanged: 0 });
        expect(ids(integration)).toEqual(['1', '2', '3', '4']);
    }
);

test.each(INTEGRATIONS)('rows without an incremental value are read too (%s)', async (integration) => {
    world.setMetadata({ ...ORDERS, incremental_column: 'updated_at' });
    await insert(`1, 'EU', 1, '2025-01-02', NULL`, `2, 'EU', 1, NULL, NULL`);
    await run(integration);
    await insert(`3, 'EU', 1, NULL, NULL`);
    await run(integration);
    expect(ids(integration)).toEqual(['1', '2', '3']);
});

test.each(INTEGRATIONS)(
    'of rows with one id that a run reads, the one with a value counts (%s)',
    async (integration) => {
        world.setMetadata({ ...ORDERS, incremental_column: 'day' });
        await insert(`1, 'EU', 1, NULL, '2025-01-02'`, `1, 'EU', 2, NULL, NULL`);
        expect((await run(integration)).error).toBeNull();
        expect(rowOf(integration, '1')).toMatchObject({ AMOUNT: 1 });
        await insert(`1, 'EU', 3, NULL, '2025-01-03'`);
        expect((await run(integration)).error).toBeNull();
        expect(rowOf(integration, '1')).toMatchObject({ AMOUNT: 3 });
    }
);

test.each(INTEGRATIONS)(
    'many partitions are read page by page, and an interrupted run reads on in the same result (%s)',
    async (integration) => {
        world.setMetadata({
            query: 'SELECT SEQ4() AS ID FROM TABLE(GENERATOR(ROWCOUNT => 3000))',
            id_column: 'ID',
            warehouse: 'NANGO_WH'
        });
        world.statements();
        const results = await world.nango.runSyncToEnd(integration, 'query-results', CONNECTION, {
            interruptAfterCheckpoints: 1
        });
        expect(results.at(-1)?.status).toBe('success');
        expect(results.length).toBeGreaterThan(4);
        expect(new Set(ids(integration)).size).toBe(3000);
        expect(results.map((result) => saved(result).unchanged)).toEqual(results.map(() => 0));
        expect(world.statements().filter((statement) => statement.includes('GENERATOR'))).toHaveLength(1);
        expect(world.nango.checkpoint(integration, 'query-results', CONNECTION)).toMatchObject({ at: '' });
    }
);

test.each(INTEGRATIONS)(
    'an incremental run interrupted at every checkpoint comes to its end (%s)',
    async (integration) => {
        world.setMetadata({ ...ORDERS, incremental_column: 'day' });
        const cut = { interruptAfterCheckpoints: 1 };
        for (const id of [1, 2]) {
            await insert(`${id}, 'EU', 1, NULL, '2025-01-0${id}'`);
            const results = await world.nango.runSyncToEnd(integration, 'query-results', CONNECTION, cut);
            expect(results.at(-1)?.status).toBe('success');
            expect(ids(integration)).toHaveLength(id);
        }
    }
);

test.each(INTEGRATIONS)('an incremental run killed at any step loses no row (%s)', async (integration) => {
    world.setMetadata({ ...ORDERS, incremental_column: 'day' });
    await insert(
        ...Array.from(
            { length: 12 },
            (_, n) => `${n}, 'EU', 1, NULL, '2025-01-${String(1 + Math.floor(n / 4)).padStart(2, '0')}'`
        )
    );
    for (let step = 1; step <= 12; step += 1) {
        await world.nango.runSync(integration, 'query-results', CONNECTION, {
            kill: { step, moment: step % 2 === 0 ? 'before' : 'after' }
        });
    }
    const last = await run(integration);
    expect(last.error).toBeNull();
    expect(ids(integration)).toHaveLength(12);
});

test.each(INTEGRATIONS)(
    'a full refresh resumed after three days deletes nothing that is there (%s)',
    async (integration) => {
        world.setMetadata({
            query: 'SELECT SEQ4() AS ID FROM TABLE(GENERATOR(ROWCOUNT => 2000))',
            id_column: 'ID',
            warehouse: 'NANGO_WH'
        });
        await run(integration);
        const interrupted = await world.nango.runSync(integration, 'query-results', CONNECTION, {
            interruptAfterCheckpoints: 1
        });
        expect(interrupted.status).toBe('interrupted');
        world.nango.clock.advance(3 * DAY_MS);
        const resumed = await run(integration);
        // Once in the window that was left open, once in one of its own.
        expect([resumed.error, saved(resumed)]).toEqual([null, { added: 0, updated: 0, deleted: 0, unchanged: 4000 }]);
        expect(ids(integration)).toHaveLength(2000);
    }
);

test.each(INTEGRATIONS)('a sync variant runs the query of its name, with bound values (%s)', async (integration) => {
    await insert(`1, 'EU', 1, NULL, NULL`, `2, 'US', 1, NULL, NULL`, `3, 'it''s', 1, NULL, NULL`);
    world.setMetadata({
        warehouse: 'NANGO_WH',
        queries: {
            eu: {
                query: 'SELECT * FROM SALES.PUBLIC.ORDERS WHERE REGION = ? OR ID > ?',
                binds: ["it's", 100],
                id_column: ['REGION', 'ID']
            }
        }
    });
    expect((await run(integration, 'eu')).error).toBeNull();
    expect(ids(integration, 'QueryResult::eu')).toEqual(["it's/3"]);
    expect((await run(integration)).error?.payload).toMatchObject({ code: 'invalid_settings' });
    expect((await run(integration, 'other')).error?.payload).toMatchObject({
        message: expect.stringContaining('queries.other')
    });
});

test.each(INTEGRATIONS)('a changed query starts over and deletes what it no longer finds (%s)', async (integration) => {
    await insert(`1, 'EU', 1, '2025-01-01', NULL`, `2, 'US', 1, '2025-01-02', NULL`);
    world.setMetadata({ ...ORDERS, incremental_column: 'updated_at' });
    await run(integration);
    world.setMetadata({ ...ORDERS, incremental_column: 'updated_at', query: `${ORDERS.query} WHERE REGION = 'EU'` });
    expect(saved(await run(integration))).toMatchObject({ deleted: 1 });
    expect(ids(integration)).toEqual(['1']);
});

test.each(INTEGRATIONS)('a lower-case column is found by its exact name (%s)', async (integration) => {
    world.setMetadata({ query: 'SELECT 7 AS "id", 8 AS ID', id_column: '"id"', warehouse: 'NANGO_WH' });
    await run(integration);
    expect(ids(integration)).toEqual(['7']);
    world.setMetadata({ query: 'SELECT 9 AS "my_id"', id_column: 'my_id', warehouse: 'NANGO_WH' });
    expect((await run(integration)).error).toBeNull();
    expect(ids(integration)).toEqual(['9']);
    const mixed = { query: 'SELECT 5 AS "lower", 6 AS ID', id_column: 'lower', warehouse: 'NANGO_WH' };
    for (const incremental_column of ['id', '"ID"']) {
        world.setMetadata({ ...mixed, incremental_column });
        expect((await run(integration)).error).toBeNull();
        expect((await run(integration)).error).toBeNull();
        expect(ids(integration)).toEqual(['5']);
    }
});

test.each(
    INTEGRATIONS.flatMap(
        (integration) =>
            [
                [integration, { ...ORDERS, query: 'SELEC 1' }, 'invalid_settings', 'it is no SELECT'],
                [integration, { ...ORDERS, query: 'SELECT 1 FROM' }, 'sql_error', 'syntax error'],
                [integration, { ...ORDERS, query: 'SELECT * FROM SALES.PUBLIC.NOPE' }, 'object_not_found', 'NOPE'],
                [
                    integration,
                    { ...ORDERS, query: 'DELETE FROM SALES.PUBLIC.ORDERS' },
                    'invalid_settings',
                    'it is no SELECT'
                ],
                [
                    integration,
                    {
                        ...ORDERS,
                        query: 'SELECT 1 AS ID) AS A; DELETE FROM SALES.PUBLIC.ORDERS; SELECT * FROM (SELECT 1 AS ID'
                    },
                    'invalid_settings',
                    'a ) closes nothing'
                ],
                [
                    integration,
                    {
                        ...ORDERS,
                        query: String.raw`SELECT '\\') AS A; DELETE FROM SALES.PUBLIC.ORDERS; SELECT * FROM (SELECT '1`
                    },
                    'invalid_settings',
                    'a ) closes nothing'
                ],
                [
                    integration,
                    { ...ORDERS, query: 'SELECT 1 AS ID; DELETE FROM SALES.PUBLIC.ORDERS' },
                    'invalid_settings',
                    'several statements'
                ],
                [
                    integration,
                    { ...ORDERS, query: 'SELECT 1 AS ID ->> DELETE FROM SALES.PUBLIC.ORDERS' },
                    'invalid_settings',
                    'the flow operator'
                ],
                [integration, { ...ORDERS, id_column: 'NOPE' }, 'invalid_settings', 'NOPE'],
                [
                    integration,
                    { ...ORDERS, id_column: 'nope' },
                    'invalid_settings',
                    'no column NOPE; it has ID, REGION'
                ],
                [integration, { ...ORDERS, id_column: '' }, 'invalid_settings', 'Set id_column'],
                [integration, { ...ORDERS, query: '' }, 'invalid_settings', 'No query is configured'],
                [integration, { ...ORDERS, query: 'SELECT NOPE FROM SALES.PUBLIC.ORDERS' }, 'invalid_settings', 'NOPE'],
                [integration, { ...ORDERS, incremental_column: 'NOPE' }, 'invalid_settings', 'NOPE'],
                [
                    integration,
                    { ...ORDERS, query: "SELECT 1 AS ID, PARSE_JSON('{}') AS V", incremental_column: 'V' },
                    'invalid_settings',
                    'no order'
                ],
                [
                    integration,
                    { ...ORDERS, id_column: 'REGION' },
                    'invalid_settings',
                    'no value in its id column REGION'
                ]
            ] as const
    )
)('%s: %j is a clear error, and nothing is half saved', async (integration, metadata, code, said) => {
    await insert(`1, 'EU', 1, NULL, NULL`, `2, NULL, 1, NULL, NULL`);
    await session.execute('ALTER ACCOUNT SET MULTI_STATEMENT_COUNT = 0');
    world.setMetadata(metadata);
    const result = await run(integration);
    expect(result.error?.payload).toMatchObject({ code, message: expect.stringContaining(said) });
    expect(ids(integration)).toEqual([]);
    expect((await session.execute('SELECT COUNT(*) FROM SALES.PUBLIC.ORDERS')).rows).toEqual([['2']]);
});
