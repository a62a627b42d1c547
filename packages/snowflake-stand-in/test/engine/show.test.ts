import { afterAll, beforeAll, expect, test } from 'vitest';
import { stages } from '../../src/engine/kinds/stages.js';
import { fixture } from './fixture.js';

import type { Fixture } from './fixture.js';

let f: Fixture;

beforeAll(async () => {
    f = await fixture();
    const { account } = f.engine;
    const schema = account.schema('DB', 'PUBLIC');
    for (const name of ['A', 'AB', 'ABC', 'B', 'a', 'PER%', 'PER_', 'PERX']) {
        account.addTable(schema, { name }, [{ name: 'C', type: 'NUMBER(10,2)', nullable: false }]);
    }
    account.addView(schema, { name: 'V', secure: true, owner: 'SYSADMIN' }, [{ name: 'C', type: 'VARCHAR(30)' }]);
    account.addSchema('DB', { name: 'OTHER' });
    account.addTable(account.schema('DB', 'OTHER'), { name: 'T' }, [{ name: 'X', type: 'TIMESTAMP_TZ' }]);
    account.addDatabase({ name: 'SECOND' });
    stages.add(account, schema, { name: 'ST' });
});

afterAll(() => f.engine.close());

const columnsOf = async (statement: string): Promise<string[]> =>
    (await f.run(statement)).columns.map((column) => column.name);

const STARTS: readonly (readonly [statement: string, columns: string])[] = [
    ['SHOW DATABASES', 'created_on name is_default is_current origin owner comment options retention_time kind'],
    ['SHOW SCHEMAS', 'created_on name is_default is_current database_name owner comment options retention_time'],
    [
        'SHOW TABLES',
        'created_on name database_name schema_name kind comment cluster_by rows bytes owner retention_time'
    ],
    ['SHOW VIEWS', 'created_on name reserved database_name schema_name owner comment text is_secure is_materialized'],
    ['SHOW OBJECTS', 'created_on name database_name schema_name kind comment cluster_by rows bytes owner'],
    [
        'SHOW COLUMNS',
        'table_name schema_name column_name data_type null? default kind expression comment database_name autoincrement schema_evolution_record'
    ],
    [
        'SHOW ROLES',
        'created_on name is_default is_current is_inherited assigned_to_users granted_to_roles granted_roles owner comment'
    ],
    ['SHOW USERS', 'name created_on login_name display_name first_name last_name email mins_to_unlock days_to_expiry'],
    ['SHOW WAREHOUSES', 'name state type size min_cluster_count max_cluster_count started_clusters running queued'],
    ['SHOW STAGES', 'created_on name database_name schema_name url has_credentials has_encryption_key owner comment'],
    ['SHOW STREAMS', 'created_on name database_name schema_name owner comment table_name source_type base_tables type'],
    ['SHOW TASKS', 'created_on name id database_name schema_name owner comment warehouse schedule'],
    [
        'SHOW GRANTS TO ROLE SYSADMIN',
        'created_on privilege granted_on name granted_to grantee_name grant_option granted_by'
    ],
    ['SHOW GRANTS OF ROLE SYSADMIN', 'created_on role granted_to grantee_name granted_by'],
    ['SHOW PARAMETERS', 'key value default level description type'],
    ['SHOW TERSE TABLES', 'created_on name kind database_name schema_name'],
    ['SHOW TERSE DATABASES', 'created_on name kind database_name schema_name']
];

test.each(STARTS)('%s has its documented columns first and in order', async (statement, columns) => {
    const wanted = columns.split(' ');
    expect((await columnsOf(statement)).slice(0, wanted.length)).toEqual(wanted);
});

test('HISTORY adds dropped_on after retention_time', async () => {
    for (const kind of ['DATABASES', 'SCHEMAS', 'TABLES']) {
        const columns = await columnsOf(`SHOW ${kind} HISTORY`);
        expect(columns[columns.indexOf('retention_time') + 1]).toBe('dropped_on');
        expect(await columnsOf(`SHOW ${kind}`)).not.toContain('dropped_on');
    }
});

test('names come back in the order of their bytes', async () => {
    expect(await f.names('SHOW TABLES')).toEqual(['A', 'AB', 'ABC', 'B', 'PER%', 'PERX', 'PER_', 'a']);
});

test('LIKE ignores case, knows % and _, and a backslash makes them plain', async () => {
    expect(await f.names("SHOW TABLES LIKE 'a'")).toEqual(['A', 'a']);
    expect(await f.names("SHOW TABLES LIKE 'per_'")).toEqual(['PER%', 'PERX', 'PER_']);
    expect(await f.names(String.raw`SHOW TABLES LIKE 'PER\\_'`)).toEqual(['PER_']);
    expect(await f.names(String.raw`SHOW TABLES LIKE 'PER\\%'`)).toEqual(['PER%']);
    expect(await f.names("SHOW TABLES LIKE 'ab%'")).toEqual(['AB', 'ABC']);
});

