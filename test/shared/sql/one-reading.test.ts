/** The guard of the action `query`, with texts that try to do more than read. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oneReading } from '../../../shared/sql/one-reading.js';
import { oneSelect } from '../../../shared/sql/one-select.js';

test.each([
    'SELECT * FROM T',
    'with A as (select 1) select * from A',
    '((SELECT 1)) UNION ALL (SELECT 2)',
    'SHOW TABLES IN DATABASE "a;b"',
    'show grants to role R',
    'DESC TABLE T',
    'DESCRIBE VIEW "S"."V"',
    'DESCRIBE FUNCTION F(INT)',
    'EXPLAIN SELECT * FROM T',
    'EXPLAIN USING JSON WITH A AS (SELECT 1) SELECT * FROM A',
    'EXPLAIN USING TABULAR DELETE FROM T',
    'EXPLAIN INSERT INTO T SELECT 1',
    'EXPLAIN MERGE INTO T USING S ON T.A = S.A WHEN MATCHED THEN DELETE',
    'SHOW WAREHOUSES ->> SELECT "name" FROM $1 WHERE "state" = \'SUSPENDED\'',
    'SELECT 1 AS A ->> SELECT A + 1 FROM $1 ->> SELECT * FROM $2',
    "SELECT 'SYSTEM$ABORT_SESSION(1); INTO', $$ DROP TABLE T; $$",
    "SELECT SYSTEM$TYPEOF(A), system$clustering_information('T') FROM T",
    'SELECT "INTO", "DROP TABLE", "a!b" FROM T WHERE A != B',
    'SELECT INSERT(A, 1, 2, B), LEFT(A, 1) FROM T',
    "SELECT * FROM IDENTIFIER('DB.S.T') WHERE A IN (1)",
    'SELECT * FROM TABLE(INFORMATION_SCHEMA.QUERY_HISTORY(RESULT_LIMIT => 5))',
    'SELECT $1, V:a.b[0]::VARCHAR FROM @STAGE/a.csv (FILE_FORMAT => F)',
    'SELECT SUM(A) OVER (PARTITION BY B ORDER BY C) FROM T QUALIFY ROW_NUMBER() OVER (ORDER BY 1) = 1',
    'SELECT NEXTVAL FROM T',
    "SELECT FINETUNE, TO_QUERY, 'NEXTVAL' FROM IDENTIFIER('T')",
    'SELECT Ü, 名 FROM Tabelle',
    'SELECT * FROM T WHERE A = ? AND B = :1',
    'SELECT * FROM TABLE(RESULT_SCAN(LAST_QUERY_ID(-1)))',
    "SELECT T.$1:a['b'].\"C\"::NUMBER(38, 0) FROM '@\"S\"/a b' (PATTERN => '.*') T",
    'SELECT $1 FROM @~/a-b.csv UNION ALL SELECT $1 FROM @%T UNION ALL SELECT $1 FROM @"DB"."S"."ST"/p',
    'SELECT F.VALUE FROM T AT(OFFSET => -60 * 5), LATERAL FLATTEN(INPUT => T.V, OUTER => TRUE) F',
    'SELECT * FROM T MATCH_RECOGNIZE(ORDER BY B MEASURES MATCH_NUMBER() AS M PATTERN (^ S+ {- X -} (A|B){2,}? $) DEFINE S AS A > 1)',
    'SELECT * EXCLUDE (A) RENAME B AS C FROM T PIVOT(SUM(A) FOR M IN (ANY ORDER BY M)) GROUP BY ALL',
    "SELECT {'a': [1, 2]}, FILTER([1, 2], x -> x > 1), GREATEST(** [1, 2]) FROM VALUES (1), (2)",
    'WITH RECURSIVE A (N) AS (SELECT 1 UNION ALL SELECT N + 1 FROM A), B AS (WITH C AS (VALUES (1)) (SELECT * FROM C)) SELECT * FROM A, B',
    'SELECT A FROM T START WITH B = 1 CONNECT BY PRIOR B = C'
])('lets through %s', (sql) => {
    expect(oneReading(sql)).toEqual({ text: sql });
});

test.each([
    ['SELECT 1; -- that is all', 'SELECT 1'],
    ['\ufeffSELECT 1', 'SELECT 1'],
    ['/* why */ SHOW TABLES // all\n;', 'SHOW TABLES'],
    ['SELECT\u00a01\u2003AS\u3000A', 'SELECT 1 AS A'],
    ['SELECT A /* ; DROP TABLE T */ FROM T --; DROP TABLE T', 'SELECT A   FROM T']
])('sends %j without comments, and with plain blanks', (sql, text) => {
    expect(oneReading(sql)).toEqual({ text });
});

