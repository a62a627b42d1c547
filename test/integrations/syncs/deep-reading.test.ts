/**
 * `read_with`: the records are those of SHOW, whatever Snowflake's own views show, not yet or still, and to whom. The clock
 * of the account is moved, since ACCOUNT_USAGE comes late.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ODD_NAMES } from 'snowflake-stand-in/engine/sample-account.js';
import { HOUR_MS } from 'stand-in-base/clock.js';
import { usageOf } from 'snowflake-stand-in/engine/system-views/account-usage.js';
import { CONNECTION, INTEGRATIONS, KEY_PAIR, startWorld } from '../../../local/world.js';
import type { World } from '../../../local/world.js';

const INFORMATION_SCHEMA = { read_with: { source: 'information_schema', warehouse: 'NANGO_WH' } };
const ACCOUNT_USAGE = { read_with: { source: 'account_usage', warehouse: 'NANGO_WH' } };

let now: number;
let world: World;

beforeEach(async () => {
    now = Date.UTC(2026, 10, 26, 12);
    world = await startWorld({
        engine: { now: () => now },
        fill: async (engine) => {
            const { account } = engine;
            account.addDatabase({ name: 'SNOWFLAKE', kind: 'APPLICATION', owner: '' });
            for (const database of ['odd "db"', 'SALES', '😀']) {
                account.addDatabase({ name: database });
                for (const schema of ['S', '\uFFFDs', '😀']) account.addSchema(database, { name: schema });
            }
            for (const name of ODD_NAMES) {
                account.addTable(account.schema('odd "db"', '😀'), { name }, [
                    { name, type: 'NUMBER(10,2)', nullable: false },
                    { name: 'other', type: 'VARCHAR(9)', default: "'x'", comment: 'null' }
                ]);
            }
            account.addTable(account.schema('SALES', 'S'), { name: 'TYPES' }, [
                { name: 'ID', type: 'NUMBER(38,0)', autoincrement: { start: 1, step: 2, order: true } },
                ...[
                    'FLOAT',
                    'VARCHAR',
                    'BOOLEAN',
                    'DATE',
                    'TIME(3)',
                    'TIMESTAMP_TZ(6)',
                    'TIMESTAMP_LTZ',
                    'TIMESTAMP_NTZ(0)'
                ].map((type) => ({ name: `A ${type}`, type })),
                ...['BINARY(20)', 'VARIANT', 'OBJECT', 'ARRAY'].map((type) => ({ name: type, type }))
            ]);
            account.addTable(account.schema('SALES', 'S'), { name: 'EXTERNAL', external: true }, [
                { name: 'VALUE', type: 'VARIANT' },
                { name: 'VIRTUAL', type: 'VARCHAR', expression: 'VALUE:x::VARCHAR' }
            ]);
            account.addView(account.schema('SALES', 'S'), { name: 'METRICS', semantic: true }, [
                { name: 'TOTAL', type: 'NUMBER(38,0)' },
                { name: 'TOTAL', type: 'NUMBER(38,0)' }
            ]);
            const shared = account.addDatabase({ name: 'SHARED', kind: 'IMPORTED DATABASE', origin: 'A.B', owner: '' });
            account.addTable(
                account.addSchema(shared, { name: 'S', owner: '' }),
                { name: 'T', owner: 'ACCOUNTADMIN' },
                [{ name: 'C', type: 'DATE' }]
            );
        }
    });
});
afterEach(async () => {
    await world.close();
});

type Fields = Record<string, unknown>;

function columns(integration: string): Map<string, Fields> {
    const live = world.nango
        .records(integration, CONNECTION, 'Column')
        .filter((record) => !record._nango_metadata.deleted_at);
    return new Map(live.map(({ _nango_metadata: _metadata, ...fields }) => [fields.id, fields]));
}

async function read(integration: string, settings: Fields) {
    world.setMetadata(settings);
    const before = world.snowflake.requests.length;
    const { error, counts, logs } = await world.nango.runSync(integration, 'columns', CONNECTION);
    expect(error).toBeNull();
    const { added, updated, deleted } = counts['Column'] ?? {};
    const isRefused = logs.some(({ message }) => message.includes('SHOW is used instead'));
    return { added, updated, deleted, isRefused, requests: world.snowflake.requests.length - before };
}

/** SHOW's records, without what no view says of tables and ordinary views. */
async function shown(integration: string): Promise<Map<string, Fields>> {
    await read(integration, {});
    const all = [...columns(integration)].map(([id, fields]): [string, Fields] => {
        const isShown = fields['table_name'] === 'METRICS' || fields['database_name'] === 'SHARED';
        return [id, isShown ? fields : { ...fields, kind: null, expression: null }];
    });
    return new Map(all);
}

