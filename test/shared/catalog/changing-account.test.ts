/** Walks that are cut off and go on by their checkpoint, while the account changes and places grow past the cap or shrink. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromFields, toFields } from '../../../shared/catalog/bookmark.js';
import type { Bookmark } from '../../../shared/catalog/bookmark.js';
import { columns } from '../../../shared/catalog/kinds/columns.js';
import { scopeOf } from '../../../shared/catalog/scope.js';
import { walkDatabases } from '../../../shared/catalog/walk.js';
import type { SnowflakeClient } from '../../../shared/snowflake/client.js';
import { SnowflakeError } from '../../../shared/snowflake/errors.js';
import { fakeAccount } from './fake-account.js';
import type { FakeAccount } from './fake-account.js';

const NAMES = ['A', 'a', 'B', 'a.b', '"', 'Z', 'é', '😀'];
/** What is never touched by a change has this in its name. */
const STAYING = NAMES.map((name) => `${name} stays`);

const inside = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<[string, Value][]> =>
    fc.uniqueArray(fc.tuple(fc.constantFrom(...NAMES, ...STAYING), value), {
        maxLength: 5,
        selector: ([name]) => name
    });
const account = inside(inside(fc.uniqueArray(fc.constantFrom(...NAMES, ...STAYING), { maxLength: 6 })));

const change = fc.record({
    what: fc.constantFrom('database', 'schema', 'table', 'cap', 'hidden'),
    name: fc.constantFrom(...NAMES),
    at: fc.nat(9)
});
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;
const executions = fc.array(
    fc.record({ steps: fc.integer({ min: 1, max: 6 }), changes: fc.array(change, { maxLength: 3 }) }),
    {
        maxLength: 12
    }
);

interface Capped {
    readonly account: FakeAccount;
    readonly client: SnowflakeClient;
    cap: number;
}

/** Of columns alone, and but for those of one table, a listing of more than `cap` rows is refused. */
function capped(fake: FakeAccount): Capped {
    const of: Capped = {
        account: fake,
        cap: 4,
        client: {
            ...fake.client,
            execute: async (statement, options) => {
                const result = await fake.client.execute(statement, options);
                const isCapped = /^SHOW COLUMNS IN (?:DATABASE|SCHEMA)/.test(statement) && result.rowCount > of.cap;
                if (isCapped) throw new SnowflakeError('result_too_large', 'Too large.', 'Ask for less.');
                return result;
            }
        }
    };
    return of;
}

/** Drops what has this name, or makes it anew. */
function apply(of: Capped, { what, name, at }: Change): void {
    const { content, unreadable } = of.account;
    const database = [...content.values()][at % Math.max(1, content.size)];
    const tables = database && [...database.values()][at % Math.max(1, database.size)];
    if (what === 'cap') of.cap = at;
    else if (what === 'hidden' && !unreadable.delete(name)) unreadable.add(name);
    else if (what === 'database' && !content.delete(name)) content.set(name, new Map([['S', [...NAMES]]]));
    else if (what === 'schema' && database?.delete(name) === false) database.set(name, [...NAMES]);
    else if (what === 'table' && tables) {
        const place = tables.indexOf(name);
        if (place < 0) tables.push(name);
        else tables.splice(place, 1);
    }
}

/** As a checkpoint keeps it. */
function stored(at: Bookmark): Bookmark | null {
    const { divided } = at;
    const kept = fromFields(toFields(at));
    return divided === undefined ? kept : { place: [], page: null, again: true, ...kept, divided };
}

function pathsIn({ content }: FakeAccount): string[] {
    return [...content].flatMap(([database, schemas]) =>
        [...schemas].flatMap(([schema, tables]) => tables.map((table) => [database, schema, table].join('/')))
    );
}

function isStaying(path: string): boolean {
    return path.split('/').every((name) => name.endsWith(' stays'));
}

test('what stays in the account is found once and no more, however often the walk is cut off', async () => {
    await fc.assert(
        fc.asyncProperty(account, executions, async (databases, cutOff) => {
            const fake = fakeAccount(new Map(databases.map(([name, schemas]) => [name, new Map(schemas)])));
            const staying = pathsIn(fake).filter(isStaying);
            const of = capped(fake);
            const found: string[] = [];
            let at: Bookmark | null = null;
            for (const { steps, changes } of [...cutOff, { steps: Infinity, changes: [] }]) {
                let left = steps;
                const from = { client: of.client, options: {} };
                const list = async (): Promise<string[]> => [...fake.content.keys()];
                for await (const step of walkDatabases(from, columns, scopeOf({}), list, at)) {
                    const rows = step.kind === 'rows' ? step.rows : [];
                    found.push(
                        ...rows
                            .filter((row) => row.required('column_name') === 'ID')
                            .map((row) =>
                                ['database_name', 'schema_name', 'table_name']
                                    .map((name) => row.required(name))
                                    .join('/')
                            )
                    );
                    at = stored(step.position);
                    left -= 1;
                    if (left === 0) break;
                }
                if (left > 0) break;
                for (const one of changes) apply(of, one);
            }
            expect(found.filter(isStaying).toSorted()).toEqual(staying.toSorted());
        }),
        { numRuns: 500 }
    );
});
