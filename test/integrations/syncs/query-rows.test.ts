/** Rows that a configured query should not give, or gives in another way than before: none is lost without a word. */
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

/** Rows of which some have the same id. */
function generated(rows: number, different: number): Record<string, unknown> {
    return {
        query: `SELECT SEQ4() % ${different} AS ID FROM TABLE(GENERATOR(ROWCOUNT => ${rows}))`,
        id_column: 'ID',
        warehouse: 'NANGO_WH'
    };
}

const NOT_APART = {
    code: 'invalid_settings',
    message: expect.stringContaining("The id column ID does not tell the query's rows apart: at least one row")
};

test.each(INTEGRATIONS)(
    'an id that comes twice is an error, and nothing is saved or deleted (%s)',
    async (integration) => {
        const { world, insert, run, rowOf, ids } = orders;
        world.setMetadata(ORDERS);
        await insert(`1, 'EU', 1, NULL, NULL`, `2, 'EU', 1, NULL, NULL`);
        await run(integration);
        await orders.session.execute('DELETE FROM SALES.PUBLIC.ORDERS WHERE ID = 2');
        await insert(`1, 'US', 1, NULL, NULL`);
        const result = await run(integration);
        expect(result.error?.payload).toMatchObject(NOT_APART);
        expect(ids(integration)).toEqual(['1', '2']);
        expect(rowOf(integration, '1')).toMatchObject({ REGION: 'EU' });
    }
);

test.each(INTEGRATIONS)(
    'an id that comes again pages later is an error, and nothing is deleted (%s)',
    async (integration) => {
        const { world, run, ids } = orders;
        world.setMetadata(generated(1500, 1500));
        await run(integration);
        world.setMetadata(generated(1401, 1400));
        expect((await run(integration)).error?.payload).toMatchObject(NOT_APART);
        expect(ids(integration)).toHaveLength(1500);
    }
);

test.each(INTEGRATIONS)('of rows with one id the last by the incremental column is kept (%s)', async (integration) => {
    const { world, insert, run, rowOf, ids } = orders;
    world.setMetadata({ ...ORDERS, incremental_column: 'UPDATED_AT' });
    await insert(
        `1, 'last', 1, '2025-01-03', NULL`,
        `1, 'first', 1, '2025-01-01', NULL`,
        `1, 'never', 1, NULL, NULL`,
        `2, 'other', 1, '2025-01-02', NULL`
    );
    const first = await run(integration);
    expect([first.error, ids(integration)]).toEqual([null, ['1', '2']]);
    expect(rowOf(integration, '1')).toMatchObject({ REGION: 'last' });
    await insert(`2, 'later', 1, '2025-01-05', NULL`, `2, 'latest', 1, '2025-01-06', NULL`);
    await run(integration);
    expect(rowOf(integration, '2')).toMatchObject({ REGION: 'latest' });

    await insert(`2, 'rival', 1, '2025-01-06', NULL`);
    expect((await run(integration)).error?.payload).toMatchObject(NOT_APART);
    expect(rowOf(integration, '2')).toMatchObject({ REGION: 'latest' });
});

test.each(INTEGRATIONS)('an empty id ends the run before anything is saved (%s)', async (integration) => {
    const { world, session, run, ids } = orders;
    await session.execute('CREATE TABLE SALES.PUBLIC.NAMES (NAME VARCHAR)');
    await session.execute(
        "INSERT INTO SALES.PUBLIC.NAMES SELECT CASE WHEN SEQ4() = 999 THEN '' ELSE 'N' || SEQ4() END FROM TABLE(GENERATOR(ROWCOUNT => 1500))"
    );
    for (const incremental_column of [undefined, 'NAME']) {
        world.setMetadata({
            query: 'SELECT NAME FROM SALES.PUBLIC.NAMES',
            id_column: 'NAME',
            warehouse: 'NANGO_WH',
            ...(incremental_column && { incremental_column })
        });
        expect((await run(integration)).error?.payload).toMatchObject({
            code: 'invalid_settings',
            message: expect.stringContaining('no value in its id column NAME')
        });
        expect(ids(integration)).toEqual([]);
    }
});

