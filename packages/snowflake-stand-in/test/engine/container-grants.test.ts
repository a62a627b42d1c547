/** Grants on what is in a container: on all that is there, on what is made later, and on both by one inherited grant. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cells, fixture } from './fixture.js';

import type { Fixture } from './fixture.js';

let f: Fixture;
beforeEach(async () => {
    f = await fixture();
    await f.run('CREATE ROLE R');
    await f.run('GRANT USAGE ON DATABASE DB TO ROLE R');
    await f.run('GRANT USAGE ON SCHEMA DB.PUBLIC TO ROLE R');
});
afterEach(() => f.engine.close());

const seen = async (kind = 'TABLES'): Promise<unknown> =>
    cells(await f.as('R').execute(`SHOW ${kind} IN DATABASE DB`), 'name');
const privileges = async (object: string): Promise<unknown> => {
    const { rows } = await f.run(`SHOW GRANTS ON ${object}`);
    return rows.filter((row) => row[5] === 'R').map((row) => row[1]);
};

test('a future grant gives objects that are made later, and only these', async () => {
    await f.run('CREATE TABLE OLD (A INT)');
    await f.run('GRANT SELECT, INSERT ON FUTURE TABLES IN DATABASE DB TO ROLE R');
    await f.run('GRANT ALL PRIVILEGES ON FUTURE SCHEMAS IN DATABASE DB TO ROLE R');
    await f.run('CREATE TABLE NEW (A INT)');
    await f.run('CREATE EXTERNAL TABLE EXT (A INT)');
    await f.run('CREATE SCHEMA LATER');
    expect(await seen()).toEqual(['NEW']);
    expect(await privileges('TABLE DB.PUBLIC.NEW')).toEqual(['SELECT', 'INSERT']);
    expect(await privileges('SCHEMA DB.LATER')).toContain('USAGE');
    await f.run('CREATE OR REPLACE TABLE DB.PUBLIC.OLD (A INT)');
    expect(await seen()).toEqual(['NEW', 'OLD']);
    await f.run('REVOKE SELECT, INSERT ON FUTURE TABLES IN DATABASE DB FROM ROLE R');
    await f.run('CREATE TABLE DB.PUBLIC.LAST (A INT)');
    expect(await seen()).toEqual(['NEW', 'OLD']);
});

test('future grants of a schema leave those of its database without effect for that type, whoever has them', async () => {
    await f.run('CREATE ROLE OTHER');
    await f.run('GRANT SELECT ON FUTURE TABLES IN DATABASE DB TO ROLE R');
    await f.run('GRANT SELECT ON FUTURE VIEWS IN DATABASE DB TO ROLE R');
    await f.run('GRANT INSERT ON FUTURE TABLES IN SCHEMA DB.PUBLIC TO ROLE OTHER');
    await f.run('CREATE TABLE T (A INT)');
    await f.run('CREATE VIEW V AS SELECT * FROM T');
    expect(await seen()).toEqual([]);
    expect(await seen('VIEWS')).toEqual(['V']);
});

test('SHOW FUTURE GRANTS tells them by container and by role', async () => {
    await f.run('GRANT SELECT ON FUTURE EXTERNAL TABLES IN DATABASE DB TO ROLE R');
    await f.run('GRANT USAGE ON FUTURE STAGES IN SCHEMA DB.PUBLIC TO ROLE R WITH GRANT OPTION');
    const shown = async (statement: string): Promise<unknown> =>
        (await f.run(statement)).rows.map((row) => row.slice(1));
    const ofDatabase = ['SELECT', 'EXTERNAL_TABLE', 'DB.<EXTERNAL TABLE>', 'ROLE', 'R', 'false'];
    const ofSchema = ['USAGE', 'STAGE', 'DB.PUBLIC.<STAGE>', 'ROLE', 'R', 'true'];
    expect(await shown('SHOW FUTURE GRANTS IN DATABASE DB')).toEqual([ofDatabase]);
    expect(await shown('SHOW FUTURE GRANTS IN SCHEMA DB.PUBLIC')).toEqual([ofSchema]);
    expect(await shown('SHOW FUTURE GRANTS TO ROLE R')).toEqual([ofDatabase, ofSchema]);
    await f.run('DROP ROLE R');
    expect(await shown('SHOW FUTURE GRANTS IN DATABASE DB')).toEqual([]);
});

test('of a database only who manages grants may grant what is to come, of a schema its owner too', async () => {
    const database = 'GRANT SELECT ON FUTURE TABLES IN DATABASE DB TO ROLE PUBLIC';
    const schema = 'GRANT SELECT ON FUTURE TABLES IN SCHEMA DB.PUBLIC TO ROLE PUBLIC';
    expect([await f.refusal(database, f.as('SYSADMIN')), await f.refusal(schema, f.as('SYSADMIN'))]).toEqual([
        '003001',
        'no refusal'
    ]);
    expect([await f.refusal(schema, f.as('R')), await f.refusal(database, f.as('SECURITYADMIN'))]).toEqual([
        '003001',
        'no refusal'
    ]);
});

test('ALL TABLES means the plain ones: others have a type of their own', async () => {
    await f.run('CREATE TABLE T (A INT)');
    await f.run('CREATE EXTERNAL TABLE EXT (A INT)');
    await f.run('GRANT SELECT ON ALL TABLES IN SCHEMA DB.PUBLIC TO ROLE R');
    expect(await seen()).toEqual(['T']);
    await f.run('GRANT SELECT ON ALL EXTERNAL TABLES IN DATABASE DB TO ROLE R');
    expect(await seen()).toEqual(['EXT', 'T']);
    expect(cells(await f.run('SHOW GRANTS ON TABLE EXT'), 'granted_on')).toEqual(['EXTERNAL_TABLE', 'EXTERNAL_TABLE']);
});

test('each sort of table has privileges of its own: one that it has not is not granted', async () => {
    await f.run('CREATE DYNAMIC TABLE DYN (A INT)');
    const references = 'GRANT REFERENCES, MONITOR ON ALL DYNAMIC TABLES IN DATABASE DB TO ROLE R';
    expect(await f.refusal(references)).toBe('003008');
    expect(await privileges('TABLE DYN')).toEqual(['MONITOR']);
    expect(await f.refusal('GRANT REFERENCES ON FUTURE DYNAMIC TABLES IN DATABASE DB TO ROLE R')).toBe('003008');
    expect((await f.run('SHOW FUTURE GRANTS IN DATABASE DB')).rows).toEqual([]);
    expect(await f.refusal('GRANT REFERENCES ON ALL EXTERNAL TABLES IN DATABASE DB TO ROLE R')).toBe('no refusal');
});

test('names in CREATE, GRANT, REVOKE and ALTER can be session variables', async () => {
    await f.run("SET role_name = 'Later'");
    await f.run("SET user_name = 'SVC'");
    await f.run('SET db = \'"my db"\'');
    await f.run('CREATE DATABASE IF NOT EXISTS IDENTIFIER($db)');
    await f.run('CREATE ROLE IF NOT EXISTS IDENTIFIER($role_name)');
    await f.run('CREATE USER IF NOT EXISTS IDENTIFIER($user_name) DEFAULT_ROLE = $role_name');
    await f.run('GRANT ROLE IDENTIFIER($role_name) TO USER IDENTIFIER($user_name)');
    await f.run('GRANT USAGE ON DATABASE IDENTIFIER($db) TO ROLE IDENTIFIER($role_name)');
    await f.run('GRANT USAGE ON FUTURE SCHEMAS IN DATABASE IDENTIFIER($db) TO ROLE IDENTIFIER($role_name)');
    const granted = cells(await f.run('SHOW GRANTS TO ROLE LATER'), 'name');
    expect([granted, f.engine.account.user('SVC').defaultRole]).toEqual([['"my db"'], 'Later']);
    expect(await f.refusal('GRANT USAGE ON DATABASE IDENTIFIER($nothing) TO ROLE R')).toBe('001003');
});

test('an inherited grant opens what is there and what comes, once the account asked for such grants', async () => {
    await f.run('CREATE TABLE OLD (A INT)');
    const grant = 'GRANT INHERITED SELECT ON ALL TABLES IN DATABASE DB TO ROLE R';
    expect(await f.refusal(grant)).toBe('000002');
    await f.run(`ALTER ACCOUNT SET FEATURE_RBAC_INHERITED_GRANTS = 'ENABLED'`);
    expect(await f.refusal(grant, f.as('SYSADMIN'))).toBe('003001');
    await f.run(grant);
    await f.run('CREATE TABLE NEW (A INT)');
    expect(await seen()).toEqual(['NEW', 'OLD']);
    const reader = f.as('R');
    await reader.execute('USE SCHEMA DB.PUBLIC');
    await f.run('GRANT USAGE ON WAREHOUSE WH TO ROLE R');
    await reader.execute('USE WAREHOUSE WH');
    expect((await reader.execute('SELECT * FROM NEW')).rows).toEqual([]);
    expect(cells(await f.run('SHOW GRANTS ON TABLE NEW'), 'is_inherited')).toEqual(['false', 'true']);
    expect(cells(await f.run('SHOW GRANTS TO ROLE R'), 'inherited_from')).toContain('DATABASE');
    await f.run('REVOKE INHERITED SELECT ON ALL TABLES IN DATABASE DB FROM ROLE R');
    expect(await seen()).toEqual([]);
});

test('to change AUTOCOMMIT commits what is open, and to change anything else does not', async () => {
    await f.run('CREATE TABLE T (A INT)');
    await f.run('ALTER SESSION SET AUTOCOMMIT = FALSE');
    const other = f.engine.openSession('ADMIN', { database: 'DB', schema: 'PUBLIC', warehouse: 'WH' });
    const count = async (): Promise<unknown> => (await other.execute('SELECT COUNT(*) FROM T')).rows[0]?.[0];
    await f.run('INSERT INTO T VALUES (1)');
    await f.run(`ALTER SESSION SET QUERY_TAG = 'x'`);
    expect(await count()).toBe('0');
    await f.run('ALTER SESSION SET AUTOCOMMIT = FALSE');
    expect(await count()).toBe('1');
    await f.run('INSERT INTO T VALUES (2)');
    await f.run('ROLLBACK');
    expect(await count()).toBe('1');
});
