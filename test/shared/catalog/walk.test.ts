import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scopeOf } from '../../../shared/catalog/scope.js';
import type { WalkedKind } from '../../../shared/catalog/kind.js';
import { columns } from '../../../shared/catalog/kinds/columns.js';
import { schemas } from '../../../shared/catalog/kinds/schemas.js';
import { stages } from '../../../shared/catalog/kinds/stages.js';
import { tables } from '../../../shared/catalog/kinds/tables.js';
import { walkDatabases } from '../../../shared/catalog/walk.js';
import type { Bookmark } from '../../../shared/catalog/bookmark.js';
import { fakeAccount, names } from './fake-account.js';
import type { Content, FakeAccount } from './fake-account.js';

const EVERYTHING = scopeOf({});

function content(shape: Record<string, Record<string, string[]>>): Content {
    return new Map(Object.entries(shape).map(([database, inside]) => [database, new Map(Object.entries(inside))]));
}

interface Walked {
    readonly found: string[];
    readonly unreadable: string[];
    readonly steps: number;
    readonly stoppedAt: Bookmark | null;
}

/** Walks from a position, and stops after some steps as an interrupted execution would. */
async function walk(
    account: FakeAccount,
    kind: WalkedKind,
    from: Bookmark | null = null,
    stopAfter = Infinity
): Promise<Walked> {
    const found: string[] = [];
    const unreadable: string[] = [];
    let steps = 0;
    const show = { client: account.client, options: {} };
    for await (const step of walkDatabases(show, kind, EVERYTHING, async () => [...account.content.keys()], from)) {
        steps += 1;
        if (step.kind === 'unreadable') unreadable.push(step.place.names.join('/'));
        if (step.kind === 'rows')
            found.push(
                ...step.rows.map((row) =>
                    ['database_name', 'schema_name', 'table_name', 'name', 'column_name']
                        .map((name) => row.text(name))
                        .join('|')
                )
            );
        if (steps >= stopAfter) return { found, unreadable, steps, stoppedAt: step.position };
    }
    return { found, unreadable, steps, stoppedAt: null };
}

function expectedTables(account: FakeAccount): string[] {
    return [...account.content].flatMap(([database, inside]) =>
        [...inside].flatMap(([schema, tableNames]) => tableNames.map((name) => `${database}|${schema}||${name}|`))
    );
}

test('an answer of more than 10,000 rows is taken whole', async () => {
    const account = fakeAccount(content({ D: { A: names(10_500), B: names(9_500, 'B') } }));
    account.cap = 30_000;
    expect((await walk(account, tables)).found).toEqual(expectedTables(account));
    expect(account.statements).toHaveLength(1);
});

test('a database under the cap is one request, for tables and for columns', async () => {
    const account = fakeAccount(
        content({ A: { S1: names(20), S2: names(20) }, B: { S1: names(20) }, C: { S1: names(20) } })
    );
    for (const kind of [tables, columns]) {
        account.statements.length = 0;
        await walk(account, kind);
        expect(account.statements).toHaveLength(3);
    }
});

test.each(['cut', 'error'] as const)(
    '12,000 tables in one schema are all found when the cap shows as %s',
    async (capForm) => {
        const account = fakeAccount(content({ A: { BIG: names(12_000), SMALL: names(3) } }));
        account.capForm = capForm;
        const { found } = await walk(account, tables);
        expect(found.toSorted()).toEqual(expectedTables(account).toSorted());
        // The database, its schemas, SMALL, BIG in two pages; refused first where the cap is an error.
        expect(account.statements).toHaveLength(capForm === 'cut' ? 5 : 6);
    }
);

test('exactly 10,000 tables are not taken for all until the end is proved', async () => {
    const account = fakeAccount(content({ A: { BIG: names(10_000) } }));
    const { found } = await walk(account, tables);
    expect(found).toHaveLength(10_000);
});

test('columns are asked for by table only in the schema that is too large', async () => {
    const account = fakeAccount(content({ A: { BIG: names(5001), SMALL: names(10) }, B: { S: names(10) } }));
    const { found } = await walk(account, columns);
    expect(found).toHaveLength(2 * (5001 + 10 + 10));
    expect(new Set(found).size).toBe(found.length);
    const byTable = account.statements.filter((statement) => statement.includes('IN TABLE'));
    expect(byTable).toHaveLength(5001);
    expect(account.statements).toHaveLength(5001 + 6);
});

test('more than 10,000 schemas of one database are paged', async () => {
    const many = new Map(names(10_500, 'S').map((name): [string, string[]] => [name, []]));
    const account = fakeAccount(new Map([['A', many]]));
    const { found } = await walk(account, schemas);
    expect(new Set(found).size).toBe(10_500);
    expect(account.statements).toHaveLength(2);
});

test('a table dropped between two pages loses no other table', async () => {
    const account = fakeAccount(content({ A: { BIG: names(12_000) } }));
    const pages = walkDatabases({ client: account.client, options: {} }, tables, EVERYTHING, async () => ['A'], null);
    const found: string[] = [];
    for await (const step of pages) {
        if (step.kind !== 'rows') continue;
        found.push(...step.rows.map((row) => row.required('name')));
        const [first] = account.content.values();
        first?.set(
            'BIG',
            names(12_000).filter((name) => name < 'T09995' || name > 'T10000')
        );
    }
    expect(new Set(found)).toEqual(new Set(names(12_000).filter((name) => name !== 'T10000')));
});

