/** Rows of a query that are not found any more wait where the query's settings ask for it, and nothing runs without them. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { INTEGRATIONS } from '../../../local/world.js';
import { ORDERS, saved, startOrders } from './orders.js';
import type { Orders } from './orders.js';

const ALL = 60;
const GUARDED = { ...ORDERS, deletion_guard: {} };

let orders: Orders;

beforeEach(async () => {
    orders = await startOrders();
    await orders.insert(...Array.from({ length: ALL }, (_, n) => `${n}, 'EU', ${n}, '2025-01-02', '2025-01-02'`));
});
afterEach(async () => {
    await orders.world.close();
});

async function shrink(): Promise<void> {
    await orders.session.execute('DELETE FROM SALES.PUBLIC.ORDERS WHERE ID >= 20');
}

async function expectWithheld(
    integration: string,
    left: number,
    message = /40 of the 60 QueryResult records/
): Promise<void> {
    for (const _again of [1, 2]) {
        expect((await orders.run(integration)).error?.payload).toMatchObject({
            code: 'deletions_withheld',
            message: expect.stringMatching(message)
        });
        expect(orders.ids(integration)).toHaveLength(left);
    }
}

test.each(INTEGRATIONS)(
    'a query that shrinks deletes by right, where nothing else is asked for (%s)',
    async (integration) => {
        const { world, run, ids } = orders;
        world.setMetadata(ORDERS);
        await run(integration);
        await shrink();
        expect(saved(await run(integration))).toMatchObject({ deleted: 40 });
        expect(ids(integration)).toHaveLength(20);
    }
);

test.each(INTEGRATIONS)('with a guard a large loss waits, until a word lets it go once (%s)', async (integration) => {
    const { world, run, ids, insert } = orders;
    world.setMetadata(GUARDED);
    expect((await run(integration)).error).toBeNull();
    await shrink();
    await insert(`100, 'EU', 1, NULL, NULL`);
    await expectWithheld(integration, ALL + 1);

    world.setMetadata({ ...GUARDED, allow_deletions: '2026-11-26' });
    expect((await run(integration)).error).toBeNull();
    expect(ids(integration)).toHaveLength(21);
    await orders.session.execute('DELETE FROM SALES.PUBLIC.ORDERS');
    await expectWithheld(integration, 21, /21 of the 21/);
    world.setMetadata({ ...ORDERS, deletion_guard: { share: 1 } });
    expect((await run(integration)).error).toBeNull();
    expect(ids(integration)).toEqual([]);
});

test.each(INTEGRATIONS)(
    'a loss that comes back, and a small one, are as if nothing had been (%s)',
    async (integration) => {
        const { world, run, ids, session, insert } = orders;
        world.setMetadata(GUARDED);
        await run(integration);
        await session.execute('DELETE FROM SALES.PUBLIC.ORDERS WHERE ID < 15');
        expect(saved(await run(integration))).toMatchObject({ deleted: 15 });
        await session.execute('DELETE FROM SALES.PUBLIC.ORDERS WHERE ID < 40');
        await expectWithheld(integration, 45, /25 of the 45/);
        await insert(...Array.from({ length: 20 }, (_, n) => `${n + 20}, 'EU', ${n + 20}, '2025-01-02', '2025-01-02'`));
        expect((await run(integration)).error).toBeNull();
        expect(ids(integration)).toHaveLength(40);
    }
);

test.each(INTEGRATIONS)('a guard set after the first run knows what that one saved (%s)', async (integration) => {
    const { world, run } = orders;
    world.setMetadata(ORDERS);
    expect((await run(integration)).error).toBeNull();
    world.setMetadata(GUARDED);
    await shrink();
    await expectWithheld(integration, ALL);
});

test.each(INTEGRATIONS)('rows that increments added are known when another query shrinks (%s)', async (integration) => {
    const { world, run, insert } = orders;
    world.setMetadata({ ...GUARDED, incremental_column: 'ID' });
    await run(integration);
    await insert(...Array.from({ length: 30 }, (_, n) => `${n + 100}, 'EU', 1, NULL, NULL`));
    expect(saved(await run(integration))).toMatchObject({ added: 30 });
    world.setMetadata({ ...GUARDED, query: `${ORDERS.query} WHERE ID < 50`, incremental_column: 'ID' });
    await expectWithheld(integration, 90, /40 of the 90 .* The query or where it runs has changed since/);
});

test.each(INTEGRATIONS)('interrupted at every checkpoint, a guarded read still waits (%s)', async (integration) => {
    const { world, run, ids } = orders;
    world.setMetadata(GUARDED);
    await run(integration);
    await shrink();
    const cut = { interruptAfterCheckpoints: 1 };
    const results = await world.nango.runSyncToEnd(integration, 'query-results', 'customer', cut);
    expect(results.at(-1)?.error?.payload).toMatchObject({ code: 'deletions_withheld' });
    expect(ids(integration)).toHaveLength(ALL);
});

test.each(INTEGRATIONS.flatMap((integration) => [[integration, 'base'] as const, [integration, 'orders'] as const]))(
    'settings that a reconnect has lost are asked for, and nothing goes (%s, variant %s)',
    async (integration, variant) => {
        const { world, run, ids } = orders;
        const settings = variant === 'base' ? ORDERS : { queries: { orders: { ...ORDERS, deletion_guard: {} } } };
        const model = variant === 'base' ? 'QueryResult' : 'QueryResult::orders';
        world.setMetadata(settings);
        await run(integration, variant);
        const { length } = ids(integration, model);
        for (const metadata of [{}, { snowflake: { account: 'MYACCOUNT' } }, { allow_deletions: 'x' }]) {
            world.setMetadata(metadata);
            expect((await run(integration, variant)).error?.payload).toMatchObject({
                code: 'settings_lost',
                message: expect.stringContaining(variant === 'base' ? 'query, id_column' : 'queries')
            });
            expect(ids(integration, model)).toHaveLength(length);
        }
        world.setMetadata(settings);
        expect(saved(await run(integration, variant))).toMatchObject({ added: 0, deleted: 0 });
    }
);

test.each(INTEGRATIONS)('a named query waits by its own guard, and goes by its own word (%s)', async (integration) => {
    const { world, run } = orders;
    const named = { ...ORDERS, deletion_guard: { share: 0.5, count: 2 } };
    world.setMetadata({ queries: { orders: named, free: ORDERS } });
    for (const variant of ['orders', 'free']) expect((await run(integration, variant)).error).toBeNull();
    await shrink();
    expect((await run(integration, 'free')).error).toBeNull();
    expect((await run(integration, 'orders')).error?.payload).toMatchObject({ code: 'deletions_withheld' });
    world.setMetadata({ queries: { orders: { ...named, allow_deletions: 'a' }, free: ORDERS } });
    expect((await run(integration, 'orders')).error).toBeNull();
});

test.each(INTEGRATIONS)('a query called __proto__ is refused by name (%s)', async (integration) => {
    const { world, run } = orders;
    world.setMetadata({ ...ORDERS, queries: Object.fromEntries([['__proto__', ORDERS]]) });
    for (const variant of ['__proto__', 'base']) {
        expect((await run(integration, variant)).error?.payload).toMatchObject({
            code: 'invalid_settings',
            message: expect.stringContaining('queries.__proto__')
        });
    }
});

test.each(INTEGRATIONS)(
    'rows of a first read that was cut off wait when the query is another (%s)',
    async (integration) => {
        const { world, run, ids } = orders;
        world.setMetadata(GUARDED);
        const cut = { interruptAfterCheckpoints: 2 };
        await world.nango.runSync(integration, 'query-results', 'customer', cut);
        expect(ids(integration)).toHaveLength(ALL);
        world.setMetadata({ ...GUARDED, query: `${ORDERS.query} WHERE ID < 20` });
        await expectWithheld(integration, ALL);
        world.setMetadata({ ...GUARDED, query: `${ORDERS.query} WHERE ID < 20`, allow_deletions: 'today' });
        expect((await run(integration)).error).toBeNull();
        expect(ids(integration)).toHaveLength(20);
    }
);
