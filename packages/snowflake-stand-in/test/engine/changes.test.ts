import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixture, refusalOf } from './fixture.js';

import type { Fixture } from './fixture.js';

let f: Fixture;

beforeAll(async () => {
    f = await fixture();
});

afterAll(() => f.engine.close());

test('DML answers with its counts, and SHOW TABLES follows', async () => {
    await f.run('CREATE TABLE D (A INT, B VARCHAR)');
    const inserted = await f.run("INSERT INTO D VALUES (1, 'x'), (2, 'y'), (3, 'z')");
    expect([inserted.columns[0]?.name, inserted.rows[0], inserted.stats?.numRowsInserted]).toEqual([
        'number of rows inserted',
        ['3'],
        3
    ]);
    expect(await f.names("SHOW TABLES LIKE 'D'", 'rows')).toEqual(['3']);
    const updated = await f.run("UPDATE D SET B = 'w' WHERE A > 1");
    expect([updated.columns.map((c) => c.name), updated.rows]).toEqual([
        ['number of rows updated', 'number of multi-joined rows updated'],
        [['2', '0']]
    ]);
    const deleted = await f.run('DELETE FROM D WHERE A = 3');
    expect([deleted.columns[0]?.name, deleted.rows, deleted.stats?.numRowsDeleted]).toEqual([
        'number of rows deleted',
        [['1']],
        1
    ]);
    await f.run('TRUNCATE TABLE D');
    expect(await f.names("SHOW TABLES LIKE 'D'", 'rows')).toEqual(['0']);
});

test('MERGE counts each of its clauses', async () => {
    await f.run('CREATE TABLE M (K INT, V VARCHAR)');
    await f.run("INSERT INTO M VALUES (1, 'old'), (2, 'gone')");
    const merged =
        await f.run(`MERGE INTO M USING (SELECT 1 AS K, 'new' AS V UNION ALL SELECT 3, 'three' UNION ALL SELECT 2, NULL) S
        ON M.K = S.K WHEN MATCHED AND S.V IS NULL THEN DELETE WHEN MATCHED THEN UPDATE SET V = S.V
        WHEN NOT MATCHED THEN INSERT (K, V) VALUES (S.K, S.V)`);
    expect([merged.columns.map((c) => c.name), merged.rows]).toEqual([
        ['number of rows inserted', 'number of rows updated', 'number of rows deleted'],
        [['1', '1', '1']]
    ]);
    expect((await f.run('SELECT * FROM M ORDER BY K')).rows).toEqual([
        ['1', 'new'],
        ['3', 'three']
    ]);
});

test('MERGE, UPDATE and DELETE take aliases, also of the target, and assign to qualified columns', async () => {
    await f.run('CREATE TABLE TARGET (K INT, V VARCHAR)');
    await f.run('CREATE TABLE SOURCE (K INT, V VARCHAR)');
    await f.run("INSERT INTO TARGET VALUES (1, 'old')");
    await f.run("INSERT INTO SOURCE VALUES (1, 'new'), (2, 'two')");
    const merged = await f.run(`MERGE INTO TARGET T USING DB.PUBLIC.SOURCE AS S ON T.K = S.K
        WHEN MATCHED THEN UPDATE SET T.V = S.V WHEN NOT MATCHED THEN INSERT (K, V) VALUES (S.K, S.V)`);
    expect(merged.rows).toEqual([['1', '1']]);
    await f.run("UPDATE TARGET AS T SET T.V = S.V || '!' FROM SOURCE S WHERE T.K = S.K AND S.K = 2");
    expect((await f.run('SELECT * FROM TARGET ORDER BY K')).rows).toEqual([
        ['1', 'new'],
        ['2', 'two!']
    ]);
    await f.run('MERGE INTO TARGET AS T USING (SELECT 1 AS K) S ON T.K = S.K WHEN MATCHED THEN DELETE');
    expect((await f.run('SELECT K FROM TARGET')).rows).toEqual([['2']]);
    expect(await f.refusal('MERGE INTO TARGET T USING NOPE S ON T.K = S.K WHEN MATCHED THEN DELETE')).toBe('002003');
});