test.each(
    INTEGRATIONS.flatMap(
        (integration) =>
            [
                [integration, 'NUMBER', ['5', '7'], 'VARCHAR', ["'b'", "'a'"]],
                [integration, 'VARCHAR', ["'x'", "'y'"], 'NUMBER', ['1', '2']],
                [
                    integration,
                    'DATE',
                    ["'2025-01-01'", "'2025-01-02'"],
                    'TIMESTAMP_NTZ',
                    ["'2024-01-01'", "'2024-01-02'"]
                ]
            ] as const
    )
)(
    '%s: an incremental column that was %s with %j and is %s starts over',
    async (integration, before, old, after, now) => {
        const { world, session, run, ids } = orders;
        world.setMetadata({
            query: 'SELECT * FROM SALES.PUBLIC.MARKS',
            id_column: 'ID',
            incremental_column: 'MARK',
            warehouse: 'NANGO_WH'
        });
        await session.execute(`CREATE TABLE SALES.PUBLIC.MARKS (ID NUMBER, MARK ${before})`);
        await session.execute(`INSERT INTO SALES.PUBLIC.MARKS SELECT 1, ${old[0]} UNION ALL SELECT 2, ${old[1]}`);
        await run(integration);
        expect(ids(integration)).toEqual(['1', '2']);
        await session.execute(`CREATE OR REPLACE TABLE SALES.PUBLIC.MARKS (ID NUMBER, MARK ${after})`);
        await session.execute(`INSERT INTO SALES.PUBLIC.MARKS SELECT 2, ${now[0]} UNION ALL SELECT 3, ${now[1]}`);
        const result = await run(integration);
        expect([result.error, ids(integration)]).toEqual([null, ['2', '3']]);
        expect(result.logs.map(({ message }) => message)).toContainEqual(
            expect.stringMatching(
                /The incremental column MARK is of type .* now, .*: the query is read from the start\./
            )
        );
        expect(saved(await run(integration))).toEqual({ added: 0, updated: 0, deleted: 0, unchanged: 0 });
    }
);

test.each(INTEGRATIONS)(
    'rows of 120 KB that are more than one request to Nango are saved (%s)',
    async (integration) => {
        const { world, run, ids } = orders;
        world.setMetadata({
            query: "SELECT SEQ4() AS ID, REPEAT('x', 120000) AS T FROM TABLE(GENERATOR(ROWCOUNT => 300))",
            id_column: 'ID',
            warehouse: 'NANGO_WH'
        });
        const result = await run(integration);
        expect([result.error, ids(integration).length]).toEqual([null, 300]);
    }
);

test.each(INTEGRATIONS)(
    'a variant named like what every object has runs its own query or none (%s)',
    async (integration) => {
        const { world, run, ids } = orders;
        for (const variant of ['constructor', '__proto__', 'toString']) {
            world.setMetadata({ ...ORDERS, queries: { other: ORDERS } });
            expect((await run(integration, variant)).error?.payload).toMatchObject({
                code: 'invalid_settings',
                message: expect.stringContaining(`No query named ${variant} is configured`)
            });
        }
        const query = { query: 'SELECT 1 AS ID', id_column: 'ID' };
        world.setMetadata({ warehouse: 'NANGO_WH', queries: { constructor: query } });
        expect((await run(integration, 'constructor')).error).toBeNull();
        expect(ids(integration, 'QueryResult::constructor')).toEqual(['1']);
    }
);

test.each(INTEGRATIONS)('settings that are gone delete nothing (%s)', async (integration) => {
    const { world, insert, run, ids } = orders;
    await insert(`1, 'EU', 1, NULL, NULL`);
    for (const incremental of [{}, { incremental_column: 'ID' }]) {
        world.setMetadata({ ...ORDERS, ...incremental });
        await run(integration);
        world.setMetadata({ use_defaults: true });
        expect((await run(integration)).error?.payload).toMatchObject({ code: 'invalid_settings' });
        world.setMetadata({});
        expect((await run(integration)).error?.payload).toMatchObject({
            code: 'settings_lost',
            message: expect.stringContaining('query, id_column')
        });
        expect(ids(integration)).toEqual(['1']);
    }
});
