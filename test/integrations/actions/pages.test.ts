/** Pages of listings: past the cap of SHOW, cut by bytes or by count, and through changes between two pages. */
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import type { SnowflakeEngine } from 'snowflake-stand-in/engine/engine.js';
import { KEY_PAIR, PASSWORD, startWorld } from '../../../local/world.js';
import type { World } from '../../../local/world.js';
import { pages } from './actions.js';
import type { Item } from './actions.js';

/** What Nango takes as an action's output. */
const OUTPUT_LIMIT_BYTES = 2_000_000;

let world: World | undefined;
afterEach(async () => {
    await world?.close();
    world = undefined;
});

function namesOf(found: readonly (readonly Item[])[]): string[] {
    return found.flat().map(({ name }) => name ?? '');
}

function numbered(prefix: string, count: number): string[] {
    return Array.from({ length: count }, (_, n) => `${prefix}${n}`).sort();
}

test.each([
    { integration: KEY_PAIR, capBehaviour: 'cut' as const },
    { integration: PASSWORD, capBehaviour: 'error' as const }
])(
    '$integration lists 12,000 tables of a schema and of the account, with the cap as $capBehaviour',
    { timeout: 180_000 },
    async ({ integration, capBehaviour }) => {
        const TABLES = 12_000;
        world = await startWorld({
            engine: { capBehaviour },
            fill: ({ account }) => {
                const schema = account.addSchema(account.addDatabase({ name: 'BIG' }), { name: 'S' });
                for (const name of numbered('T', TABLES)) account.addTable(schema, { name }, []);
                account.addTable(account.schema('BIG', 'PUBLIC'), { name: 'ONE' }, []);
            }
        });
        const inSchema = await pages(world, integration, 'list-tables', 'tables', { database: 'BIG', schema: 'S' });
        expect(namesOf(inSchema).sort()).toEqual(numbered('T', TABLES));
        for (const page of inSchema) expect(JSON.stringify(page).length).toBeLessThan(OUTPUT_LIMIT_BYTES);
        const everywhere = await pages(world, integration, 'list-tables', 'tables');
        expect(namesOf(everywhere).sort()).toEqual(['ONE', ...numbered('T', TABLES)]);
    }
);

test('a page with a limit is one request of that size', async () => {
    world = await startWorld({
        fill: ({ account }) => {
            const schema = account.addSchema(account.addDatabase({ name: 'D' }), { name: 'S' });
            for (const name of numbered('T', 10)) account.addTable(schema, { name }, []);
        }
    });
    world.statements();
    const found = await pages(world, KEY_PAIR, 'list-tables', 'tables', { database: 'D', schema: 'S', limit: 4 });
    expect(found.map((page) => page.length)).toEqual([4, 4, 2]);
    expect(world.statements()).toEqual([
        'SHOW TABLES IN SCHEMA "D"."S" LIMIT 6',
        `SHOW TABLES IN SCHEMA "D"."S" LIMIT 6 FROM 'T2'`,
        `SHOW TABLES IN SCHEMA "D"."S" LIMIT 6 FROM 'T6'`
    ]);
});

test.each([
    { action: 'list-warehouses', field: 'warehouses', statement: 'SHOW WAREHOUSES' },
    { action: 'list-tables', field: 'tables', statement: 'SHOW TABLES IN ACCOUNT' }
])('each page of $action over the account is one request', async ({ action, field, statement }) => {
    world = await startWorld({
        fill: ({ account }) => {
            for (const name of ['D1', 'D2', 'D3']) {
                account.addTable(account.addSchema(account.addDatabase({ name }), { name: 'S' }), { name: 'T' }, []);
                account.addWarehouse({ name });
            }
        }
    });
    world.statements();
    const found = await pages(world, KEY_PAIR, action, field, { limit: 2 });
    expect(found).toHaveLength(2);
    expect(world.statements()).toEqual([statement, statement]);
});

test('views with long texts make pages by bytes, every view once', { timeout: 60_000 }, async () => {
    const VIEWS = 60;
    world = await startWorld({
        fill: ({ account }) => {
            const schema = account.addSchema(account.addDatabase({ name: 'D' }), { name: 'S' });
            for (const name of numbered('V', VIEWS)) account.addView(schema, { name, text: 'ü'.repeat(50_000) });
        }
    });
    const found = await pages(world, KEY_PAIR, 'list-views', 'items', { database: 'D' });
    expect(namesOf(found)).toEqual(numbered('V', VIEWS));
    expect(found.length).toBeGreaterThanOrEqual(4);
    for (const page of found) expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(OUTPUT_LIMIT_BYTES);
});

const WILD = fc.uniqueArray(
    fc.oneof(
        fc.constantFrom('A', 'AB', 'a', 'b', 'a.b', "it's", '%', '_', 'x\\y', '"', 'Ü', '😀', 'T1', 'T10', 'T2'),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
    ),
    { minLength: 1, maxLength: 12 }
);