test('a generator fills rows with random texts, the same ones where it is a constant', async () => {
    const { rows } = await f.run(
        'SELECT SEQ4(), RANDSTR(10, RANDOM()), RANDSTR(3, 7), ZIPF(1, 5, RANDOM()) FROM TABLE(GENERATOR(ROWCOUNT => 1000))'
    );
    expect(new Set(rows.map(([id]) => id)).size).toBe(1000);
    expect(new Set(rows.map(([, drawn]) => drawn)).size).toBe(1000);
    expect(rows.every(([, drawn]) => /^[0-9A-Za-z]{10}$/.test(drawn ?? ''))).toBe(true);
    expect(new Set(rows.map(([, , constant]) => constant)).size).toBe(1);
    expect([...new Set(rows.map(([, , , ranked]) => ranked))].sort()).toEqual(['1', '2', '3', '4', '5']);
});

test('what the translator cannot read is refused as unsupported, not as bad syntax', async () => {
    expect(await f.refusal(`SELECT ${'('.repeat(200)}1${')'.repeat(200)}`)).toBe('000002');
});

test('autoincrement, defaults and comments are kept', async () => {
    await f.run(
        `CREATE TABLE I (ID INT AUTOINCREMENT START 10 INCREMENT 5, N INT DEFAULT 7 COMMENT 'seven', S VARCHAR(5) NOT NULL DEFAULT 'a')`
    );
    await f.run("INSERT INTO I (S) VALUES ('b'), ('c')");
    expect((await f.run('SELECT * FROM I ORDER BY ID')).rows).toEqual([
        ['10', '7', 'b'],
        ['15', '7', 'c']
    ]);
    expect(await f.names('SHOW COLUMNS IN TABLE I', 'autoincrement')).toEqual([
        'IDENTITY START 10 INCREMENT 5 NOORDER',
        '',
        ''
    ]);
    expect(await f.names('DESC TABLE I', 'default')).toEqual(['IDENTITY START 10 INCREMENT 5 NOORDER', '7', "'a'"]);
    expect(await f.names('DESC TABLE I', 'comment')).toEqual([null, 'seven', null]);
});

test('columns are added, renamed and dropped, in the catalogue and in the rows', async () => {
    await f.run('CREATE TABLE C (A INT)');
    await f.run('INSERT INTO C VALUES (1)');
    await f.run('ALTER TABLE C ADD COLUMN B VARCHAR(10) DEFAULT \'b\', "c" DATE');
    await f.run('ALTER TABLE C RENAME COLUMN A TO Z');
    expect(await f.names('SHOW COLUMNS IN TABLE C', 'column_name')).toEqual(['Z', 'B', 'c']);
    expect((await f.run('SELECT * FROM C')).rows).toEqual([['1', 'b', null]]);
    await f.run('ALTER TABLE C DROP COLUMN B, "c"');
    expect((await f.run('SELECT * FROM C')).columns.map((c) => c.name)).toEqual(['Z']);
});

test('a rename keeps rows and grants, a replacement does not', async () => {
    await f.run('CREATE ROLE READER');
    await f.run('CREATE TABLE R (A INT) AS SELECT 1');
    await f.run('GRANT SELECT ON TABLE R TO ROLE READER');
    await f.run('ALTER TABLE R RENAME TO R2');
    expect((await f.run('SELECT * FROM R2')).rows).toEqual([['1']]);
    expect(await f.names('SHOW GRANTS ON TABLE R2', 'privilege')).toEqual(['OWNERSHIP', 'SELECT']);
    await f.run('CREATE OR REPLACE TABLE R2 (B INT)');
    expect((await f.run('SELECT * FROM R2')).rows).toEqual([]);
    expect(await f.names('SHOW GRANTS ON TABLE R2', 'privilege')).toEqual(['OWNERSHIP']);
});

test('views are read with the names of their own schema', async () => {
    await f.run('CREATE SCHEMA DB.VS');
    await f.run('CREATE TABLE BASE (A INT, "b" VARCHAR(7))');
    await f.run("INSERT INTO BASE VALUES (5, 'five')");
    await f.run("CREATE VIEW W (X, Y COMMENT 'why') AS SELECT * FROM BASE");
    await f.run('CREATE VIEW WW AS SELECT X + 1 AS X1, Y FROM W');
    await f.run('USE SCHEMA DB.PUBLIC');
    expect((await f.run('SELECT * FROM DB.VS.WW')).rows).toEqual([['6', 'five']]);
    expect(await f.names('DESC VIEW DB.VS.W', 'name')).toEqual(['X', 'Y']);
    expect(await f.names('SHOW COLUMNS IN VIEW DB.VS.W', 'comment')).toEqual(['', 'why']);
});