test('an unreadable database is reported and the others are walked', async () => {
    const account = fakeAccount(content({ A: { S: names(2) }, B: { S: names(2) }, C: { S: names(2) } }));
    account.unreadable.add('B');
    const { found, unreadable } = await walk(account, tables);
    expect(unreadable).toEqual(['B']);
    expect(found).toHaveLength(4);
});

test('names that break joining, sorting or quoting are each found once, wherever the walk is stopped and resumed', async () => {
    const name = fc.oneof(
        fc.string({
            unit: fc.constantFrom('A', 'a', 'B', '.', '"', "'", '\\', ' ', '%', '_', 'é', '😀'),
            minLength: 1,
            maxLength: 4
        }),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    );
    const account = fc
        .uniqueArray(
            fc.tuple(
                name,
                fc.uniqueArray(fc.tuple(name, fc.uniqueArray(name, { maxLength: 4 })), {
                    maxLength: 4,
                    selector: ([key]) => key
                })
            ),
            {
                maxLength: 5,
                selector: ([key]) => key
            }
        )
        .map((databases) => fakeAccount(new Map(databases.map(([database, inside]) => [database, new Map(inside)]))));
    await fc.assert(
        fc.asyncProperty(account, fc.integer({ min: 1, max: 4 }), async (fake, stopAfter) => {
            const found: string[] = [];
            let position: Bookmark | null = null;
            do {
                const part: Walked = await walk(fake, tables, position, stopAfter);
                found.push(...part.found);
                position = part.stoppedAt;
            } while (position);
            expect(found.toSorted()).toEqual(expectedTables(fake).toSorted());
        })
    );
});

test('a walk interrupted inside a paged schema goes on with the next page', async () => {
    const account = fakeAccount(content({ A: { BIG: names(25_000), SMALL: names(3) }, B: { S: names(3) } }));
    const found: string[] = [];
    let position: Bookmark | null = null;
    let executions = 0;
    do {
        const part: Walked = await walk(account, tables, position, 1);
        found.push(...part.found);
        position = part.stoppedAt;
        executions += 1;
    } while (position && executions < 20);
    expect(found.toSorted()).toEqual(expectedTables(account).toSorted());
    expect(found).toHaveLength(25_006);
});

test('a database whose name is a word of sign-ins is unreadable alone', async () => {
    const account = fakeAccount(content({ A: { S: names(2) }, MFA: { S: names(2) }, Z: { S: names(2) } }));
    account.unreadable.add('MFA');
    const walked = await walk(account, tables);
    expect(walked.unreadable).toEqual(['MFA']);
    expect(walked.found).toHaveLength(4);
});

test('among the tables of a schema an execution of two requests gets further, and the whole costs no more', async () => {
    const shape = { A: { BIG: names(5001), SMALL: names(10) }, B: { S: names(10) } };
    const whole = fakeAccount(content(shape));
    await walk(whole, columns);
    const account = fakeAccount(content(shape));
    // Two steps of these say only that the database and the schema are too large.
    const first = await walk(account, columns, null, 4002);
    account.statements.length = 0;
    const next = await walk(account, columns, first.stoppedAt, 1);
    expect(account.statements).toEqual([
        'SHOW OBJECTS IN SCHEMA "A"."BIG"',
        'SHOW COLUMNS IN TABLE "A"."BIG"."T04000"'
    ]);
    account.statements.length = 0;
    const last = await walk(account, columns, next.stoppedAt);
    expect(first.found.length + next.found.length + last.found.length).toBe(2 * (5001 + 10 + 10));
    expect(account.statements.length).toBeLessThanOrEqual(whole.statements.length - 4001);
});

test('what was found too large is not asked for as a whole again', async () => {
    const account = fakeAccount(content({ A: { BIG: names(5001), SMALL: names(10) }, B: { S: names(10) } }));
    const asked: string[][] = [];
    const found: string[] = [];
    let position: Bookmark | null = null;
    for (let executions = 0; executions < 3; executions += 1) {
        account.statements.length = 0;
        const part: Walked = await walk(account, columns, position, 1);
        found.push(...part.found);
        position = part.stoppedAt;
        asked.push([...account.statements]);
    }
    expect(asked).toEqual([
        ['SHOW COLUMNS IN DATABASE "A"'],
        ['SHOW SCHEMAS IN DATABASE "A"', 'SHOW COLUMNS IN SCHEMA "A"."BIG"'],
        ['SHOW OBJECTS IN SCHEMA "A"."BIG"', 'SHOW COLUMNS IN TABLE "A"."BIG"."T00000"']
    ]);
    const rest = await walk(account, columns, position);
    expect(found.length + rest.found.length).toBe(2 * (5001 + 10 + 10));
});

test('what has no parts is told to be too large at once, and read when it no longer is', async () => {
    const account = fakeAccount(content({ A: { BIG: names(10_500), SMALL: names(3) } }));
    account.capForm = 'error';
    const first = await walk(account, stages, null, 1);
    const second = await walk(account, stages, first.stoppedAt, 1);
    expect(second.unreadable).toEqual(['A/BIG']);
    account.content.get('A')?.set('BIG', names(5));
    expect(await walk(account, stages, first.stoppedAt)).toMatchObject({ unreadable: [], found: { length: 8 } });
});

test('a schema that is gone when its walk goes on is no trouble', async () => {
    const account = fakeAccount(content({ A: { BIG: names(5001), SMALL: names(10) } }));
    const { stoppedAt } = await walk(account, columns, null, 10);
    account.content.get('A')?.delete('BIG');
    expect(await walk(account, columns, stoppedAt)).toMatchObject({ unreadable: [], found: { length: 20 } });
});
