/**
 * What expressions mean, by examples of Snowflake's documentation whose answers are sure: a statement is right, or it
 * is refused; a wrong answer without a word is what no test downstream would find.
 * https://docs.snowflake.com/en/sql-reference/functions-all
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixture } from './fixture.js';

import type { Fixture } from './fixture.js';

let f: Fixture;
beforeAll(async () => {
    f = await fixture();
});
afterAll(() => f.engine.close());

const RIGHT: readonly (readonly [expression: string, type: string, cell: string | null])[] = [
    [`OBJECT_CONSTRUCT('a', 1, 'b', NULL, NULL, 'c')`, 'OBJECT', '{"a":1}'],
    ['OBJECT_CONSTRUCT()', 'OBJECT', '{}'],
    [`OBJECT_CONSTRUCT('a', PARSE_JSON('null'))`, 'OBJECT', '{"a":null}'],
    [`OBJECT_CONSTRUCT_KEEP_NULL('a', NULL)`, 'OBJECT', '{"a":null}'],
    [`ARRAY_CONTAINS('hello'::VARIANT, ARRAY_CONSTRUCT('hello', 'hi'))`, 'BOOLEAN', 'true'],
    [`ARRAY_CONTAINS('hello'::VARIANT, ARRAY_CONSTRUCT('hola', 'bonjour'))`, 'BOOLEAN', 'false'],
    ['ARRAY_CONTAINS(5, PARSE_JSON($$[1, 5]$$))', 'BOOLEAN', 'true'],
    [`'text'::VARIANT`, 'VARIANT', '"text"'],
    [`GET(ARRAY_CONSTRUCT('x', 'y'), 1)`, 'VARIANT', '"y"'],
    [`GET(PARSE_JSON('{"a/b":2}'), 'a/b')`, 'VARIANT', '2'],
    ['ARRAY_CONSTRUCT(10, 20)[0]::INT', 'FIXED', '10'],
    [`SPLIT('a,b', ',')[1]::VARCHAR`, 'TEXT', 'b'],
    [`PARSE_JSON('{"a":[1,2]}')['a'][1]`, 'VARIANT', '2'],
    [`SUBSTR('hello', 0, 2)`, 'TEXT', 'he'],
    [`SUBSTR('hello', -3)`, 'TEXT', 'llo'],
    ['BITXOR(5, 3)', 'FIXED', '6'],
    [`PARSE_JSON('{"odd key":{"C":[1]}}'):"odd key".C[0]::INT`, 'FIXED', '1'],
    [`PARSE_JSON('{"b":null}'):b IS NULL`, 'BOOLEAN', 'false'],
    [`PARSE_JSON('{"b":null}'):c IS NULL`, 'BOOLEAN', 'true'],
    [`TYPEOF(PARSE_JSON('1.5'))`, 'TEXT', 'DECIMAL'],
    [`TYPEOF(PARSE_JSON('[1]'))`, 'TEXT', 'ARRAY'],
    [`TYPEOF(PARSE_JSON('null'))`, 'TEXT', 'NULL_VALUE'],
    [`DATE_TRUNC('month', '2024-05-17'::DATE)`, 'DATE', '19844'],
    [`DATE_TRUNC(WK, '2024-05-17'::DATE)::VARCHAR`, 'TEXT', '2024-05-13'],
    [`DATE_TRUNC('hour', '2024-05-17 12:34:56'::TIMESTAMP_NTZ)`, 'TIMESTAMP_NTZ', '1715947200.000000000'],
    [`DATEADD(DAY, -1, '2024-03-01'::DATE)`, 'DATE', '19782'],
    [`DATEADD('month', 1, '2024-01-31'::DATE)::VARCHAR`, 'TEXT', '2024-02-29'],
    [`DATEADD(QUARTER, -1, '2024-05-31'::DATE)::VARCHAR`, 'TEXT', '2024-02-29'],
    [`DATEADD(HOUR, 2, '2013-04-05'::DATE)`, 'TIMESTAMP_NTZ', '1365127200.000000000'],
    [`TIMESTAMPADD(DAY, -1, '2024-03-01 10:00:00'::TIMESTAMP_NTZ)`, 'TIMESTAMP_NTZ', '1709200800.000000000'],
    [`DATEDIFF(HOUR, '2024-01-01 00:59:00'::TIMESTAMP, '2024-01-01 01:00:00'::TIMESTAMP)`, 'FIXED', '1'],
    [`DATEDIFF(MONTH, '2024-01-31', '2024-02-01')`, 'FIXED', '1'],
    [`TO_CHAR('2024-03-09 14:05:06'::TIMESTAMP_NTZ, 'yyyy-mm-dd hh24:mi:ss')`, 'TEXT', '2024-03-09 14:05:06'],
    [`TO_CHAR('2013-04-05'::DATE, 'mon dd, yyyy')`, 'TEXT', 'Apr 05, 2013'],
    [
        `TO_VARCHAR('2013-04-05 13:02:03.456'::TIMESTAMP, 'YYYY-MM-DD"T"HH12:MI PM FF3')`,
        'TEXT',
        '2013-04-05T01:02 PM 456'
    ],
    [`'2024-03-09 14:05:06'::TIMESTAMP_NTZ::VARCHAR`, 'TEXT', '2024-03-09 14:05:06.000'],
    [`'2024-03-09 14:05:06.5 +00:00'::TIMESTAMP_LTZ::VARCHAR`, 'TEXT', '2024-03-09 14:05:06.500 +0000'],
    ['1::FLOAT::VARCHAR', 'TEXT', '1'],
    ['2 / 7', 'FIXED', '0.285714'],
    ['10.1 / 2.1', 'FIXED', '4.8095238'],
    ['10.001 / .001', 'FIXED', '10001.000000000'],
    ['.1 / .0000000000001', 'FIXED', '1000000000000.0000000'],
    ['1::NUMBER(20,8) / 3', 'FIXED', '0.333333333333'],
    ['1::NUMBER(30,14) / 3', 'FIXED', '0.33333333333333'],
    ['1 / 4::FLOAT', 'REAL', '0.25'],
    [`CONCAT('a', NULL)`, 'TEXT', null],
    [`CONCAT_WS('-', 'a', 'b')`, 'TEXT', 'a-b'],
    [`REGEXP_LIKE('xabc', 'abc')`, 'BOOLEAN', 'false'],
    [`'ABC' RLIKE 'abc'`, 'BOOLEAN', 'false'],
    [`REGEXP_LIKE('ABC', 'a.c', 'i')`, 'BOOLEAN', 'true'],
    [`TRY_TO_NUMBER('abc')`, 'FIXED', null],
    [`TRY_TO_NUMBER('345.123', 10, 2)`, 'FIXED', '345.12'],
    [`TO_NUMBER('12.7')`, 'FIXED', '13'],
    [
        `PARSE_JSON('{"b":1,"a":{"d":12345678901234567890,"c":[]},"B":"x"}')`,
        'VARIANT',
        '{"B":"x","a":{"c":[],"d":12345678901234567890},"b":1}'
    ],
    [`OBJECT_CONSTRUCT('b', 1, 'a', 2)::VARCHAR`, 'TEXT', '{"a":2,"b":1}'],
    [`{'b': 1, 'a': ARRAY_CONSTRUCT(1, 2)}::VARCHAR`, 'TEXT', '{"a":[1,2],"b":1}'],
    [`TO_JSON(PARSE_JSON('{"b":"x","a":null}'))`, 'TEXT', '{"a":null,"b":"x"}'],
    [`TO_JSON(PARSE_JSON('"x"'))`, 'TEXT', '"x"'],
    [`OBJECT_KEYS(PARSE_JSON('{"b":1,"a":2}'))`, 'ARRAY', '["a","b"]']
];

test.each(RIGHT)('%s is a %s: %s', async (expression, type, cell) => {
    await f.run('ALTER SESSION SET JSON_INDENT = 0');
    const { columns, rows } = await f.run(`SELECT ${expression} AS X`);
    expect([columns[0]?.type, rows]).toEqual([type, [[cell]]]);
});

test.each([
    `OBJECT_CONSTRUCT(*)`,
    `TO_CHAR(1234.5, '9,999.99')`,
    `TO_CHAR('2024-01-01'::DATE, 'TZH')`,
    `TRY_TO_NUMBER('1,234', '9,999')`,
    `DATEADD(NANOSECOND, 1, '2024-01-01'::TIMESTAMP)`,
    `REGEXP_LIKE('a', 'a', 'e')`
])('%s is refused: it would be wrong', async (expression) => {
    expect(await f.refusal(`SELECT ${expression} FROM VALUES (1) AS V (X)`)).toBe('000002');
});

/** https://docs.snowflake.com/en/sql-reference/functions/avg, /listagg */
test.each([
    ['AVG(I)', 'FIXED', 6, '1.666667'],
    ['AVG(DISTINCT I)', 'FIXED', 6, '1.500000'],
    ['AVG(D)', 'FIXED', 11, '1.43333333333'],
    ['AVG(F)', 'REAL', null, '1.5'],
    [`LISTAGG(S, ',') WITHIN GROUP (ORDER BY S DESC)`, 'TEXT', null, 'c,b,a']
])('%s of rows is a %s with scale %j: %s', async (aggregate, type, scale, cell) => {
    await f.run(`CREATE OR REPLACE TABLE MEANS AS SELECT COLUMN1::INT AS I, COLUMN2::NUMBER(10,5) AS D, COLUMN3::FLOAT AS F,
        COLUMN4 AS S FROM VALUES (1, 1.1, 0.5, 'a'), (2, 1.2, 1.5, 'b'), (2, 2.0, 2.5, 'c')`);
    const { columns, rows } = await f.run(`SELECT ${aggregate} FROM MEANS`);
    expect([columns[0]?.name, columns[0]?.type, columns[0]?.scale, rows]).toEqual([aggregate, type, scale, [[cell]]]);
    const nothing = await f.run(`SELECT ${aggregate} FROM MEANS WHERE I > 2`);
    expect(nothing.rows).toEqual([[type === 'TEXT' ? '' : null]]);
    const windowed = await f.run(`SELECT DISTINCT ${aggregate} OVER () FROM MEANS`);
    expect(windowed.rows).toEqual([[cell]]);
});

