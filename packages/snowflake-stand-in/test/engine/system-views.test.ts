/** INFORMATION_SCHEMA and ACCOUNT_USAGE: what they hold, for whom, and how late. */
import { MINUTE_MS } from 'stand-in-base/clock.js';
import { beforeAll, expect, test } from 'vitest';

import { fixture, refusalOf } from './fixture.js';
import type { Fixture } from './fixture.js';

let now = Date.UTC(2026, 10, 26, 12);
let it: Fixture;

beforeAll(async () => {
    it = await fixture({ now: () => now });
    const { account } = it.engine;
    account.addDatabase({ name: 'SNOWFLAKE', kind: 'APPLICATION', owner: '' });
    await it.run('CREATE SCHEMA DB.S');
    await it.run(
        `CREATE TABLE DB.S.T (ID NUMBER(10,0) NOT NULL AUTOINCREMENT START 1 INCREMENT 2 ORDER, "a ""b" VARCHAR(9) DEFAULT 'x',
            AT TIMESTAMP_TZ(6), RAW BINARY(20), F FLOAT, V VARIANT, D DATE)`
    );
    await it.run("CREATE VIEW DB.S.V COMMENT = 'seen' AS SELECT ID FROM DB.S.T");
    await it.run('CREATE TRANSIENT TABLE DB.S.TRANSIENT_ONE (A INT)');
});

test('INFORMATION_SCHEMA describes columns by names of SQL types, sizes and identity', async () => {
    const { rows } = await it.run(
        `SELECT COLUMN_NAME, ORDINAL_POSITION, DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, CHARACTER_OCTET_LENGTH, NUMERIC_PRECISION,
            NUMERIC_SCALE, DATETIME_PRECISION, IS_NULLABLE, COLUMN_DEFAULT, IDENTITY_START, IDENTITY_ORDERED
         FROM "DB".INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA = 'S' AND TABLE_NAME = 'T' ORDER BY ORDINAL_POSITION`
    );
    expect(rows).toEqual([
        ['ID', '1', 'NUMBER', null, null, '10', '0', null, 'NO', null, '1', 'YES'],
        ['a "b', '2', 'TEXT', '9', '36', null, null, null, 'YES', "'x'", null, null],
        ['AT', '3', 'TIMESTAMP_TZ', null, null, null, null, '6', 'YES', null, null, null],
        ['RAW', '4', 'BINARY', '20', '20', null, null, null, 'YES', null, null, null],
        ['F', '5', 'FLOAT', null, null, null, null, null, 'YES', null, null, null],
        ['V', '6', 'VARIANT', null, null, null, null, null, 'YES', null, null, null],
        ['D', '7', 'DATE', null, null, null, null, null, 'YES', null, null, null]
    ]);
});

test('TABLES holds tables and views, its own too, and VIEWS their text', async () => {
    const tables = await it.run(
        'SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, IS_TRANSIENT FROM DB.INFORMATION_SCHEMA.TABLES ORDER BY 1, 2'
    );
    expect(tables.rows).toEqual([
        ...['COLUMNS', 'SCHEMATA', 'TABLES', 'VIEWS'].map((name) => ['INFORMATION_SCHEMA', name, 'VIEW', null]),
        ['S', 'T', 'BASE TABLE', 'NO'],
        ['S', 'TRANSIENT_ONE', 'BASE TABLE', 'YES'],
        ['S', 'V', 'VIEW', null]
    ]);
    const views = await it.run('SELECT TABLE_NAME, VIEW_DEFINITION, COMMENT FROM DB.INFORMATION_SCHEMA.VIEWS');
    expect(views.rows).toEqual([['V', expect.stringContaining('SELECT ID FROM DB.S.T'), 'seen']]);
});

test('a role sees what was granted to it, and MANAGE GRANTS adds nothing', async () => {
    const { account } = it.engine;
    const manager = it.as('MANAGER');
    await it.run('GRANT MANAGE GRANTS ON ACCOUNT TO ROLE MANAGER');
    for (const grant of [
        'USAGE ON DATABASE DB',
        'USAGE ON SCHEMA DB.S',
        'SELECT ON TABLE DB.S.T',
        'USAGE ON WAREHOUSE WH'
    ]) {
        await it.run(`GRANT ${grant} TO ROLE MANAGER`);
    }
    const query = "SELECT DISTINCT TABLE_NAME FROM DB.INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA = 'S'";
    expect(await refusalOf(manager.execute(query))).toBe('000606');
    await manager.execute('USE WAREHOUSE WH');
    expect((await manager.execute(query)).rows).toEqual([['T']]);
    const shown = await manager.execute('SHOW OBJECTS IN SCHEMA DB.S');
    expect(shown.rows).toHaveLength(3);
    account.informationSchemaRows = 5;
    expect(await refusalOf(manager.execute(query))).toBe('090030');
    account.informationSchemaRows = Number.POSITIVE_INFINITY;
});

