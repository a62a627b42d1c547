/**
 * docs/guides/grants.md, held against an account that enforces rights: its script shows the functions everything, and each
 * line left out takes away from the functions that the page's table names beside it, and from no others.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { ACCESS_TOKEN, CONNECTION, KEY_PAIR, startWorld } from '../../local/world.js';
import type { World } from '../../local/world.js';
import { plainObjects } from 'snowflake-stand-in/engine/kinds/plain-kind.js';
import { PLAIN_KINDS } from 'snowflake-stand-in/engine/kinds/index.js';
import type { SnowflakeEngine } from 'snowflake-stand-in';
import { DAY_MS } from 'stand-in-base/clock.js';
import type { Session } from 'snowflake-stand-in/types.js';
import { readPage, ROOT } from '../docs/pages.js';
import { statementsOf } from '../docs/sql.js';
import { DATABASE_SYNCS, KIND_LISTINGS, KIND_SYNCS } from '../support/functions.js';

const FILE = path.join('docs', 'guides', 'grants.md');
const SOURCE = readFileSync(path.join(ROOT, FILE), 'utf8');
/** The page's SQL, in its order. */
const [SCRIPT, QUERIES, DEEP, ALL_ROLES, OF_SCHEMA, INHERITED, SHARED] = readPage(FILE, SOURCE)
    .blocks.filter(({ language }) => language === 'sql')
    .map(({ text }) => statementsOf(text));

interface Row {
    readonly grant: string;
    readonly functions: readonly string[];
    readonly without: string;
}

const ROWS: readonly Row[] = SOURCE.split('\n')
    .map((line) => /^\| `([A-Z, _.]+)` +\| (.*?) +\| (.*?) +\|$/.exec(line))
    .flatMap((match) => {
        if (match === null) return [];
        const [, grant = '', functions = '', without = ''] = match;
        return [{ grant, functions: [...functions.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name), without }];
    });

let now = Date.UTC(2026, 10, 26, 12);
let world: World;
let admin: Session;

beforeAll(async () => {
    world = await startWorld({
        role: 'NANGO_READER',
        engine: { now: () => now },
        fill: async (engine) => {
            fill(engine);
            admin = engine.openSession('ADA', { role: 'ACCOUNTADMIN', warehouse: 'NANGO_WH' });
            await run(SCRIPT);
        }
    });
    // Made after the script, by somebody else: what FUTURE is for.
    addObjects(world.engine, 'LATER');
});
afterAll(async () => {
    await world.close();
});

async function run(statements: readonly string[] = []): Promise<void> {
    for (const statement of statements) await admin.execute(statement);
}

/** A database that somebody else owns, with everything that is read. */
function fill(engine: SnowflakeEngine): void {
    const { account } = engine;
    account.addUser({ name: 'ADA', defaultRole: 'ACCOUNTADMIN', email: 'ada@example.com' });
    account.grantRole('ACCOUNTADMIN', { kind: 'USER', name: 'ADA' });
    account.addRole({ name: 'OWNER' });
    account.addDatabase({ name: 'SALES', owner: 'OWNER' });
    account.addDatabase({ name: 'HR', owner: 'OWNER' });
    account.addDatabase({ name: 'SNOWFLAKE', kind: 'APPLICATION', owner: '' });
    const shared = account.addDatabase({ name: 'SNOWFLAKE_SAMPLE_DATA', kind: 'IMPORTED DATABASE', owner: '' });
    account.addTable(account.addSchema(shared, { name: 'TPCH', owner: '' }), { name: 'REGION', owner: '' }, []);
    addObjects(engine, 'PUBLIC');
}