test('STARTS WITH tells case apart', async () => {
    expect(await f.names("SHOW TABLES STARTS WITH 'A'")).toEqual(['A', 'AB', 'ABC']);
    expect(await f.names("SHOW TABLES STARTS WITH 'a'")).toEqual(['a']);
});

test('LIMIT ... FROM goes on after the row of that name', async () => {
    expect(await f.names("SHOW TABLES LIMIT 2 FROM 'A'")).toEqual(['AB', 'ABC']);
    expect(await f.names("SHOW TABLES LIMIT 10 FROM 'a'")).toEqual([]);
});

test('LIMIT ... FROM with the start of a name begins at the first row that has it', async () => {
    expect(await f.names("SHOW TABLES LIMIT 2 FROM 'P'")).toEqual(['PER%', 'PERX']);
});

test('LIMIT ... FROM a name that nothing starts with gives no rows', async () => {
    expect(await f.names("SHOW TABLES LIMIT 2 FROM 'AZ'")).toEqual([]);
});

test('STARTS WITH and FROM together must both hold', async () => {
    expect(await f.names("SHOW TABLES STARTS WITH 'A' LIMIT 5 FROM 'B'")).toEqual([]);
    expect(await f.names("SHOW TABLES STARTS WITH 'B' LIMIT 5 FROM 'A'")).toEqual([]);
    expect(await f.names("SHOW TABLES STARTS WITH 'A' LIMIT 5 FROM 'AB'")).toEqual(['ABC']);
});

test('FROM can be told to leave the first match out always', async () => {
    f.engine.setFromBehaviour('skip_first_match');
    expect(await f.names("SHOW TABLES LIMIT 2 FROM 'P'")).toEqual(['PERX', 'PER_']);
    f.engine.setFromBehaviour('documented');
});

test.each([
    "SHOW GRANTS TO ROLE SYSADMIN LIKE 'x'",
    "SHOW GRANTS TO ROLE SYSADMIN STARTS WITH 'x'",
    'SHOW DATABASES IN DATABASE DB',
    "SHOW PRIMARY KEYS LIKE 'x'",
    "SHOW TABLES IN ACCOUNT LIKE 'x'",
    "SHOW TABLES LIKE 'a' LIKE 'b'",
    'SHOW TABLES LIMIT',
    'SHOW NONSENSE'
])('%s is a syntax error', async (statement) => {
    expect(await f.refusal(statement)).toBe('001003');
});

test.each([
    'SHOW COLUMNS IN TABLE A LIMIT 0',
    "SHOW COLUMNS IN TABLE A STARTS WITH 'Q' LIMIT 1 FROM 'Q'",
    "SHOW WAREHOUSES STARTS WITH 'Q' LIMIT 0",
    'SHOW TERSE WAREHOUSES',
    'SHOW TERSE COLUMNS IN TABLE A',
    "SHOW STAGES IN ACCOUNT STARTS WITH 'Q' LIMIT 0"
])('%s is taken, and its clauses have no effect', async (statement) => {
    const whole = /SHOW (?:TERSE )?(\w+(?: IN (?:TABLE A|ACCOUNT))?)/.exec(statement)?.[1] ?? '';
    const plain = await f.run(`SHOW ${whole}`);
    expect(plain.rows).toHaveLength(1);
    expect(await f.run(statement)).toEqual(plain);
});

test('LIMIT ... FROM goes by name over all schemas of the scope', async () => {
    const names = async (from: string): Promise<unknown> =>
        await f.names(`SHOW TABLES IN DATABASE DB LIMIT 3 FROM '${from}'`);
    expect(await f.names('SHOW TABLES IN DATABASE DB LIMIT 3')).toEqual(['T', 'A', 'AB']);
    expect(await names('PERX')).toEqual(['PER_', 'T', 'a']);
    expect(await names('T')).toEqual(['a']);
});

test('SHOW DATABASES can say that it means the account', async () => {
    expect(await f.names('SHOW DATABASES IN ACCOUNT')).toEqual(await f.names('SHOW DATABASES'));
    expect(await f.names("SHOW DATABASES IN ACCOUNT LIMIT 1 FROM 'DB'")).toEqual(['SECOND']);
});

test('a transient table is TRANSIENT among tables and TABLE among objects', async () => {
    await f.run('CREATE TRANSIENT TABLE SECOND.PUBLIC.TR (A INT)');
    expect(await f.names('SHOW TABLES IN DATABASE SECOND', 'kind')).toEqual(['TRANSIENT']);
    expect(await f.names('SHOW OBJECTS IN DATABASE SECOND', 'kind')).toEqual(['TABLE']);
    await f.run('DROP TABLE SECOND.PUBLIC.TR');
});

