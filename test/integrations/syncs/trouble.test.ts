/** What goes wrong on the way to Snowflake and back is survived, or clearly said; it never looks like an empty account. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CONNECTION, INTEGRATIONS, KEY_PAIR, startWorld } from '../../../local/world.js';
import type { World } from '../../../local/world.js';

const TABLES = 40;

let world: World;
beforeEach(async () => {
    world = await startWorld({
        nango: { waits: 'none' },
        snowflake: { inlineWaitMs: 30, pollWaitMs: 30 },
        fill: ({ account }) => {
            for (const name of ['A', 'B']) {
                const database = account.addDatabase({ name });
                for (let n = 0; n < TABLES / 2; n += 1)
                    account.addTable(account.schema(database.name, 'PUBLIC'), { name: `T${n}` }, []);
            }
        }
    });
});
afterEach(async () => {
    await world.close();
});

test.each(
    INTEGRATIONS.flatMap(
        (integration) =>
            [
                [integration, 'a throttled request', { kind: 'status', status: 429, retryAfterSeconds: 1 }, 1],
                [integration, 'three outages in a row', { kind: 'status', status: 503 }, 3],
                [integration, 'a connection reset before the work', { kind: 'drop-before' }, 1],
                [integration, 'a connection reset after the work', { kind: 'drop-after' }, 1],
                [integration, 'an answer cut in the middle', { kind: 'cut-body' }, 1],
                [integration, 'an expired token', { kind: 'expire-token' }, 1]
            ] as const
    )
)('%s: %s is survived', async (integration, _what, fault, times) => {
    world.snowflake.faults.order(fault, { statement: /SHOW TABLES/ }, times);
    const result = await world.nango.runSync(integration, 'tables', CONNECTION);
    expect(result.error).toBeNull();
    expect(result.counts['Table']).toMatchObject({ added: TABLES, deleted: 0 });
});

test.each(INTEGRATIONS)('a statement that takes long is waited for (%s)', async (integration) => {
    const hold = world.snowflake.faults.hold(/SHOW TABLES IN DATABASE "B"/);
    const running = world.nango.runSync(integration, 'tables', CONNECTION);
    await hold.reached;
    // Nobody waits here, so that what is long is told by how often it was asked.
    const { requests } = world.snowflake;
    const asked = requests.length;
    while (requests.length < asked + 3) await nextTurn();
    hold.release();
    const result = await running;
    expect(result.error).toBeNull();
    expect(result.counts['Table']).toMatchObject({ added: TABLES });
});

test.each(INTEGRATIONS)(
    'an outage that does not end fails the run, deletes nothing, and the next run goes on (%s)',
    async (integration) => {
        await world.nango.runSync(integration, 'tables', CONNECTION);
        world.snowflake.faults.order(
            { kind: 'status', status: 503 },
            { statement: /SHOW TABLES IN DATABASE "B"/ },
            1000
        );
        const failed = await world.nango.runSync(integration, 'tables', CONNECTION);
        expect(failed).toMatchObject({ status: 'failed', error: { payload: { code: 'unavailable' } } });
        expect(failed.counts['Table']?.deleted ?? 0).toBe(0);
        world.snowflake.faults.clear();
        expect((await world.nango.runSync(integration, 'tables', CONNECTION)).counts['Table']).toMatchObject({
            deleted: 0
        });
        expect(world.nango.records(integration, CONNECTION, 'Table')).toHaveLength(TABLES);
    }
);

test('a statement whose answer was lost is not run twice', async () => {
    world.snowflake.faults.order({ kind: 'drop-after' }, { statement: /SHOW DATABASES/ }, 2);
    await world.nango.runSync(KEY_PAIR, 'databases', CONNECTION);
    expect(world.engine.history.filter((statement) => statement === 'SHOW DATABASES')).toHaveLength(1);
});

test.each(INTEGRATIONS)(
    'a role that may not see members says so and still lists the roles (%s)',
    async (integration) => {
        world.snowflake.faults.order(
            {
                kind: 'status',
                status: 422,
                code: '003001',
                message: 'SQL access control error: Insufficient privileges'
            },
            { statement: /SHOW GRANTS OF ROLE "SYSADMIN"/ }
        );
        const result = await world.nango.runSync(integration, 'roles', CONNECTION);
        expect(result.error).toBeNull();
        expect(
            world.nango.records(integration, CONNECTION, 'Role').find((role) => role['name'] === 'SYSADMIN')
        ).toMatchObject({ parent_roles: null, users: null });
        expect(result.logs.filter((line) => line.level === 'warn' && line.source === 'user')).toHaveLength(1);
    }
);