const STATEMENTS = [
    'INSERT INTO T VALUES (1)',
    'UPDATE T SET A = 1',
    'DELETE FROM T',
    'MERGE INTO T USING S ON T.A = S.A WHEN MATCHED THEN DELETE',
    'TRUNCATE TABLE T',
    'DROP TABLE T',
    'UNDROP TABLE T',
    'CREATE OR REPLACE TABLE T AS SELECT 1',
    'ALTER SESSION SET QUERY_TAG = $$x$$',
    'GRANT ROLE ACCOUNTADMIN TO USER ME',
    'REVOKE ROLE R FROM USER U',
    'COPY INTO T FROM @S',
    'COPY INTO @S FROM (SELECT 1) OVERWRITE = TRUE',
    'COPY FILES INTO @A FROM @B',
    'CALL P()',
    "EXECUTE IMMEDIATE 'DROP TABLE T'",
    'EXECUTE IMMEDIATE $$ BEGIN DROP TABLE T; END $$',
    'EXECUTE TASK T',
    'BEGIN DELETE FROM T; END',
    'BEGIN',
    'DECLARE X INT; BEGIN RETURN 1; END',
    'USE ROLE ACCOUNTADMIN',
    'SET X = (SELECT 1)',
    'UNSET X',
    'LIST @S',
    'LS @S',
    'GET @S file:///tmp',
    'PUT file:///etc/passwd @S',
    'REMOVE @S',
    'COMMENT ON TABLE T IS $$x$$',
    'COMMIT',
    'ROLLBACK',
    'LET X := 1',
    'VALUES (1)',
    'TABLE T',
    'EXPLAIN CALL P()',
    'EXPLAIN EXECUTE IMMEDIATE $$DROP TABLE T$$',
    'EXPLAIN CREATE TABLE T AS SELECT 1',
    'EXPLAIN EXPLAIN SELECT 1',
    'EXPLAIN USING DELETE FROM T',
    'EXPLAIN',
    ''
];

test.each([
    ...STATEMENTS,
    ...STATEMENTS.slice(0, 8).map((sql) => `WITH A AS (SELECT 1) ${sql}`),
    ...STATEMENTS.slice(0, 8).map((sql) => `WITH A AS (${sql}) SELECT * FROM A`),
    'WITH A AS PROCEDURE () RETURNS INT LANGUAGE SQL AS $$ BEGIN DELETE FROM T; END $$ CALL A()',
    'ＳＥＬＥＣＴ 1',
    'SELEСT 1',
    'ſHOWING',
    'SHOWTABLES',
    '"SELECT" 1',
    "'SELECT' 1",
    '-- SELECT 1',
    '$1'
])('refuses as none that reads: %s', (sql) => {
    expect(oneReading(sql)).toEqual({ problem: expect.stringContaining('it is no SELECT') });
});

test.each([
    ...STATEMENTS.filter((sql) => sql !== '' && !sql.includes(';')).map((sql) => [`SELECT 1; ${sql}`, 'several']),
    ['SHOW TABLES; DROP TABLE T', 'several'],
    ['SELECT 1 -- \n; DROP TABLE T', 'several'],
    ['SELECT 1 /* /* */ ; DROP TABLE T /* */', 'several'],
    ["SELECT 'a\\\\'; DROP TABLE T --'", 'several'],
    ["SELECT 'a'''; DROP TABLE T --'", 'several'],
    ['SELECT $$a$$; DROP TABLE T --$$', 'several'],
    ['SELECT "a"""; DROP TABLE T --"', 'several']
])('refuses %j: %s', (sql, problem) => {
    expect(oneReading(sql)).toEqual({ problem: expect.stringContaining(problem) });
});

