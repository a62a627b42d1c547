/** What a run may not delete: what it saved before a long break, and what it could not read. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DAY_MS } from 'stand-in-base/clock.js';
import type { ExecutionResult } from 'nango-stand-in/outcome.js';
import { CONNECTION, INTEGRATIONS, startWorld } from '../../../local/world.js';
import type { World } from '../../../local/world.js';

const DATABASES = ['A', 'B', 'HR', 'SALES'];
const TABLES = ['T1', 'T2'];
const IDS = DATABASES.flatMap((database) => TABLES.map((table) => `${database}.S.${table}`));

let world: World;
beforeEach(async () => {
    world = await startWorld({
        fill: ({ account }) => {
            for (const name of DATABASES) {
                const schema = account.addSchema(account.addDatabase({ name }), { name: 'S' });
                for (const table of TABLES) account.addTable(schema, { name: table }, []);
            }
        }
    });
});
afterEach(async () => {
    await world.close();
});

async function sync(integration: string, interruptAfterCheckpoints?: number): Promise<ExecutionResult> {
    return await world.nango.runSync(integration, 'tables', CONNECTION, {
        ...(interruptAfterCheckpoints !== undefined && { interruptAfterCheckpoints })
    });
}

function ids(integration: string): unknown[] {
    return world.nango
        .records(integration, CONNECTION, 'Table')
        .map(({ id }) => id)
        .sort();
}

async function drop(database: string, table: string): Promise<void> {
    await world.engine.drop(world.engine.account.relation(database, 'S', table));
}

test.each(INTEGRATIONS)('a walk resumed after three days deletes nothing that is there (%s)', async (integration) => {
    await sync(integration);
    expect((await sync(integration, 3)).status).toBe('interrupted');
    world.nango.clock.advance(3 * DAY_MS);
    await drop('SALES', 'T2');
    const resumed = await sync(integration);
    expect([resumed.error, resumed.counts['Table']]).toEqual([
        null,
        expect.objectContaining({ deleted: 1, unchanged: IDS.length - 1 })
    ]);
    expect(ids(integration)).toEqual(IDS.filter((id) => id !== 'SALES.S.T2'));
});

test.each(INTEGRATIONS)('a walk resumed within the day goes on where it stopped (%s)', async (integration) => {
    await sync(integration, 3);
    world.nango.clock.advance(DAY_MS / 2);
    expect((await sync(integration)).counts['Table']).toMatchObject({ added: 4, unchanged: 0, deleted: 0 });
    expect(ids(integration)).toEqual(IDS);
});

test.each(INTEGRATIONS)('a walk that was left alone and has nothing to save ends (%s)', async (integration) => {
    await sync(integration, 3);
    world.nango.clock.advance(3 * DAY_MS);
    for (const name of DATABASES.slice(1)) await world.engine.drop(world.engine.account.database(name));
    for (const table of TABLES) await drop('A', table);
    const ended = await sync(integration);
    expect(ended).toMatchObject({ status: 'success', error: null });
    expect(ids(integration)).toEqual([]);
    expect(ended.logs.filter(({ message }) => message.includes('nothing at all'))).toHaveLength(1);
});

test.each(INTEGRATIONS)(
    'what was deleted before its database became unreadable stays deleted (%s)',
    async (integration) => {
        await sync(integration);
        await drop('HR', 'T2');
        expect((await sync(integration)).counts['Table']).toMatchObject({ deleted: 1 });
        world.engine.account.database('HR').unreadable = 'no_usage';
        expect((await sync(integration)).counts['Table']).toMatchObject({ added: 0, updated: 0, deleted: 0 });
        expect(ids(integration)).toEqual(IDS.filter((id) => id !== 'HR.S.T2'));
    }
);

test.each(INTEGRATIONS)(
    'records that Nango has pruned outlive a database that cannot be read, and deletions follow later (%s)',
    async (integration) => {
        await sync(integration);
        world.nango.clock.advance(31 * DAY_MS);
        world.nango.recordStore.pruneStale();
        world.engine.account.database('HR').unreadable = 'no_usage';
        await drop('SALES', 'T2');
        for (let run = 0; run < 2; run += 1) {
            const result = await sync(integration);
            expect([result.error, result.counts['Table']]).toEqual([null, expect.objectContaining({ deleted: 0 })]);
            expect(
                result.logs.filter(({ level, message }) => level === 'warn' && message.includes('No record is deleted'))
            ).toHaveLength(1);
            world.nango.clock.advance(DAY_MS / 24);
        }
        expect(ids(integration)).toEqual(IDS);
        const kept = world.nango.records(integration, CONNECTION, 'Table').filter(({ id }) => id.startsWith('HR.'));
        expect(kept.map((record) => record._nango_metadata.pruned_at)).not.toContain(null);

        world.engine.account.database('HR').unreadable = null;
        expect((await sync(integration)).counts['Table']).toMatchObject({ added: 0, deleted: 1 });
        expect(world.nango.records(integration, CONNECTION, 'Table')).toHaveLength(IDS.length - 1);
        expect(
            world.nango
                .records(integration, CONNECTION, 'Table')
                .every((record) => record['database_name'] !== undefined)
        ).toBe(true);
    }
);

test.each(INTEGRATIONS)('pruned records of readable databases do not hold deletions back (%s)', async (integration) => {
    await sync(integration);
    world.nango.clock.advance(20 * DAY_MS);
    world.engine.account.addTable(world.engine.account.schema('HR', 'S'), { name: 'T3' }, []);
    await drop('HR', 'T1');
    await drop('HR', 'T2');
    await sync(integration);
    world.nango.clock.advance(20 * DAY_MS);
    world.nango.recordStore.pruneStale();
    world.engine.account.database('HR').unreadable = 'no_usage';
    await drop('SALES', 'T2');
    expect((await sync(integration)).counts['Table']).toMatchObject({ added: 0, deleted: 1 });
    expect(ids(integration)).toEqual(['A.S.T1', 'A.S.T2', 'B.S.T1', 'B.S.T2', 'HR.S.T3', 'SALES.S.T1']);
});