test('ACCOUNT_USAGE opens with IMPORTED PRIVILEGES, and view by view with a database role', async () => {
    const reader = it.as('READER');
    await it.run('GRANT USAGE ON WAREHOUSE WH TO ROLE READER');
    await reader.execute('USE WAREHOUSE WH');
    const columns = 'SELECT COUNT(*) FROM SNOWFLAKE.ACCOUNT_USAGE.COLUMNS';
    const grants = 'SELECT COUNT(*) FROM SNOWFLAKE.ACCOUNT_USAGE.GRANTS_TO_ROLES';
    expect(await refusalOf(reader.execute(columns))).toBe('002003');
    await it.run('GRANT DATABASE ROLE SNOWFLAKE.OBJECT_VIEWER TO ROLE READER');
    expect(await refusalOf(reader.execute(columns))).toBe('no refusal');
    expect(await refusalOf(reader.execute(grants))).toBe('002003');
    await it.run('GRANT IMPORTED PRIVILEGES ON DATABASE SNOWFLAKE TO ROLE READER');
    expect(await refusalOf(reader.execute(grants))).toBe('no refusal');
});

test('ACCOUNT_USAGE comes late, shows what was dropped, and knows a replaced table as another', async () => {
    const live = `SELECT TABLE_NAME, COLUMN_NAME, DELETED IS NULL FROM SNOWFLAKE.ACCOUNT_USAGE.COLUMNS
        WHERE TABLE_CATALOG = 'DB' AND TABLE_NAME LIKE 'LATE%' ORDER BY 1, 2, 3`;
    now += 90 * MINUTE_MS;
    expect((await it.run(live)).rows).toEqual([]);
    await it.run('CREATE TABLE DB.S.LATE (A INT)');
    now += 89 * MINUTE_MS;
    expect((await it.run(live)).rows).toEqual([]);
    now += MINUTE_MS;
    expect((await it.run(live)).rows).toEqual([['LATE', 'A', 'true']]);
    await it.run('CREATE OR REPLACE TABLE DB.S.LATE (A INT, B INT)');
    await it.run('ALTER TABLE DB.S.LATE ADD COLUMN C INT');
    expect((await it.run(live)).rows).toEqual([['LATE', 'A', 'true']]);
    now += 90 * MINUTE_MS;
    expect((await it.run(live)).rows).toEqual([
        ['LATE', 'A', 'false'],
        ['LATE', 'A', 'true'],
        ['LATE', 'B', 'true'],
        ['LATE', 'C', 'true']
    ]);
    const changed = await it.run(
        `SELECT CREATED = LAST_DDL FROM DB.INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME IN ('T', 'LATE') ORDER BY TABLE_NAME`
    );
    expect(changed.rows).toEqual([['true'], ['true']]);
    now += 2 * MINUTE_MS;
    await it.run('ALTER TABLE DB.S.LATE DROP COLUMN C');
    const dropped = await it.run(
        'SELECT TABLE_NAME FROM DB.INFORMATION_SCHEMA.TABLES WHERE LAST_DDL >= DATEADD(minute, -1, CURRENT_TIMESTAMP())'
    );
    expect(dropped.rows).toEqual([['LATE']]);
});

test('grants come with the role, the grantee and the time of a revocation', async () => {
    const { account } = it.engine;
    account.addRole({ name: 'CHILD' });
    account.addRole({ name: 'PARENT' });
    await it.run('GRANT ROLE CHILD TO ROLE PARENT');
    await it.run('GRANT ROLE CHILD TO USER ADMIN');
    now += 120 * MINUTE_MS;
    const toRoles = `SELECT NAME, GRANTEE_NAME, DELETED_ON IS NULL FROM SNOWFLAKE.ACCOUNT_USAGE.GRANTS_TO_ROLES
        WHERE GRANTED_ON = 'ROLE' AND GRANTED_TO = 'ROLE' AND PRIVILEGE = 'USAGE' AND NAME = 'CHILD'`;
    expect((await it.run(toRoles)).rows).toEqual([['CHILD', 'PARENT', 'true']]);
    const toUsers = "SELECT ROLE, GRANTEE_NAME FROM SNOWFLAKE.ACCOUNT_USAGE.GRANTS_TO_USERS WHERE ROLE = 'CHILD'";
    expect((await it.run(toUsers)).rows).toEqual([['CHILD', 'ADMIN']]);
    await it.run('REVOKE ROLE CHILD FROM ROLE PARENT');
    now += 120 * MINUTE_MS;
    expect((await it.run(toRoles)).rows).toEqual([['CHILD', 'PARENT', 'false']]);
});

test('a grant on a stage is on a STAGE', async () => {
    await it.run('CREATE STAGE DB.S.FILES');
    await it.run('CREATE ROLE LOADER');
    await it.run('GRANT READ ON STAGE DB.S.FILES TO ROLE LOADER');
    now += 120 * MINUTE_MS;
    const grants = `SELECT GRANTED_ON, NAME FROM SNOWFLAKE.ACCOUNT_USAGE.GRANTS_TO_ROLES
        WHERE GRANTEE_NAME = 'LOADER' AND PRIVILEGE = 'READ'`;
    expect((await it.run(grants)).rows).toEqual([['STAGE', 'FILES']]);
});
