/** Of what kind statements are, with texts that hide one of another kind. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { statementKinds } from '../../../shared/sql/kinds.js';
import { oneReading } from '../../../shared/sql/one-reading.js';

test.each([
    ['SELECT 1', ['select']],
    ['(SELECT 1) UNION (SELECT 2)', ['select']],
    ['WITH A AS (SELECT 1) SELECT * FROM A', ['select']],
    ['VALUES (1)', ['select']],
    ['show tables', ['show']],
    ['DESC TABLE T', ['describe']],
    ['EXPLAIN DELETE FROM T', ['explain']],
    ['LS @S; RM @S', ['list', 'remove']],
    [
        'INSERT INTO T SELECT 1; /* ; */ UPDATE T SET A = 1; -- DROP\nMERGE INTO T USING S',
        ['insert', 'update', 'merge']
    ],
    ['BEGIN; DELETE FROM T; COMMIT', ['begin', 'delete', 'commit']],
    ['BEGIN TRANSACTION; TRUNCATE TABLE T; ROLLBACK', ['begin', 'truncate', 'rollback']],
    ['START TRANSACTION', ['begin']],
    ['SELECT \'; DROP TABLE T\', $$; DROP TABLE T$$, "; DROP"', ['select']],
    ['SELECT 1 ->> INSERT INTO T SELECT * FROM $1', ['select', 'insert']],
    ['BEGIN DELETE FROM T; DROP TABLE T; END', ['execute']],
    ['BEGIN LET X := 1; END; SELECT 1', ['execute']],
    ['DECLARE X INT; BEGIN DROP TABLE T; END', ['execute']],
    ['EXECUTE IMMEDIATE $$DROP TABLE T$$; SELECT 1', ['execute', 'select']],
    ['CALL P(); CREATE TABLE T (A INT); ALTER TABLE T ADD B INT; DROP TABLE T', ['call', 'create', 'alter', 'drop']],
    ['WITH P AS PROCEDURE () RETURNS INT LANGUAGE SQL AS $$BEGIN DROP TABLE T; END$$ CALL P()', ['call']],
    ['SELECT SYSTEM$CANCEL_ALL_QUERIES(1)', ['call']],
    ["EXPLAIN SELECT IDENTIFIER('SYSTEM$ABORT_SESSION')(1)", ['call']],
    ['SELECT S.NEXTVAL', ['call']],
    ["SELECT * FROM TABLE(TO_QUERY('SELECT S.NEXTVAL'))", ['call']],
    ["INSERT INTO T SELECT SYSTEM$CANCEL_QUERY('x')", ['call']],
    ["MERGE INTO T USING (SELECT SNOWFLAKE.CORTEX.FINETUNE('CANCEL', 'x') AS A) S ON T.A = S.A", ['call']],
    ["DELETE FROM T WHERE A = IDENTIFIER('SYSTEM$ABORT_SESSION')(1)", ['call']],
    ['SET X = (SELECT SYSTEM$ABORT_SESSION(1)); COPY INTO @S FROM (SELECT SYSTEM$ABORT_SESSION(1))', ['call', 'call']],
    ["INSERT INTO IDENTIFIER('T') (A, B) SELECT S.NEXTVAL, SYSTEM$TYPEOF(C) FROM T", ['insert']],
    ['INSERT INTO T SELECT N.NEXTVAL FROM T, TABLE(GETNEXTVAL(S)) N', ['insert']],
    ["EXPLAIN INSERT INTO IDENTIFIER('T') (A) SELECT 1", ['explain']],
    ['GRANT ROLE A TO ROLE B; REVOKE ROLE A FROM ROLE B; USE ROLE A', ['grant', 'revoke', 'use']],
    ["SET X = 1; UNSET X; COMMENT ON TABLE T IS ''; COPY INTO T FROM @S", ['set', 'unset', 'comment', 'copy']],
    ['PUT file:///a @S', [null]],
    ['RETURN 1', [null]],
    ['SELEСT 1', [null]],
    ["SELECT 'a", [null]],
    ['SELECT A$$ ; DROP TABLE T --$$', [null, 'drop']],
    [' ; -- nothing\n;', []]
])('%s: %j', (sql, kinds) => {
    expect(statementKinds(sql)).toEqual(kinds);
});

const PIECES = ["'", '"', '$$', '(', ')', ';', '--', '/*', '*/', '\n', ' ', '->>', 'SELECT 1', 'DROP T', 'BEGIN', 'A'];

test('what query lets through is of the kinds that read', () => {
    fc.assert(
        fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 20 }), (pieces) => {
            const guarded = oneReading(`SELECT ${pieces.join(' ')}`);
            if ('problem' in guarded) return;
            for (const kind of statementKinds(guarded.text)) expect(kind).toBe('select');
        })
    );
});