function addObjects({ account }: SnowflakeEngine, name: string): void {
    const sales = account.database('SALES');
    const schema = sales.schemas.get(name) ?? account.addSchema(sales, { name, owner: 'OWNER' });
    const column = [{ name: 'ID', type: 'NUMBER(38,0)' }];
    const sorts = { PLAIN: {}, EXTERNAL: { external: true }, ICEBERG: { iceberg: true }, EVENTS: { event: true } };
    const more = { DYNAMIC: { dynamic: true }, HYBRID: { hybrid: true } };
    for (const [table, sort] of Object.entries({ ...sorts, ...more })) {
        account.addTable(schema, { name: table, owner: 'OWNER', ...sort }, column);
    }
    for (const [view, sort] of Object.entries({ V: {}, MV: { materialized: true }, SEMANTIC: { semantic: true } })) {
        account.addView(schema, { name: view, owner: 'OWNER', ...sort }, column);
    }
    for (const kind of PLAIN_KINDS) {
        kind.addSample(account, schema);
        for (const object of plainObjects(schema, kind.type).values()) object.owner = 'OWNER';
    }
}

/** What each listing shows to the role: the items, or the code of the refusal. */
async function seen(): Promise<ReadonlyMap<string, string>> {
    const shown = KIND_LISTINGS.map(async ({ action, kind, items }) => {
        const { output, error } = await world.nango.runAction(KEY_PAIR, action, CONNECTION, {});
        const found: unknown = error === null ? Reflect.get(Object(output), items) : error.payload['code'];
        const name = KIND_SYNCS.some((sync) => sync.name === kind) ? kind : action;
        return [name, JSON.stringify(found)] as const;
    });
    return new Map(await Promise.all(shown));
}

function revoked(line: string): string {
    return line.replace('GRANT', 'REVOKE').replace(' TO ROLE ', ' FROM ROLE ');
}

/** Lines of the script that begin so, with their FUTURE twins. */
function linesOf(grant: string): string[] {
    const twins = [grant, grant.replace(' ALL ', ' FUTURE ')];
    return (SCRIPT ?? []).filter((line) => twins.some((twin) => line.startsWith(`GRANT ${twin} `)));
}

const OF_SCRIPT = ROWS.filter(({ grant }) => linesOf(grant).length > 0);

test('the table has every line of the script', () => {
    const named = new Set(OF_SCRIPT.flatMap(({ grant }) => linesOf(grant)));
    expect((SCRIPT ?? []).filter((line) => line.startsWith('GRANT') && !named.has(line))).toEqual([
        expect.stringContaining('GRANT ROLE')
    ]);
});

test.each([KEY_PAIR, ACCESS_TOKEN])(
    'with the script, the syncs of %s see all that is in the database',
    async (integration) => {
        for (const { name, model } of DATABASE_SYNCS) {
            const { error } = await world.nango.runSync(integration, name, CONNECTION);
            expect({ name, error }).toEqual({ name, error: null });
            const kind = name.toUpperCase();
            const { rows } = await admin.execute(
                kind === 'DATABASES' ? `SHOW DATABASES LIKE 'SALES'` : `SHOW ${kind} IN DATABASE SALES`
            );
            const records = world.nango.records(integration, CONNECTION, model);
            expect({ name, count: records.length }).toEqual({
                name,
                count: rows.filter((row) => !row.includes('INFORMATION_SCHEMA')).length
            });
        }
    }
);

test('each line left out takes from the functions beside it in the table, and from no others', async () => {
    const whole = await seen();
    for (const { grant, functions } of OF_SCRIPT) {
        const lines = linesOf(grant);
        // What is made later has what FUTURE gave it, so ALL takes it away too.
        await run(lines.map(revoked));
        const less = await seen();
        const missing = [...whole].filter(([name, items]) => less.get(name) !== items).map(([name]) => name);
        expect({ grant, functions: missing.sort() }).toEqual({ grant, functions: [...functions].sort() });
        await run(lines);
    }
    expect(await seen()).toEqual(whole);
});

