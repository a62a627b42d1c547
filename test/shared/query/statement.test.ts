import { expect, test } from 'vitest';
import { boundaryOf, columnsOf, hasExactForm, queryStatement } from '../../../shared/query/statement.js';
import type { ResultColumn } from '../../../shared/snowflake/client.js';

const QUERY = { query: 'SELECT * FROM T', id_column: 'id' };

test('the query runs as a subquery, rows without an id first', () => {
    expect(queryStatement(QUERY, columnsOf(QUERY, false), null)).toEqual({
        text: 'SELECT * FROM (\nSELECT * FROM T\n) AS NANGO_QUERY\nORDER BY CASE WHEN "ID" IS NULL THEN 0 ELSE 1 END',
        binds: []
    });
});

test('a trailing semicolon and a trailing comment do no harm', () => {
    const query = { ...QUERY, query: 'SELECT * FROM T -- all of it\n;; ' };
    expect(queryStatement(query, columnsOf(query, false), null).text).toContain(
        '(\nSELECT * FROM T -- all of it\n\n) AS'
    );
});

test("the boundary is bound after the query's own values, and keeps its type", () => {
    const query = {
        ...QUERY,
        query: 'SELECT * FROM T WHERE A = ? AND B = ? AND C = ? AND D = ?',
        binds: ['x', 1, 1.5, null],
        incremental_column: 'updated_at'
    };
    const { text, binds } = queryStatement(query, columnsOf(query, false), {
        value: '2025-01-02T03:04:05.123456789',
        type: 'TIMESTAMP_NTZ'
    });
    expect(text).toContain('WHERE "UPDATED_AT" >= CAST(? AS TIMESTAMP_NTZ) OR "UPDATED_AT" IS NULL');
    expect(text).toMatch(/ORDER BY .*"UPDATED_AT"$/);
    expect(binds).toEqual([
        { type: 'TEXT', value: 'x' },
        { type: 'FIXED', value: '1' },
        { type: 'REAL', value: '1.5' },
        { type: 'TEXT', value: null },
        { type: 'TEXT', value: '2025-01-02T03:04:05.123456789' }
    ]);
});

test('bare names are upper case, quoted ones and names that need quotes are exact', () => {
    const query = { ...QUERY, id_column: ['order_id', '"order_id"', 'order id'] };
    expect(columnsOf(query, false).ids).toEqual(['ORDER_ID', 'order_id', 'order id']);
    expect(columnsOf(query, true).ids).toEqual(['order_id', 'order_id', 'order id']);
    expect(hasExactForm(query)).toBe(true);
    expect(hasExactForm({ ...QUERY, id_column: 'ORDER_ID' })).toBe(false);
});

test.each([
    ['FIXED', 2, '12.50', { value: '12.50', type: 'NUMBER(38, 2)' }],
    ['REAL', null, '1e300', { value: '1e300', type: 'DOUBLE' }],
    ['TEXT', null, "o'clock", { value: "o'clock", type: 'VARCHAR' }],
    ['DATE', null, '20090', { value: '2025-01-02', type: 'DATE' }],
    ['TIME', 9, '3661.000000001', { value: '01:01:01.000000001', type: 'TIME' }],
    ['TIMESTAMP_NTZ', 9, '1735786800.123456789', { value: '2025-01-02T03:00:00.123456789', type: 'TIMESTAMP_NTZ' }],
    ['TIMESTAMP_LTZ', 9, '1735786800.000000000', { value: '2025-01-02T03:00:00+00:00', type: 'TIMESTAMP_LTZ' }],
    ['TIMESTAMP_TZ', 9, '1735786800.000000000 1560', { value: '2025-01-02T05:00:00+02:00', type: 'TIMESTAMP_TZ' }],
    ['VARIANT', null, '{}', null]
])('a %s (scale %j) of %s is the boundary %j', (type, scale, cell, boundary) => {
    const column: ResultColumn = { name: 'C', type, precision: null, scale, length: null, nullable: true };
    expect(boundaryOf(cell, column)).toEqual(boundary);
});