function fill({ account }: SnowflakeEngine, names: readonly string[]): void {
    for (const database of ['D1', 'd.2']) {
        const schema = account.addSchema(account.addDatabase({ name: database }), { name: 's "x"' });
        for (const name of names) account.addTable(schema, { name }, [{ name: 'C', type: 'DATE' }]);
    }
}

test('whatever the names, the limit and the scope, every table comes once', { timeout: 120_000 }, async () => {
    await fc.assert(
        fc.asyncProperty(
            WILD,
            fc.integer({ min: 1, max: 7 }),
            fc.constantFrom({}, { database: 'd.2' }, { database: 'D1', schema: 's "x"' }),
            async (names, limit, scope) => {
                const of = await startWorld({ fill: (engine) => fill(engine, names) });
                try {
                    const found = await pages(of, KEY_PAIR, 'list-tables', 'tables', { ...scope, limit });
                    const places = 'database' in scope ? 1 : 2;
                    const expected = Array.from({ length: places }, () => names).flat();
                    expect(namesOf(found).sort()).toEqual(expected.sort());
                } finally {
                    await of.close();
                }
            }
        ),
        { numRuns: 15 }
    );
});

/** A cursor whose objects are all gone says so, and asks to begin again: as a caller would, begins again. */
async function listedAnew(
    of: World,
    input: Record<string, unknown>,
    change: () => Promise<void>
): ReturnType<typeof pages> {
    for (;;) {
        try {
            return await pages(of, KEY_PAIR, 'list-tables', 'tables', input, change);
        } catch (error) {
            if (!String(error).includes('List again from the first page')) throw error;
        }
    }
}

test('objects made and dropped between pages neither hide nor repeat others', { timeout: 120_000 }, async () => {
    const STAYING = numbered('K', 30);
    await fc.assert(
        fc.asyncProperty(
            fc.integer({ min: 3, max: 9 }),
            fc.constantFrom({}, { database: 'D' }, { database: 'D', schema: 'S' }),
            fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 99 })), { maxLength: 20 }),
            async (limit, scope, changes) => {
                const of = await startWorld({
                    fill: ({ account }) => {
                        const schema = account.addSchema(account.addDatabase({ name: 'D' }), { name: 'S' });
                        for (const name of [...STAYING, ...numbered('J', 20)]) account.addTable(schema, { name }, []);
                    }
                });
                try {
                    const schema = of.engine.account.schema('D', 'S');
                    const left = [...changes];
                    const change = async (): Promise<void> => {
                        const [added, n] = left.shift() ?? [];
                        if (n === undefined) return;
                        const existing = schema.relations.get(`J${n % 20}`);
                        if (added === true) of.engine.account.addTable(schema, { name: `L${n}` }, []);
                        else if (existing) await of.engine.drop(existing);
                    };
                    const found = namesOf(await listedAnew(of, { ...scope, limit }, change));
                    expect(new Set(found).size).toBe(found.length);
                    expect(found.filter((name) => name.startsWith('K'))).toEqual(STAYING);
                } finally {
                    await of.close();
                }
            }
        ),
        { numRuns: 12 }
    );
});

/** LIKE as Snowflake documents it for SHOW: any case, % and _, and a backslash before either. */
function likePattern(pattern: string): RegExp {
    const source = [...pattern.matchAll(/\\([\s\S])|([\s\S])/gu)].map(([, escaped, plain = '']) => {
        if (escaped === undefined && plain === '%') return '[\\s\\S]*';
        if (escaped === undefined && plain === '_') return '[\\s\\S]';
        return (escaped ?? plain).replace(/[\\^$.|?+*()[\]{}]/u, String.raw`\$&`);
    });
    return new RegExp(`^${source.join('')}$`, 'iu');
}

const PATTERN = fc
    .array(
        fc.constantFrom(
            'A',
            'b',
            '.',
            "'",
            '"',
            '%',
            '_',
            String.raw`\%`,
            String.raw`\_`,
            String.raw`\\`,
            '😀',
            ';',
            '--'
        ),
        {
            minLength: 1,
            maxLength: 5
        }
    )
    .map((parts) => parts.join(''));
const LIKE_NAMES = [
    'A',
    'AB',
    'a',
    'b',
    'A.B',
    "A'B",
    '%',
    '_',
    'A_B',
    'A%B',
    'x\\y',
    '\\',
    '"',
    '😀',
    ';',
    '--',
    '--A'
];

test('like finds the names that match, whatever stands in the pattern', { timeout: 60_000 }, async () => {
    world = await startWorld({ fill: (engine) => fill(engine, LIKE_NAMES) });
    const of = world;
    await fc.assert(
        fc.asyncProperty(
            PATTERN,
            fc.option(fc.constantFrom('A', 'a', '%', '_', "A'", '\\'), { nil: undefined }),
            async (like, start) => {
                const input = { database: 'd.2', like, ...(start !== undefined && { starts_with: start }) };
                const expected = LIKE_NAMES.filter(
                    (name) => likePattern(like).test(name) && name.startsWith(start ?? '')
                );
                expect(namesOf(await pages(of, KEY_PAIR, 'list-tables', 'tables', input)).sort()).toEqual(
                    expected.sort()
                );
            }
        ),
        { numRuns: 25 }
    );
});