test.each([
    ['SELECT 1 ->> DROP TABLE T', 'it is no SELECT'],
    ['SHOW TABLES ->> INSERT INTO T SELECT "name" FROM $1', 'it is no SELECT'],
    ['SHOW TABLES ->> CALL P($1)', 'it is no SELECT'],
    ['DROP TABLE T ->> SELECT 1', 'it is no SELECT'],
    ['SELECT 1 ->> SELECT 2 ->> WITH A AS (SELECT 1) DELETE FROM T', 'it is no SELECT'],
    ['SELECT 1 ->>', 'it is no SELECT'],
    ['->> SELECT 1', 'the flow operator'],
    ['SELECT (1 ->> DROP TABLE T)', 'the flow operator'],
    ['WITH A AS (SELECT 1) ->> SELECT 1', 'the flow operator'],
    ['EXPLAIN ->> DROP TABLE T', 'the flow operator'],
    ['SELECT A INTO B FROM T', 'INTO'],
    ['WITH A AS (SELECT 1 INTO :X) SELECT 1', 'INTO'],
    ['SELECT * FROM T FOR UPDATE', 'FOR UPDATE'],
    ["SELECT SYSTEM$CANCEL_QUERY('x')", 'SYSTEM$'],
    ['SELECT system$abort_session(1)', 'SYSTEM$'],
    ['SELECT SYSTEM$ABORT_SESSION /* now */ (1)', 'SYSTEM$'],
    ['SELECT SYSTEM$ABORT_SESSION -- now\n (1)', 'SYSTEM$'],
    ['SELECT "SYSTEM$ABORT_SESSION"(1)', 'SYSTEM$'],
    ['SELECT ſYSTEM$ABORT_SESSION(1)', 'SYSTEM$'],
    ['SELECT ＳYSTEM$ABORT_SESSION(1)', 'SYSTEM$'],
    ["SELECT SYSTEM$SHOW_OAUTH_CLIENT_SECRETS('I')", 'SYSTEM$'],
    ['SELECT SYSTEM$WAIT(600)', 'SYSTEM$'],
    ['EXPLAIN SELECT SYSTEM$CANCEL_ALL_QUERIES(1)', 'SYSTEM$'],
    ['EXPLAIN DELETE FROM T WHERE SYSTEM$CANCEL_ALL_QUERIES(1)', 'SYSTEM$'],
    ['SELECT 1 WHERE (SELECT SYSTEM$USER_TASK_CANCEL_ONGOING_EXECUTIONS($$T$$)) IS NULL', 'SYSTEM$'],
    ["SHOW TABLES ->> SELECT SYSTEM$CANCEL_QUERY('x') FROM $1", 'SYSTEM$'],
    ["SELECT SYSTEM$EXPLAIN_PLAN_JSON('SELECT SYSTEM$CANCEL_ALL_QUERIES(1)')", 'SYSTEM$'],
    ["SELECT * FROM TABLE(TO_QUERY('SELECT SYSTEM$CANCEL_ALL_QUERIES(1)'))", 'TO_QUERY'],
    ['SELECT * FROM TABLE("TO_QUERY" /* */ (SQL => $$SELECT S.NEXTVAL$$))', 'TO_QUERY'],
    ["SELECT SNOWFLAKE.CORTEX.FINETUNE('CREATE', 'M', 'mistral-7b', 'SELECT P, C FROM T')", 'FINETUNE'],
    ["SELECT snowflake.cortex.finetune('CANCEL', 'ft_1')", 'FINETUNE'],
    ["SELECT SNOWFLAKE.CORTEX.DATA_AGENT_RUN('DB.S.A', $${}$$)", 'DATA_AGENT_RUN'],
    ["EXPLAIN SELECT SNOWFLAKE.CORTEX.AGENT_RUN('{}')", 'AGENT_RUN'],
    ["SELECT IDENTIFIER('S.NEXTVAL')", 'NEXTVAL'],
    ['SELECT IDENTIFIER($$S."NEXTVAL"$$)', 'NEXTVAL'],
    ["SELECT IDENTIFIER('SYSTEM$ABORT_SESSION')(1)", 'IDENTIFIER'],
    ["SELECT IDENTIFIER ( ('SYSTEM$ABORT_SESSION') ) (1)", 'IDENTIFIER'],
    ['SELECT "IDENTIFIER"(?)(1)', 'IDENTIFIER'],
    ['SELECT S.NEXTVAL', 'NEXTVAL'],
    ['SELECT S . /* */ nextval', 'NEXTVAL'],
    ['SELECT S."NEXTVAL"', 'NEXTVAL'],
    ['SELECT * FROM T, TABLE(GETNEXTVAL(S))', 'GETNEXTVAL'],
    ['SELECT * FROM TABLE(M!FORECAST())', 'method'],
    ['SELECT B ! "SET_LIMIT"(1)', 'method'],
    ['SELECT A\u200b FROM T', 'belongs in quotes'],
    ['SELECT\u200b 1', 'belongs in quotes'],
    ['SELECT S.NEXTVAL\u0085', 'belongs in quotes'],
    ['SELECT 1 \0', 'control character'],
    ["SELECT 'a", 'not closed'],
    ['SELECT "a', 'not closed'],
    ['SELECT $$a', 'not closed'],
    ['SELECT 1 /* ; DROP TABLE T', 'not closed'],
    ['SHOW TABLES LIKE $$a', 'not closed'],
    ['SELECT (1', 'not closed'],
    ['SELECT 1)', 'closes nothing'],
    ['SELECT 1$$; DROP TABLE T --$$', 'two ways'],
    ['SHOW TABLES IN A$$; DROP TABLE T --$$', 'two ways']
])('refuses %j: %s', (sql, problem) => {
    expect(oneReading(sql)).toEqual({ problem: expect.stringContaining(problem) });
});

