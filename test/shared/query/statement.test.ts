import { expect, test } from 'vitest';
import { columnsOf } from '../../../shared/query/columns.js';
import { columnsStatement, queryStatement } from '../../../shared/query/statement.js';

const QUERY = { query: 'SELECT * FROM T', id_column: 'id' };

test('the query runs as a subquery, rows without an id first', () => {
    expect(queryStatement(QUERY, columnsOf(QUERY), null)).toEqual({
        text: `SELECT * FROM (\nSELECT * FROM T\n) AS NANGO_QUERY\nORDER BY CASE WHEN "ID" IS NULL OR CAST("ID" AS VARCHAR) = '' THEN 0 ELSE 1 END, "ID"`,
        binds: []
    });
});

test.each([
    ['SELECT * FROM T -- all of it\n;; ', 'SELECT * FROM T'],
    ['SELECT * FROM T; -- all of it', 'SELECT * FROM T'],
    ['SELECT * FROM T; // all; of it\n/* and\nmore */ ;', 'SELECT * FROM T'],
    ['SELECT * FROM T -- all of it', 'SELECT * FROM T'],
    [`SELECT 'it''s; \\'--' AS "a;--" FROM T;`, `SELECT 'it''s; \\'--' AS "a;--" FROM T`],
    ['SELECT $$;--$$, 4/2-1 FROM T;', 'SELECT $$;--$$, 4/2-1 FROM T'],
    ["SELECT ';--'", "SELECT ';--'"]
])('what follows the query does no harm: %j', (written, inner) => {
    const query = { ...QUERY, query: written };
    expect(queryStatement(query, columnsOf(query), null).text).toContain(`(\n${inner}\n) AS`);
});

test('a query that is more than one SELECT is refused before anything is sent', () => {
    for (const written of [
        'SELECT 1; SELECT 2',
        'SELECT 1) AS A; DROP TABLE T; SELECT * FROM (SELECT 1',
        'SHOW TABLES'
    ]) {
        const query = { ...QUERY, query: written };
        expect(() => queryStatement(query, columnsOf(query), null)).toThrow('The query cannot be run: ');
        expect(() => columnsStatement(query)).toThrow('The query cannot be run: ');
    }
});

test('the columns are asked for without rows', () => {
    const query = { ...QUERY, query: 'SELECT ? AS A', binds: [1] };
    expect(columnsStatement(query)).toEqual({
        text: 'SELECT * FROM (\nSELECT ? AS A\n) AS NANGO_QUERY\nLIMIT 0',
        binds: [{ type: 'FIXED', value: '1' }]
    });
});

test("the boundary is bound after the query's own values, and keeps its type", () => {
    const query = {
        ...QUERY,
        query: 'SELECT * FROM T WHERE A = ? AND B = ? AND C = ? AND D = ?',
        binds: ['x', 1, 1.5, null],
        incremental_column: 'updated_at'
    };
    const { text, binds } = queryStatement(query, columnsOf(query), {
        value: '2025-01-02T03:04:05.123456789',
        type: 'TIMESTAMP_NTZ'
    });
    expect(text).toContain(
        `WHERE "UPDATED_AT" >= TO_TIMESTAMP_NTZ(?, 'YYYY-MM-DD"T"HH24:MI:SS.FF9') OR "UPDATED_AT" IS NULL`
    );
    expect(text).toMatch(/ORDER BY .*, "UPDATED_AT", "ID"$/);
    expect(binds).toEqual([
        { type: 'TEXT', value: 'x' },
        { type: 'FIXED', value: '1' },
        { type: 'REAL', value: '1.5' },
        { type: 'TEXT', value: null },
        { type: 'TEXT', value: '2025-01-02T03:04:05.123456789' }
    ]);
});
