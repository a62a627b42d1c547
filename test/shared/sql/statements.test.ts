/** What is told of statements from their text: names in quotes, and whether they may change rows, or only read. */
import { expect, test } from 'vitest';
import { mayChangeRows, onlyReads, quotedNames } from '../../../shared/sql/statements.js';

test.each([
    ['SHOW TABLES IN SCHEMA "sales"."a.b"', ['sales', 'a.b']],
    ['SELECT "a""b" FROM T', ['a"b']],
    [`SELECT 'no "name"', 'it''s "none"', 'back\\'"none"'`, []],
    ['SELECT 1 -- "none"\n, "one"', ['one']],
    ['SELECT 1 /* "none" */ , // "none"\n "one"', ['one']],
    ['SELECT $$ "none" $$, "one"', ['one']],
    ['LIST @"stages"."in"/a', ['stages', 'in']],
    ['SELECT \'never ends "none"', []]
])('%s holds the names %j', (sql, names) => {
    expect(quotedNames(sql)).toEqual(names);
});

test.each([
    ['INSERT INTO T VALUES (1)', true],
    ['  /* why */ merge INTO T USING S ON A = B WHEN MATCHED THEN DELETE', true],
    ['SELECT 1; DELETE FROM T', true],
    ['SELECT 1 ->> INSERT INTO T SELECT * FROM $1', true],
    ['CALL P()', true],
    ['WITH P AS PROCEDURE () RETURNS INT LANGUAGE SQL AS $$ BEGIN DELETE FROM T; END $$ CALL P()', true],
    ['BEGIN; INSERT INTO T VALUES (1); COMMIT', false],
    ["INSERT INTO T VALUES ('COMMIT')", true],
    ["SELECT 'x; DELETE FROM T'", false],
    ['(SELECT 1)', false],
    ['CREATE TABLE T AS SELECT 1', false],
    ['SELECT * FROM "INSERT"', false],
    ['', false]
])('%s may change rows: %s', (sql, may) => {
    expect(mayChangeRows(sql)).toBe(may);
});

test.each([
    'SHOW TABLES',
    ' (select 1)',
    '-- a note\n/* and * another */ WITH a AS (SELECT 1) SELECT * FROM a',
    '// a note\nVALUES (1)',
    "SELECT 'SYSTEM$CANCEL_ALL_QUERIES(1)';",
    'describe user "X"'
])('%j only reads', (sql) => {
    expect(onlyReads(sql)).toBe(true);
});

test.each([
    'INSERT INTO T SELECT 1',
    '-- SELECT\nDELETE FROM T',
    '/* SELECT */ CALL p()',
    'SELECT SYSTEM$CANCEL_ALL_QUERIES(1)',
    'SELECT 1 ->> INSERT INTO T SELECT * FROM $1',
    'SELECT 1; DELETE FROM T',
    'WITH P AS PROCEDURE () RETURNS INT LANGUAGE SQL AS $$ BEGIN DELETE FROM T; END $$ CALL P()',
    'SELECTED',
    `${'/*'.repeat(100_000)} SELECT`,
    ''
])('%.40j may change something', (sql) => {
    expect(onlyReads(sql)).toBe(false);
});

test('a text whose quotes never end costs its length', () => {
    const endless = `SELECT '${"\\\\'".repeat(200_000)}`;
    expect(quotedNames(endless)).toEqual([]);
    expect(quotedNames(`SELECT ${'"a" '.repeat(100_000)}`)).toHaveLength(100_000);
});
