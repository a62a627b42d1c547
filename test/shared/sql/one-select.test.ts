/** The guard of a configured query, with texts that try to be more than one SELECT. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oneSelect } from '../../../shared/sql/one-select.js';
import { tokensOf } from '../../../shared/sql/tokens.js';

test.each([
    'SELECT * FROM T',
    'select 1',
    '  SELECT 1  ',
    '(SELECT 1) UNION ALL (SELECT 2)',
    '((WITH A AS (SELECT 1) SELECT * FROM A))',
    'WITH A AS (SELECT 1) SELECT * FROM A',
    'WITH RECURSIVE A (X, Y) AS (SELECT 1, 2 UNION ALL SELECT X, Y FROM A) SELECT * FROM A',
    'WITH RECURSIVE AS (SELECT 1) SELECT * FROM RECURSIVE',
    'WITH "a b" AS ((SELECT 1)), B AS (WITH C AS (SELECT 2) SELECT * FROM C) (SELECT * FROM B)',
    `SELECT 'it''s; \\'--' AS "a;--"")"`,
    'SELECT $$;--) $$, 4/2-1, $1, A$B FROM T',
    `SELECT {'a': [1, 2]}:a[0], FILTER(X, v -> v > 1) FROM @STAGE/a-b/c.csv (PATTERN => '.*') WHERE A = ?`,
    "SELECT '->>'",
    'WITH A (X) AS (VALUES (1), (2)) SELECT * FROM A',
    'SELECT A$, $1 FROM T MATCH_RECOGNIZE (PATTERN (^ S{1,2} $) DEFINE S AS X > $$1$$)',
    'SELECT Ü, 名 FROM Tabelle'
])('takes as it is: %s', (sql) => {
    expect(oneSelect(sql)).toEqual({ text: sql.trim() });
});

test.each([
    ['SELECT * FROM T -- all of it\n;; ', 'SELECT * FROM T'],
    ['SELECT * FROM T; -- all of it', 'SELECT * FROM T'],
    ['SELECT * FROM T; // all; of it\n/* and\nmore */ ;', 'SELECT * FROM T'],
    ['-- first\nSELECT 1/* ) */+1 -- (', 'SELECT 1 +1'],
    ['SELECT 1 /* /* */ AS A', 'SELECT 1   AS A'],
    ['SELECT A-/**/>> B', 'SELECT A- >> B']
])('takes comments and semicolons off: %j', (sql, text) => {
    expect(oneSelect(sql)).toEqual({ text });
});

test.each([
    ['', 'no SELECT'],
    ['-- SELECT 1', 'no SELECT'],
    ['SELEC 1', 'no SELECT'],
    ['DELETE FROM T', 'no SELECT'],
    ['CALL P()', 'no SELECT'],
    ['SHOW TABLES', 'no SELECT'],
    ['BEGIN SELECT 1; END', 'no SELECT'],
    ['()', 'no SELECT'],
    ['WITH A AS PROCEDURE () RETURNS INT LANGUAGE SQL AS $$ SELECT 1 $$ CALL A()', 'no SELECT'],
    ['WITH A AS (DELETE FROM T) SELECT 1', 'no SELECT'],
    ['WITH A AS (SELECT 1) DELETE FROM T', 'no SELECT'],
    ['WITH A AS (SELECT 1)', 'no SELECT'],
    ['WITH A AS () SELECT 1', 'no SELECT'],
    ['WITH A AS (WITH B AS (SELECT 1)) SELECT 1', 'no SELECT'],
    ['SELECT 1; SELECT 2;', 'several statements'],
    ['SELECT 1); DELETE FROM T; SELECT * FROM (SELECT 1', 'a ) closes nothing'],
    ['SELECT 1) AS A UNION ALL SELECT * FROM (SELECT 2', 'a ) closes nothing'],
    ['SELECT (1; 2)', 'a ( is not closed'],
    ['SELECT (1]', 'a ( is closed by ]'],
    ['SELECT (1', 'a ( is not closed'],
    ["SELECT 'a\\'", 'not closed'],
    ["SELECT 'a\\') ; DELETE FROM T --", 'not closed'],
    ['SELECT "a', 'not closed'],
    ['SELECT $$a', 'not closed'],
    ['SELECT 1 /* ', 'not closed'],
    ['SELECT 1 ->> SELECT * FROM $1', 'flow operator'],
    ['SELECT 1 AS A$$ ) ; DELETE FROM T --$$', 'two ways'],
    ['SELECT 1$$ ) ; DELETE FROM T --$$', 'two ways'],
    ['SELECT $$a$$$', 'two ways'],
    ['SELECT * FROM @S/a--b', 'two ways'],
    ['SELECT * FROM @S//b', 'two ways']
])('refuses %j', (sql, problem) => {
    expect(oneSelect(sql)).toEqual({ problem: expect.stringContaining(problem) });
});

