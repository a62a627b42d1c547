/** What it costs to keep the records of a database that cannot be read: not the listing of all others in each run. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CONNECTION, INTEGRATIONS, startWorld } from '../../../local/world.js';
import type { World } from '../../../local/world.js';

const DATABASES = ['A', 'B', 'HR', 'SALES'];
const TABLES = 300;
const ALL = DATABASES.length * TABLES;

let world: World;
beforeEach(async () => {
    world = await startWorld({
        fill: ({ account }) => {
            for (const name of DATABASES) {
                const schema = account.addSchema(account.addDatabase({ name }), { name: 'S' });
                for (let n = 0; n < TABLES; n += 1) account.addTable(schema, { name: `T${n}` }, []);
            }
        }
    });
});
afterEach(async () => {
    await world.close();
});

/** Pages of records that the run listed. */
async function pagesOf(integration: string): Promise<number> {
    const listing = vi.spyOn(world.nango.recordStore, 'page');
    const result = await world.nango.runSync(integration, 'tables', CONNECTION);
    expect([result.error, result.counts['Table']]).toEqual([
        null,
        expect.objectContaining({ added: 0, updated: expect.any(Number), deleted: 0 })
    ]);
    const pages = listing.mock.calls.length;
    listing.mockRestore();
    expect(world.nango.records(integration, CONNECTION, 'Table')).toHaveLength(ALL);
    return pages;
}

test.each(INTEGRATIONS)('later runs list only where such records are (%s)', async (integration) => {
    await world.nango.runSync(integration, 'tables', CONNECTION);
    expect(await pagesOf(integration)).toBe(0);
    const { account } = world.engine;
    account.database('HR').unreadable = 'no_usage';
    expect(await pagesOf(integration)).toBeGreaterThanOrEqual(ALL / 100);
    expect(await pagesOf(integration)).toBeLessThanOrEqual(TABLES / 100 + 1);

    // Others change, and move to the end of Nango's listing.
    for (let n = 0; n < 50; n += 1) account.relation('A', 'S', `T${n}`).comment = 'changed';
    expect(await pagesOf(integration)).toBeLessThanOrEqual(TABLES / 100 + 1);
    expect(await pagesOf(integration)).toBeLessThanOrEqual(TABLES / 100 + 1);
});

test.each(INTEGRATIONS)('what changed while the database could be read is kept too (%s)', async (integration) => {
    await world.nango.runSync(integration, 'tables', CONNECTION);
    const hr = world.engine.account.database('HR');
    hr.unreadable = 'share_gone';
    await pagesOf(integration);
    hr.unreadable = null;
    world.engine.account.relation('HR', 'S', 'T7').comment = 'changed';
    await pagesOf(integration);
    hr.unreadable = 'share_gone';
    expect(await pagesOf(integration)).toBeGreaterThanOrEqual(ALL / 100);
    expect(await pagesOf(integration)).toBeLessThan(ALL / 100);
});

test.each(INTEGRATIONS)('a run that can read no place at all fails, and keeps all (%s)', async (integration) => {
    await world.nango.runSync(integration, 'tables', CONNECTION);
    for (const name of DATABASES) world.engine.account.database(name).unreadable = 'no_usage';
    for (let run = 0; run < 2; run += 1) {
        const { error } = await world.nango.runSync(integration, 'tables', CONNECTION);
        expect(error?.payload).toMatchObject({ message: expect.stringMatching(/None of the 4 place/) });
    }
    for (const name of DATABASES) world.engine.account.database(name).unreadable = null;
    await pagesOf(integration);
});
