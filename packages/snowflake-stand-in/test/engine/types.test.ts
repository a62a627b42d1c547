import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixture } from './fixture.js';

import type { BindValue } from '../../src/types.js';
import type { Fixture } from './fixture.js';

let f: Fixture;

beforeAll(async () => {
    f = await fixture();
    await f.run(`CREATE TABLE T (N NUMBER(38,0), D NUMBER(38,10), F FLOAT, S VARCHAR(30), B BOOLEAN, DT DATE, TM TIME,
        NTZ TIMESTAMP_NTZ, LTZ TIMESTAMP_LTZ, TZ TIMESTAMP_TZ, BI BINARY, V VARIANT, O OBJECT, A ARRAY)`);
});

afterAll(() => f.engine.close());

const DIGITS_38 = '12345678901234567890123456789012345678';

const CELLS: readonly (readonly [column: string, sql: string, cell: string])[] = [
    ['N', DIGITS_38, DIGITS_38],
    ['N', `-${DIGITS_38}`, `-${DIGITS_38}`],
    ['D', '-0.0000000001', '-0.0000000001'],
    ['D', '1.5', '1.5000000000'],
    ['F', '0.1', '0.1'],
    ['S', String.raw`'it''s \\ "x" 表😀'`, String.raw`it's \ "x" 表😀`],
    ['B', 'TRUE', 'true'],
    ['B', 'FALSE', 'false'],
    ['DT', `'1970-01-02'`, '1'],
    ['DT', `'1969-12-31'`, '-1'],
    ['TM', `'23:59:59.123456789'`, '86399.123456789'],
    ['NTZ', `'2024-02-29 12:34:56.123456789'`, '1709210096.123456789'],
    ['NTZ', `'1969-12-31 23:59:59'`, '-1.000000000'],
    ['LTZ', `'2024-02-29 12:34:56.123456 +00:00'`, '1709210096.123456000'],
    ['TZ', `'2024-02-29 12:34:56.123456789 +05:30'`, '1709190296.123456789 1770'],
    ['TZ', `'2024-02-29 12:34:56 -08:00'`, '1709238896.000000000 960'],
    ['TZ', `'2024-02-29T12:34:56Z'`, '1709210096.000000000 1440'],
    ['BI', `TO_BINARY('00ff10', 'HEX')`, '00FF10'],
    ['V', `PARSE_JSON('{"a":[1,"b",null]}')`, '{\n  "a": [\n    1,\n    "b",\n    null\n  ]\n}'],
    ['V', `PARSE_JSON('"text"')`, '"text"'],
    ['O', `OBJECT_CONSTRUCT('k', 1)`, '{\n  "k": 1\n}'],
    ['A', 'ARRAY_CONSTRUCT(1, 2)', '[\n  1,\n  2\n]']
];

test.each(CELLS)('column %s: %s is written %j', async (column, sql, cell) => {
    await f.run('TRUNCATE TABLE T');
    await f.run(`INSERT INTO T (${column}) SELECT ${sql}`);
    expect((await f.run(`SELECT ${column} FROM T`)).rows).toEqual([[cell]]);
});

test('metadata gives each column its type, precision, scale and length', async () => {
    const { columns } = await f.run('SELECT * FROM T');
    expect(columns.map((c) => [c.name, c.type, c.precision, c.scale, c.length])).toEqual([
        ['N', 'FIXED', 38, 0, null],
        ['D', 'FIXED', 38, 10, null],
        ['F', 'REAL', null, null, null],
        ['S', 'TEXT', null, null, 30],
        ['B', 'BOOLEAN', null, null, null],
        ['DT', 'DATE', null, null, null],
        ['TM', 'TIME', 0, 9, null],
        ['NTZ', 'TIMESTAMP_NTZ', 0, 9, null],
        ['LTZ', 'TIMESTAMP_LTZ', 0, 9, null],
        ['TZ', 'TIMESTAMP_TZ', 0, 9, null],
        ['BI', 'BINARY', null, null, 8_388_608],
        ['V', 'VARIANT', null, null, null],
        ['O', 'OBJECT', null, null, null],
        ['A', 'ARRAY', null, null, null]
    ]);
});

