/** Columns page by page while a table changes, tables too wide for one output, and names with spaces at their ends. */
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { KEY_PAIR, startWorld, USER } from '../../../local/world.js';
import type { World } from '../../../local/world.js';
import { act, CONNECTIONS, pages, refusal } from './actions.js';

let world: World | undefined;
afterEach(async () => {
    await world?.close();
    world = undefined;
});

const SCOPE = { database: 'APP', schema: 'PUBLIC' };

async function worldWith(tables: Record<string, readonly string[]>, comment?: string): Promise<World> {
    return await startWorld({
        fill: ({ account }) => {
            account.addDatabase({ name: 'APP' });
            const schema = account.schema('APP', 'PUBLIC');
            for (const [name, columns] of Object.entries(tables)) {
                account.addTable(
                    schema,
                    { name },
                    columns.map((column) => ({ name: column, type: 'DATE', ...(comment && { comment }) }))
                );
            }
        }
    });
}

async function alter(of: World, change: string): Promise<void> {
    await of.engine.openSession(USER, SCOPE).execute(`ALTER TABLE APP.PUBLIC.${change}`);
}

async function listed(of: World, input: object, between: () => Promise<void>): Promise<string[]> {
    const found = await pages(of, KEY_PAIR, 'list-columns', 'columns', { ...SCOPE, ...input }, between);
    return found.flat().map((item) => `${String(item['table_name'])}.${String(item['column_name'])}`);
}

const LETTERS = ['A', 'B', 'C', 'D', 'E', 'F'];

test.each([
    ['the first', ['A'], ['A', 'B', 'C', 'D', 'E', 'F']],
    ['the last one given', ['C'], ['A', 'B', 'C', 'D', 'E', 'F']],
    ['one given and one not yet', ['B', 'E'], ['A', 'B', 'C', 'D', 'F']]
])('%s of the columns dropped between two pages hides no other', async (_, dropped, expected) => {
    world = await worldWith({ T: LETTERS });
    const of = world;
    const left = [...dropped];
    const found = await listed(of, { table: 'T', limit: 3 }, async () => {
        for (const column of left.splice(0)) await alter(of, `T DROP COLUMN ${column}`);
    });
    expect(found).toEqual(expected.map((column) => `T.${column}`));
});

test('columns whose place is gone are an error, not a guess', async () => {
    world = await worldWith({ T: LETTERS });
    const page = await act(world, KEY_PAIR, 'list-columns', { ...SCOPE, table: 'T', limit: 3 });
    for (const column of ['B', 'C']) await alter(world, `T DROP COLUMN ${column}`);
    expect(
        await refusal(world, KEY_PAIR, 'list-columns', { ...SCOPE, table: 'T', limit: 3, cursor: page['next_cursor'] })
    ).toMatchObject({ code: 'unavailable', message: expect.stringContaining('List again from the first page') });
});

/** Columns that stay, and others among them that come and go. */
const TABLES = { S: ['K1', 'J1', 'K2', 'J2'], T: ['J1', 'K1', 'J2', 'J3', 'K2'], U: ['K1'] };

test('columns made and dropped between pages neither hide nor repeat others', { timeout: 120_000 }, async () => {
    const staying = Object.entries(TABLES).flatMap(([table, columns]) =>
        columns.filter((column) => column.startsWith('K')).map((column) => `${table}.${column}`)
    );
    await fc.assert(
        fc.asyncProperty(
            fc.integer({ min: 1, max: 5 }),
            fc.array(
                fc.constantFrom(
                    'S DROP COLUMN J1',
                    'S DROP COLUMN J2',
                    'T DROP COLUMN J1',
                    'T DROP COLUMN J2',
                    'T ADD COLUMN L1 DATE',
                    'S ADD COLUMN L1 DATE'
                ),
                { maxLength: 10 }
            ),
            async (limit, changes) => {
                const of = await worldWith(TABLES);
                try {
                    const left = [...new Set(changes)];
                    const found = await listed(of, { limit }, async () => {
                        const change = left.shift();
                        if (change !== undefined) await alter(of, change);
                    });
                    expect(new Set(found).size).toBe(found.length);
                    expect(found.filter((name) => name.includes('.K'))).toEqual(staying);
                } finally {
                    await of.close();
                }
            }
        ),
        { numRuns: 10 }
    );
});

test.each(CONNECTIONS)('%s: a table wider than an output is refused, and listed page by page', async (integration) => {
    const wide = Array.from({ length: 4000 }, (_, n) => `C${n}`);
    world = await worldWith({ WIDE: wide }, 'x'.repeat(60));
    expect(await refusal(world, integration, 'describe-table', { ...SCOPE, table: 'WIDE' })).toMatchObject({
        code: 'result_too_large',
        message: expect.stringContaining('list-columns')
    });
    const found = await pages(world, integration, 'list-columns', 'columns', { ...SCOPE, table: 'WIDE' });
    expect(found.flat()).toHaveLength(wide.length);
});

test.each(['cut', 'error'] as const)('columns past the cap (%s) are not described as fewer', async (capBehaviour) => {
    const wide = Array.from({ length: 10_500 }, (_, n) => ({ name: `C${n}`, type: 'DATE' }));
    world = await startWorld({
        engine: { capBehaviour },
        fill: ({ account }) => {
            account.addDatabase({ name: 'APP' });
            account.addTable(account.schema('APP', 'PUBLIC'), { name: 'WIDE' }, wide);
        }
    });
    expect(await refusal(world, KEY_PAIR, 'describe-table', { ...SCOPE, table: 'WIDE' })).toMatchObject({
        code: 'result_too_large'
    });
});

test.each(CONNECTIONS)('%s: a space at either end of a name is part of it', async (integration) => {
    world = await worldWith({ T: ['PLAIN'], ' T': ['BEFORE'], 'T ': ['AFTER'] });
    const of = world;
    const columnsOf = async (action: string, table: string): Promise<unknown> =>
        (await act(of, integration, action, { ...SCOPE, table }))['columns'];
    for (const action of ['describe-table', 'list-columns']) {
        expect(await columnsOf(action, 'T')).toMatchObject([{ column_name: 'PLAIN' }]);
        expect(await columnsOf(action, ' T')).toMatchObject([{ column_name: 'BEFORE' }]);
        expect(await columnsOf(action, 'T ')).toMatchObject([{ column_name: 'AFTER' }]);
    }
    expect(
        await act(of, integration, 'list-grants', { on: { type: 'TABLE', name: ['APP', 'PUBLIC', ' T'] } })
    ).toMatchObject({ grants: [{ privilege: 'OWNERSHIP' }] });
    expect(await refusal(of, integration, 'describe-table', { ...SCOPE, table: ' ' })).toMatchObject({
        code: 'invalid_input',
        message: expect.stringContaining('table: must not be blank')
    });
});

test('a name of 255 characters is found with quotes around it too', async () => {
    const name = 'n'.repeat(255);
    world = await worldWith({ [name]: ['A'] });
    expect(await act(world, KEY_PAIR, 'describe-table', { ...SCOPE, table: `"${name}"` })).toMatchObject({
        columns: [{ column_name: 'A' }]
    });
});