test('SAMPLE takes rows where it says rows', async () => {
    await f.run('CREATE TABLE FIVE AS SELECT SEQ4() AS N FROM TABLE(GENERATOR(ROWCOUNT => 5))');
    for (const [clause, count] of [
        ['SAMPLE (3 ROWS)', '3'],
        ['TABLESAMPLE ROW (2 ROWS)', '2'],
        ['SAMPLE (50 ROWS)', '5'],
        ['SAMPLE (100)', '5']
    ] as const) {
        expect((await f.run(`SELECT COUNT(*) FROM FIVE ${clause}`)).rows).toEqual([[count]]);
        expect((await f.run(`SELECT COUNT(*) FROM (SELECT * FROM FIVE) ${clause}`)).rows).toEqual([[count]]);
    }
});

const JSON_ROWS = `(SELECT COLUMN1 AS ID, PARSE_JSON(COLUMN2) AS V FROM VALUES (1, '[10,{"a b":null}]'), (2, '[]'),
    (3, '{"k":"v"}'))`;

test.each([
    [
        `SELECT F.KEY, F.PATH, F.INDEX, F.VALUE, F.THIS FROM TABLE(FLATTEN(INPUT => PARSE_JSON('[1,77]'))) F`,
        [
            [null, '[0]', '0', '1', '[1,77]'],
            [null, '[1]', '1', '77', '[1,77]']
        ]
    ],
    [
        `SELECT T.ID, F.INDEX, F.KEY, F.VALUE FROM ${JSON_ROWS} T, LATERAL FLATTEN(INPUT => T.V) F ORDER BY 1, 2`,
        [
            ['1', '0', null, '10'],
            ['1', '1', null, '{"a b":null}'],
            ['3', null, 'k', '"v"']
        ]
    ],
    [
        `SELECT T.ID, VALUE FROM ${JSON_ROWS} T, LATERAL FLATTEN(T.V, OUTER => TRUE) ORDER BY 1, INDEX`,
        [
            ['1', '10'],
            ['1', '{"a b":null}'],
            ['2', null],
            ['3', '"v"']
        ]
    ],
    [
        `SELECT G.PATH, G.VALUE FROM ${JSON_ROWS} T, LATERAL FLATTEN(T.V) F, TABLE(FLATTEN(F.VALUE)) G`,
        [[`['a b']`, 'null']]
    ],
    [`SELECT VALUE::VARCHAR FROM ${JSON_ROWS} T, LATERAL FLATTEN(T.V, MODE => 'OBJECT')`, [['v']]],
    [`SELECT SUM(VALUE::INT) FROM LATERAL FLATTEN(INPUT => PARSE_JSON('{"x":[1,2]}'):x)`, [['3']]]
])('%s', async (statement, rows) => {
    await f.run('ALTER SESSION SET JSON_INDENT = 0');
    expect((await f.run(statement)).rows).toEqual(rows);
});

test('FLATTEN by a path or into the depth is refused', async () => {
    expect(await f.refusal(`SELECT * FROM TABLE(FLATTEN(PARSE_JSON('[]'), RECURSIVE => TRUE))`)).toBe('000002');
    expect(await f.refusal(`SELECT * FROM TABLE(FLATTEN(INPUT => PARSE_JSON('[]'), PATH => 'a'))`)).toBe('000002');
});