test.each([
    ['TIME(0)', '36672', '10:11:12.9'],
    ['TIMESTAMP_NTZ(3)', '1709210096.123', '2024-02-29 12:34:56.123999'],
    ['TIMESTAMP_NTZ(0)', '-2', '1969-12-31 23:59:58'],
    ['TIMESTAMP_LTZ(6)', '1709210096.123456', '2024-02-29 12:34:56.123456 +00:00'],
    ['TIMESTAMP_TZ(1)', '1709190296.1 1770', '2024-02-29 12:34:56.19 +05:30']
])('%s is written with the decimals of its scale: %s', async (type, cell, value) => {
    const cast = await f.run(`SELECT '${value}'::${type} AS X`);
    expect([cast.columns[0]?.scale, cast.rows]).toEqual([Number(/\d/.exec(type)?.[0]), [[cell]]]);
    await f.run(`CREATE OR REPLACE TABLE SCALES (X ${type})`);
    await f.run(`INSERT INTO SCALES SELECT '${value}'`);
    const stored = await f.run('SELECT X FROM SCALES');
    expect([stored.columns[0]?.scale, stored.rows]).toEqual([cast.columns[0]?.scale, [[cell]]]);
});

test('a column that is NOT NULL says so', async () => {
    await f.run('CREATE TABLE NN (A INT NOT NULL, B INT)');
    expect((await f.run('SELECT A, B FROM NN')).columns.map((c) => c.nullable)).toEqual([false, true]);
    expect(await f.refusal('INSERT INTO NN (B) VALUES (1)')).toBe('100072');
});

const BINDS: readonly (readonly [bind: BindValue, cast: string, cell: string | null])[] = [
    [{ type: 'FIXED', value: DIGITS_38 }, 'NUMBER(38,0)', DIGITS_38],
    [{ type: 'FIXED', value: '-1.25' }, 'NUMBER(10,2)', '-1.25'],
    [{ type: 'REAL', value: '1.5' }, 'FLOAT', '1.5'],
    [{ type: 'TEXT', value: String.raw`'; DROP TABLE T; -- \ ` }, 'VARCHAR', String.raw`'; DROP TABLE T; -- \ `],
    [{ type: 'BOOLEAN', value: 'true' }, 'BOOLEAN', 'true'],
    [{ type: 'DATE', value: '86400000' }, 'DATE', '1'],
    [{ type: 'DATE', value: '1970-01-03' }, 'DATE', '2'],
    [{ type: 'TIME', value: '3723000000004' }, 'TIME', '3723.000000004'],
    [{ type: 'TIMESTAMP_NTZ', value: '1709210096123456789' }, 'TIMESTAMP_NTZ', '1709210096.123456789'],
    [{ type: 'TIMESTAMP_LTZ', value: '1709210096123456000' }, 'TIMESTAMP_LTZ', '1709210096.123456000'],
    [{ type: 'TIMESTAMP_TZ', value: '1709210096123456789 1770' }, 'TIMESTAMP_TZ', '1709210096.123456789 1770'],
    [{ type: 'TEXT', value: null }, 'VARCHAR', null]
];

test.each(BINDS)('a bind %o reaches the statement as %s', async (bind, cast, cell) => {
    expect((await f.run(`SELECT ?::${cast} AS X`, [bind])).rows).toEqual([[cell]]);
});

test('a bind that is not there is refused', async () => {
    expect(await f.refusal('SELECT ?')).toBe('002049');
});

test('a timestamp outside the years of nanoseconds can still be selected', async () => {
    expect((await f.run(`SELECT '9999-12-31'::TIMESTAMP_NTZ AS X`)).rows).toEqual([['253402214400.000000000']]);
});

test.each([
    [`SELECT 'abc'::NUMBER`, '100038'],
    [`SELECT 'abc'::DATE`, '100040'],
    [`SELECT 'abc'::TIMESTAMP_NTZ`, '100035'],
    [`SELECT 'abc'::BOOLEAN`, '100037'],
    ['SELECT 1 / 0', '100051'],
    ['SELECT NOPE FROM T', '000904'],
    ['SELECT X.N FROM T', '000904'],
    ['SELECT NO_SUCH_FUNCTION(1)', '002140'],
    ['SELECT * FROM NOPE', '002003'],
    ['SELECT * FROM NOPE.NOPE.NOPE', '002003'],
    ['SELEC 1', '001003'],
    ['SELECT 1 +', '001003'],
    ['SELECT 1; SELECT 2', '000008'],
    ['', '000900']
])('%s is refused with %s', async (statement, code) => {
    expect(await f.refusal(statement)).toBe(code);
});