test('keys are shown as they were declared', async () => {
    await f.run('CREATE SCHEMA SECOND.KEYS');
    await f.run('CREATE TABLE SECOND.KEYS.P (ID INT PRIMARY KEY, A INT, B INT UNIQUE, CONSTRAINT U UNIQUE (B, A))');
    await f.run(`CREATE TABLE SECOND.KEYS.C (X INT, Y INT CONSTRAINT FK1 REFERENCES P (ID),
        CONSTRAINT FK2 FOREIGN KEY (X, Y) REFERENCES SECOND.KEYS.P (A, B))`);
    await f.run('ALTER TABLE SECOND.KEYS.C ADD CONSTRAINT PK PRIMARY KEY (X, Y)');
    await f.run('ALTER TABLE SECOND.KEYS.C RENAME COLUMN Y TO Z');
    const rows = async (statement: string, ...columns: string[]): Promise<unknown> => {
        const { columns: all, rows: found } = await f.run(statement);
        return found.map((row) => columns.map((name) => row[all.findIndex((column) => column.name === name)]));
    };
    const key = ['table_name', 'column_name', 'key_sequence'];
    expect(await rows('SHOW PRIMARY KEYS IN SCHEMA SECOND.KEYS', ...key)).toEqual([
        ['C', 'X', '1'],
        ['C', 'Z', '2'],
        ['P', 'ID', '1']
    ]);
    expect(await f.names('SHOW PRIMARY KEYS IN TABLE SECOND.KEYS.C', 'constraint_name')).toEqual(['PK', 'PK']);
    expect(await f.names('SHOW TERSE PRIMARY KEYS IN SECOND.KEYS.P', 'constraint_name')).toEqual([
        expect.stringMatching(/^SYS_CONSTRAINT_[0-9a-f]{8}-/)
    ]);
    expect(await rows('SHOW UNIQUE KEYS IN DATABASE SECOND', ...key)).toEqual([
        ['P', 'B', '1'],
        ['P', 'B', '1'],
        ['P', 'A', '2']
    ]);
    const imported = ['pk_table_name', 'pk_column_name', 'fk_column_name', 'key_sequence', 'fk_name'];
    expect(await rows('SHOW IMPORTED KEYS IN TABLE SECOND.KEYS.C', ...imported)).toEqual([
        ['P', 'ID', 'Z', '1', 'FK1'],
        ['P', 'A', 'X', '1', 'FK2'],
        ['P', 'B', 'Z', '2', 'FK2']
    ]);
    await f.run('ALTER TABLE SECOND.KEYS.C DROP CONSTRAINT PK');
    expect(await f.names('SHOW PRIMARY KEYS IN TABLE SECOND.KEYS.C', 'table_name')).toEqual([]);
    await f.run('DROP SCHEMA SECOND.KEYS');
    await f.run('USE SCHEMA DB.PUBLIC');
});

test('a scope is the account, a database, a schema or the session itself', async () => {
    expect(await f.names('SHOW TABLES IN SCHEMA OTHER')).toEqual(['T']);
    expect(await f.names('SHOW TABLES IN SCHEMA DB.OTHER')).toEqual(['T']);
    expect(await f.names('SHOW TABLES IN DB.OTHER')).toEqual(['T']);
    expect((await f.names('SHOW TABLES IN DATABASE DB')).length).toBe(9);
    expect((await f.names('SHOW TABLES IN ACCOUNT')).length).toBe(9);
    expect((await f.names('SHOW TABLES')).length).toBe(8);
    expect(await f.names('SHOW SCHEMAS IN DATABASE SECOND')).toEqual(['INFORMATION_SCHEMA', 'PUBLIC']);
    expect((await f.names('SHOW SCHEMAS IN ACCOUNT')).length).toBe(5);
});

test('SHOW COLUMNS covers tables and views of its scope', async () => {
    expect(await f.names('SHOW COLUMNS IN VIEW V', 'column_name')).toEqual(['C']);
    expect(await f.names('SHOW COLUMNS IN TABLE "a"', 'table_name')).toEqual(['a']);
    expect((await f.names('SHOW COLUMNS IN SCHEMA DB.PUBLIC', 'table_name')).length).toBe(9);
    expect((await f.names('SHOW COLUMNS IN DATABASE DB', 'table_name')).length).toBe(10);
});

test('SHOW COLUMNS describes types in JSON', async () => {
    expect(await f.names('SHOW COLUMNS IN TABLE A', 'data_type')).toEqual([
        '{"type":"FIXED","precision":10,"scale":2,"nullable":false}'
    ]);
    expect(await f.names('SHOW COLUMNS IN VIEW V', 'data_type')).toEqual([
        '{"type":"TEXT","length":30,"byteLength":120,"nullable":true,"fixed":false}'
    ]);
});

test('what is not there is refused: containers with 002043, a table with 002003', async () => {
    expect(await f.refusal('SHOW TABLES IN DATABASE NOPE')).toBe('002043');
    expect(await f.refusal('SHOW TABLES IN SCHEMA DB.NOPE')).toBe('002043');
    expect(await f.refusal('SHOW SCHEMAS IN DATABASE "db"')).toBe('002043');
    expect(await f.refusal('SHOW COLUMNS IN TABLE NOPE')).toBe('002003');
});

test('SHOW needs no warehouse', async () => {
    const session = f.as('ACCOUNTADMIN');
    expect(session.warehouse).toBe(null);
    expect((await session.execute('SHOW TABLES IN DATABASE DB')).rows.length).toBe(9);
});