describe.each(INTEGRATIONS)('%s', (integration) => {
    test('either source gives the records of SHOW, but for kind and expression; switching deletes nothing', async () => {
        const expected = await shown(integration);
        const first = await read(integration, INFORMATION_SCHEMA);
        expect(first).toMatchObject({ added: 0, deleted: 0 });
        expect(columns(integration)).toEqual(expected);
        expect(await read(integration, INFORMATION_SCHEMA)).toMatchObject({ added: 0, updated: 0, deleted: 0 });
        now += 24 * HOUR_MS;
        usageOf(world.engine.account).catchUp();
        expect(await read(integration, ACCOUNT_USAGE)).toMatchObject({ added: 0, updated: 0, deleted: 0 });
        expect(columns(integration)).toEqual(expected);
        expect(await read(integration, {})).toMatchObject({ added: 0, deleted: 0 });
    });
});

test('what ACCOUNT_USAGE does not show yet, or still shows, is read as it is', async () => {
    usageOf(world.engine.account).catchUp();
    now += 24 * HOUR_MS;
    usageOf(world.engine.account).catchUp();
    await read(KEY_PAIR, ACCOUNT_USAGE);
    const session = world.engine.openSession('NANGO_SVC');
    for (const statement of [
        'CREATE TABLE SALES.S.FRESH (A INT, B INT)',
        'ALTER TABLE SALES.S.FRESH DROP COLUMN A',
        'CREATE OR REPLACE TABLE SALES.S.TYPES (NEW INT)',
        'DROP TABLE "odd ""db"""."😀"."$$"',
        'ALTER TABLE "odd ""db"""."😀"."表" RENAME TO "odd ""db"""."😀"."renamed"',
        'CREATE DATABASE NEW_ONE',
        'CREATE TABLE NEW_ONE.PUBLIC.T (C INT)'
    ]) {
        await session.execute(statement);
    }
    const late = await read(KEY_PAIR, ACCOUNT_USAGE);
    const ids = columns(KEY_PAIR);
    expect(late.added).toBe(5);
    expect(ids.has('SALES.S.FRESH.B') && ids.has('SALES.S.TYPES.NEW') && ids.has('NEW_ONE.PUBLIC.T.C')).toBe(true);
    expect([...ids.keys()].filter((id) => id.startsWith('SALES.S.TYPES'))).toEqual(['SALES.S.TYPES.NEW']);
    expect(await read(KEY_PAIR, {})).toMatchObject({ added: 0, deleted: 0 });
    expect(await read(KEY_PAIR, ACCOUNT_USAGE)).toMatchObject({ added: 0, deleted: 0 });
});

test('where queries are refused SHOW does, nothing is lost, and the log says so', async () => {
    const { account } = world.engine;
    account.addRole({ name: 'LIMITED' });
    for (const database of ['SALES', 'odd "db"']) {
        account.grant('USAGE', account.database(database), 'LIMITED');
        for (const schema of account.database(database).schemas.values()) {
            account.grant('USAGE', schema, 'LIMITED');
            for (const relation of schema.relations.values()) account.grant('SELECT', relation, 'LIMITED');
        }
    }
    const warehouse = account.warehouses.get('NANGO_WH');
    if (warehouse) account.grant('USAGE', warehouse, 'LIMITED');
    account.grantRole('LIMITED', { kind: 'USER', name: 'NANGO_SVC' });
    const byShow = { include_databases: ['SALES', '"odd ""db"""'], role: 'LIMITED' };
    await read(KEY_PAIR, byShow);
    const before = columns(KEY_PAIR);
    now += 24 * HOUR_MS;
    expect(await read(KEY_PAIR, { ...byShow, ...ACCOUNT_USAGE })).toMatchObject({
        added: 0,
        updated: 0,
        deleted: 0,
        isRefused: true
    });
    account.informationSchemaRows = 20;
    const partly = await read(KEY_PAIR, { ...byShow, ...INFORMATION_SCHEMA });
    expect(partly).toMatchObject({ added: 0, deleted: 0, isRefused: true });
    account.informationSchemaRows = Number.POSITIVE_INFINITY;
    expect(columns(KEY_PAIR).size).toBe(before.size);
    world.setMetadata({ ...byShow, read_with: { source: 'information_schema', warehouse: 'NOWHERE' } });
    // A warehouse is a setting: what it says wrongly is not hidden by SHOW.
    const wrong = await world.nango.runSync(KEY_PAIR, 'columns', CONNECTION);
    expect(wrong.error?.payload).toMatchObject({ code: 'warehouse_not_available' });
    expect(columns(KEY_PAIR).size).toBe(before.size);
});

