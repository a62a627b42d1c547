/** What is told of a statement from its text: names in quotes, and whether it may change rows. */
import { expect, test } from 'vitest';
import { mayWrite, quotedNames } from '../../../shared/snowflake/statement-text.js';

test.each([
    ['SHOW TABLES IN SCHEMA "sales"."a.b"', ['sales', 'a.b']],
    ['SELECT "a""b" FROM T', ['a"b']],
    [`SELECT 'no "name"', 'it''s "none"', 'back\\'"none"'`, []],
    ['SELECT 1 -- "none"\n, "one"', ['one']],
    ['SELECT 1 /* "none" */ , // "none"\n "one"', ['one']],
    ['SELECT $$ "none" $$, "one"', ['one']],
    ['SELECT "never ends', ['never ends']],
    ['SELECT \'never ends "none"', []]
])('%s holds the names %j', (sql, names) => {
    expect(quotedNames(sql)).toEqual(names);
});

test.each([
    ['INSERT INTO T VALUES (1)', true],
    ['  /* why */ merge INTO T USING S ON A = B WHEN MATCHED THEN DELETE', true],
    ['SELECT 1; DELETE FROM T', true],
    ['CALL P()', true],
    ['BEGIN; INSERT INTO T VALUES (1); COMMIT', false],
    ["INSERT INTO T VALUES ('COMMIT')", true],
    ["SELECT 'x; DELETE FROM T'", false],
    ['(SELECT 1)', false],
    ['CREATE TABLE T AS SELECT 1', false],
    ['SELECT * FROM "INSERT"', false],
    ['', false]
])('%s may change rows: %s', (sql, may) => {
    expect(mayWrite(sql)).toBe(may);
});

test('a text whose quotes never end costs its length', () => {
    const endless = `SELECT '${"\\\\'".repeat(200_000)}`;
    expect(quotedNames(endless)).toEqual([]);
    expect(quotedNames(`SELECT ${'"a" '.repeat(100_000)}`)).toHaveLength(100_000);
});