test('queries need the warehouse and SELECT, and say so', async () => {
    const metadata = { query: 'SELECT * FROM SALES.PUBLIC.PLAIN', id_column: 'ID' };
    world.setMetadata(metadata);
    const ask = async (): Promise<unknown[]> => {
        const statement = { statement: metadata.query };
        const action = await world.nango.runAction(KEY_PAIR, 'execute-statement', CONNECTION, statement);
        const sync = await world.nango.runSync(KEY_PAIR, 'query-results', CONNECTION);
        return [action, sync].map(({ error }) => error?.payload['code'] ?? null);
    };
    await run(QUERIES);
    expect(await ask()).toEqual([null, null]);
    for (const { grant, functions, without } of ROWS.filter((row) => row.functions.includes('query-results'))) {
        const line = (QUERIES ?? []).find((each) => each.startsWith(`GRANT ${grant} `)) ?? '';
        expect(functions).toEqual(expect.arrayContaining(['query-results', 'execute-statement']));
        await run([revoked(line)]);
        const [code, ...others] = await ask();
        expect({ grant, codes: [code, ...others] }).toEqual({ grant, codes: [expect.any(String), code] });
        expect(without).toContain(`\`${String(code)}\``);
        await run([line]);
    }
    expect((await seen()).get('list-warehouses')).toContain('NANGO_WH');
    world.setMetadata({});
});

test('deep reading from ACCOUNT_USAGE needs its two database roles, and reads by SHOW without them', async () => {
    // What is younger than the delay of ACCOUNT_USAGE is not read from there.
    now += DAY_MS;
    world.setMetadata({ read_with: { source: 'account_usage', warehouse: 'NANGO_WH' } });
    const readByShow = async (): Promise<boolean[]> => {
        const results = [
            await world.nango.runSync(KEY_PAIR, 'columns', CONNECTION),
            await world.nango.runSync(KEY_PAIR, 'roles', CONNECTION)
        ];
        expect(results.map(({ error }) => error)).toEqual([null, null]);
        return results.map(({ logs }) => logs.some(({ message }) => message.includes('SHOW')));
    };
    expect(await readByShow()).toEqual([true, true]);
    await run(DEEP);
    expect(await readByShow()).toEqual([false, false]);
    world.setMetadata({});
});

test('future grants of a schema leave those of the database without effect, until the line is repeated for it', async () => {
    await run(['CREATE ROLE OTHER', 'GRANT SELECT ON FUTURE TABLES IN SCHEMA SALES.PUBLIC TO ROLE OTHER']);
    await run(['CREATE TABLE SALES.PUBLIC.UNSEEN (A INT)']);
    await run(OF_SCHEMA);
    await run(['CREATE TABLE SALES.PUBLIC.SEEN (A INT)']);
    const tables = (await seen()).get('tables') ?? '';
    expect([tables.includes('"UNSEEN"'), tables.includes('"SEEN"')]).toEqual([false, true]);
});

test('inherited grants do the same by a line each, whatever a schema grants', async () => {
    await run(['DROP TABLE SALES.PUBLIC.UNSEEN', 'DROP TABLE SALES.PUBLIC.SEEN']);
    const whole = await seen();
    const replaced = (SCRIPT ?? []).filter((line) => /^GRANT (?:REFERENCES|MONITOR) ON .*(?:TABLES|VIEWS) /.test(line));
    await run(replaced.map(revoked));
    await run(['REVOKE SELECT ON ALL TABLES IN SCHEMA SALES.PUBLIC FROM ROLE NANGO_READER']);
    expect((await seen()).get('tables')).toBe('[]');
    await run(INHERITED);
    expect(await seen()).toEqual(whole);
    await run(['CREATE TABLE SALES.PUBLIC.ONE_MORE (A INT)']);
    expect((await seen()).get('tables')).toContain('"ONE_MORE"');
});

test('a database of others is granted as a whole, and all roles and users by MANAGE GRANTS', async () => {
    await run(SHARED);
    expect((await seen()).get('tables')).toContain('"REGION"');
    const before = await seen();
    expect([before.get('roles')?.includes('"OWNER"'), before.get('users')?.includes('ada@example.com')]).toEqual([
        false,
        false
    ]);
    await run(ALL_ROLES);
    const after = await seen();
    expect([after.get('roles')?.includes('"OWNER"'), after.get('users')?.includes('ada@example.com')]).toEqual([
        true,
        true
    ]);
});