const HOSTILE = fc
    .array(
        fc.constantFrom(
            ...[
                "'",
                '"',
                '\\',
                '$$',
                '$',
                '(',
                ')',
                '[',
                ']',
                ';',
                '--',
                '//',
                '/*',
                '*/',
                '\n',
                ' ',
                '->>',
                '-',
                '>'
            ].concat(['@', '/', 'SELECT', 'WITH', 'AS', 'A', '1', ',', 'é', '\u00a0', '\0'])
        ),
        { maxLength: 40 }
    )
    .map((pieces) => pieces.join(''));

test('tokens leave no character out, and none twice', () => {
    fc.assert(
        fc.property(HOSTILE, (sql) => {
            let end = 0;
            for (const token of tokensOf(sql)) {
                expect([token.start, token.end > token.start]).toEqual([end, true]);
                ({ end } = token);
            }
            expect(end).toBe(sql.length);
        })
    );
});

test('what is let through stays one balanced query without a comment, and is let through again as it is', () => {
    fc.assert(
        fc.property(HOSTILE, (rest) => {
            const guarded = oneSelect(`SELECT ${rest}`);
            if ('problem' in guarded) return;
            expect(oneSelect(guarded.text)).toEqual(guarded);
            let depth = 0;
            for (const { kind, start, end } of tokensOf(`(${guarded.text}\n)`)) {
                const text = `(${guarded.text}\n)`.slice(start, end);
                expect(['comment', 'flow', 'unclosed', 'unclear']).not.toContain(kind);
                expect(kind === 'symbol' && text === ';').toBe(false);
                if (kind === 'symbol' && '([{'.includes(text)) depth += 1;
                if (kind === 'symbol' && ')]}'.includes(text)) depth -= 1;
                if (end <= guarded.text.length + 1) expect(depth).toBeGreaterThan(0);
            }
            expect(depth).toBe(0);
        }),
        { numRuns: 2000 }
    );
});

const MILLION = 1_000_000;

test.each([
    ['an open text of escapes', `SELECT '${"\\'".repeat(MILLION / 2)}`],
    ['an open text of doubled quotes', `SELECT ${"''".repeat(MILLION / 2)}'`],
    ['parentheses', `SELECT ${'('.repeat(MILLION)}`],
    ['balanced parentheses', `SELECT ${'('.repeat(MILLION / 2)}1${')'.repeat(MILLION / 2)}`],
    ['dollars', `SELECT ${'$'.repeat(MILLION)}`],
    ['comment openers', `SELECT ${'/*'.repeat(MILLION / 2)}`],
    ['line comments', `SELECT 1 ${'--\n'.repeat(MILLION / 4)}`],
    ['dashes', `SELECT ${'- '.repeat(MILLION / 2)}1`],
    ['spaces', `SELECT ${' '.repeat(MILLION / 2)}1${' '.repeat(MILLION / 2)}`],
    ['semicolons', `SELECT 1${';'.repeat(MILLION)}`],
    ['nested WITHs', `${'WITH A AS ('.repeat(100_000)}`],
    ['a long name', `SELECT ${'a'.repeat(MILLION)}`],
    ['stage paths', `SELECT ${'@a/b '.repeat(MILLION / 5)}`]
])('a million characters are read in one pass: %s', (_, sql) => {
    expect(oneSelect(sql)).toBeDefined();
});