test('what MANAGE GRANTS alone lets SHOW list is asked for table by table', async () => {
    const { account } = world.engine;
    account.addRole({ name: 'MANAGER' });
    const session = world.engine.openSession('NANGO_SVC');
    await session.execute('GRANT MANAGE GRANTS ON ACCOUNT TO ROLE MANAGER');
    await session.execute('GRANT USAGE ON WAREHOUSE NANGO_WH TO ROLE MANAGER');
    account.grantRole('MANAGER', { kind: 'USER', name: 'NANGO_SVC' });
    await read(KEY_PAIR, { role: 'MANAGER' });
    expect(await read(KEY_PAIR, { role: 'MANAGER', ...INFORMATION_SCHEMA })).toMatchObject({
        added: 0,
        updated: 0,
        deleted: 0
    });
});

test('a run that is cut off at each checkpoint comes to its end, with all records', async () => {
    const expected = (await shown(KEY_PAIR)).size;
    world.setMetadata({ ...INFORMATION_SCHEMA, exclude_databases: ['SHARED'] });
    const runs = await world.nango.runSyncToEnd(KEY_PAIR, 'columns', CONNECTION, { interruptAfterCheckpoints: 1 });
    expect(runs.at(-1)).toMatchObject({ status: 'success' });
    expect(runs.at(-1)?.counts['Column']).toMatchObject({ deleted: 1 });
    expect(columns(KEY_PAIR).size).toBe(expected - 1);
});

test('1,000 roles with their members take five requests at most, and are those of SHOW', async () => {
    const { account } = world.engine;
    for (let n = 0; n < 1_000; n += 1) {
        account.addRole({ name: `ROLE ${n}` });
        account.addUser({ name: `user${n}@example.com` });
        account.grantRole(`ROLE ${n}`, { kind: 'ROLE', name: n < 10 ? 'SYSADMIN' : `ROLE ${n % 10}` });
        if (n % 3 === 0) account.grantRole(`ROLE ${n}`, { kind: 'USER', name: `user${n}@example.com` });
    }
    const roles = async (settings: Fields) => {
        world.setMetadata(settings);
        const before = world.snowflake.requests.length;
        const { error, counts } = await world.nango.runSync(KEY_PAIR, 'roles', CONNECTION);
        expect(error).toBeNull();
        return { ...counts['Role'], requests: world.snowflake.requests.length - before };
    };
    now += 24 * HOUR_MS;
    usageOf(account).catchUp();
    const deep = await roles(ACCOUNT_USAGE);
    expect(deep.added).toBeGreaterThan(1_000);
    expect(deep.requests).toBeLessThanOrEqual(5);
    expect(await roles({})).toMatchObject({ added: 0, updated: 0, deleted: 0 });
    // Late: the counts of SHOW ROLES say which roles are to be asked for.
    account.grantRole('ROLE 1', { kind: 'USER', name: 'user1@example.com' });
    account.grants.removeRole('ROLE 3', { kind: 'USER', name: 'user3@example.com' });
    const late = await roles(ACCOUNT_USAGE);
    expect(late).toMatchObject({ added: 0, updated: 2, deleted: 0 });
    expect(late.requests).toBeLessThanOrEqual(6);
});