test('CREATE TABLE AS SELECT takes the types of the query', async () => {
    await f.run('CREATE TABLE SRC (N NUMBER(12,3), S VARCHAR(9), T TIMESTAMP_TZ, O OBJECT)');
    await f.run('CREATE TABLE CT AS SELECT N, S, T, O, COUNT(*) OVER () AS CNT FROM SRC');
    expect(await f.names('DESC TABLE CT', 'type')).toEqual([
        'NUMBER(12,3)',
        'VARCHAR(9)',
        'TIMESTAMP_TZ(9)',
        'OBJECT',
        'NUMBER(18,0)'
    ]);
});

test('creating twice and dropping what is not there are refused, unless asked for', async () => {
    await f.run('CREATE TABLE TWICE (A INT)');
    expect(await f.refusal('CREATE TABLE TWICE (A INT)')).toBe('002002');
    await f.run('CREATE TABLE IF NOT EXISTS TWICE (A INT)');
    await f.run('DROP TABLE TWICE');
    expect(await f.refusal('DROP TABLE TWICE')).toBe('002003');
    await f.run('DROP TABLE IF EXISTS TWICE');
});

test('a transaction that is rolled back leaves nothing', async () => {
    await f.run('CREATE TABLE TX (A INT)');
    await f.run('INSERT INTO TX VALUES (1)');
    await f.run('BEGIN');
    await f.run('DELETE FROM TX');
    await f.run('ROLLBACK');
    expect((await f.run('SELECT COUNT(*) AS N FROM TX')).rows).toEqual([['1']]);
    expect(await f.names("SHOW TABLES LIKE 'TX'", 'rows')).toEqual(['1']);
});

test('DDL commits the transaction that it stands in', async () => {
    await f.run('CREATE TABLE TC (A INT)');
    await f.run('BEGIN');
    await f.run('INSERT INTO TC VALUES (1)');
    await f.run('CREATE TABLE TD AS SELECT A FROM TC');
    await f.run('ROLLBACK');
    expect((await f.run('SELECT TC.A, TD.A AS B FROM TC JOIN TD ON TC.A = TD.A')).rows).toEqual([['1', '1']]);
});

test('SYSTEM$WAIT can be cancelled, and so can a query that runs', async () => {
    const waiting = new AbortController();
    const wait = refusalOf(f.admin.execute('CALL SYSTEM$WAIT(3600)', [], waiting.signal));
    waiting.abort();
    expect(await wait).toBe('000604');
    const running = new AbortController();
    const query =
        'SELECT COUNT(*) FROM TABLE(GENERATOR(ROWCOUNT => 100000000)) a, TABLE(GENERATOR(ROWCOUNT => 100000000)) b';
    const slow = refusalOf(f.admin.execute(query, [], running.signal));
    setImmediate(() => running.abort());
    expect(await slow).toBe('000604');
    expect((await f.run("CALL SYSTEM$WAIT(1, 'MILLISECONDS')")).rows).toEqual([['waited 1 milliseconds']]);
});

test('USE, ALTER SESSION and SET are remembered by the session', async () => {
    await f.run("ALTER SESSION SET QUERY_TAG = 'nango'");
    expect(await f.names("SHOW PARAMETERS LIKE 'QUERY_TAG'", 'value')).toEqual(['nango']);
    await f.run("SET who = 'it''s me'");
    expect((await f.run('SELECT $who AS W')).rows).toEqual([["it's me"]]);
    await f.run('USE DATABASE DB');
    expect([f.admin.database, f.admin.schema]).toEqual(['DB', 'PUBLIC']);
});

test('nulls sort as the highest value', async () => {
    const query = 'SELECT * FROM VALUES (1), (NULL), (2) AS v(x) ORDER BY x';
    expect((await f.run(query)).rows).toEqual([['1'], ['2'], [null]]);
    expect((await f.run(`${query} DESC`)).rows).toEqual([[null], ['2'], ['1']]);
});