const PIECES = [
    ...`' " \\ $$ ( ) [ ] ; -- // /* */ ->> . ! , @ A 1 é SELECT WITH AS SHOW DESC EXPLAIN INTO NEXTVAL`.split(' '),
    ...'IDENTIFIER SYSTEM$X SYSTEM$TYPEOF INSERT DELETE DROP CALL BEGIN'.split(' '),
    '\n',
    ' ',
    '\u00a0',
    '\u200b',
    '\0'
];
const HOSTILE = fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((pieces) => pieces.join(' '));
const BEGINNING = fc.constantFrom('SELECT 1 ', 'SHOW T ', 'EXPLAIN SELECT ', 'WITH A AS (SELECT 1) SELECT ', '');

/** What stands outside of quotes, by expressions of its own: none of the guard's code. */
function bare(sql: string): string {
    return sql.replaceAll(/'(?:[^'\\]|\\[\s\S]|'')*'|\$\$[\s\S]*?\$\$/g, "''").replaceAll(/"(?:[^"]|"")*"/g, '""');
}

test('whatever is let through has no second statement, no comment and nothing that changes something', () => {
    let passed = 0;
    fc.assert(
        fc.property(BEGINNING, HOSTILE, (beginning, rest) => {
            const guarded = oneReading(beginning + rest);
            if ('problem' in guarded) return;
            passed += 1;
            const text = bare(guarded.text);
            expect(text).not.toMatch(/;|--|\/\/|\/\*|[\0\u200b\u00a0]/);
            for (const part of text.split('->>')) expect(part).toMatch(/^[\s(]*(?:SELECT|WITH|SHOW|DESC|EXPLAIN)\b/);
            expect(text).not.toMatch(/SYSTEM\$X\s*\(|\.\s*NEXTVAL|!\s*[A-Z"]/);
            expect(oneReading(guarded.text)).toEqual(guarded);
        }),
        { numRuns: 1000 }
    );
    expect(passed).toBeGreaterThan(50);
});

test('what a configured query may be, is let through unless it calls something', () => {
    fc.assert(
        fc.property(HOSTILE, (rest) => {
            const configured = oneSelect(`SELECT ${rest}`);
            const guarded = oneReading(`SELECT ${rest}`);
            if ('text' in configured && 'problem' in guarded) {
                expect(guarded.problem).toMatch(/INTO|NEXTVAL|SYSTEM|IDENTIFIER|method|character/);
            }
        })
    );
});

const MILLION = 1_000_000;

test.each([
    ['flows', `SELECT 1${' ->> SELECT 1'.repeat(MILLION / 12)}`],
    ['identifiers', `SELECT ${'IDENTIFIER('.repeat(MILLION / 11)}`],
    ['dots', `SELECT A${'.A'.repeat(MILLION / 2)}`]
])('a million characters are read in one pass: %s', (_, sql) => {
    expect(oneReading(sql)).toBeDefined();
});
