import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tasks } from '../../src/engine/kinds/tasks.js';
import { buildSampleAccount, READER_ROLE, SERVICE_USER } from '../../src/engine/sample-account.js';
import { cells, fixture, refusalOf } from './fixture.js';

import type { Session } from '../../src/types.js';
import type { Fixture } from './fixture.js';

let f: Fixture;
let reader: Session;

beforeAll(async () => {
    f = await fixture();
    await buildSampleAccount(f.engine);
    reader = f.engine.openSession(SERVICE_USER);
});

afterAll(() => f.engine.close());

const shown = async (session: Session, statement: string, column = 'name'): Promise<(string | null)[]> =>
    cells(await session.execute(statement), column);

const open = async (context: object): Promise<Session> => f.engine.openSession(SERVICE_USER, context);

test('a session starts with the defaults of its user', () => {
    expect([reader.role, reader.warehouse, reader.database, reader.schema]).toEqual([
        READER_ROLE,
        'NANGO_WH',
        'SALES',
        'PUBLIC'
    ]);
});

test('a modest role sees what it was granted, an administrator everything', async () => {
    expect(await shown(reader, 'SHOW DATABASES')).toEqual(['ANALYTICS', 'SALES', 'SNOWFLAKE_SAMPLE_DATA']);
    expect(await f.names('SHOW DATABASES')).toEqual([
        'ANALYTICS',
        'DB',
        'FINANCE',
        'SALES',
        'SNOWFLAKE',
        'SNOWFLAKE_SAMPLE_DATA',
        'USER$GRACE'
    ]);
    expect(await shown(reader, 'SHOW WAREHOUSES')).toEqual(['NANGO_WH']);
    expect(await shown(reader, 'SHOW TABLES IN DATABASE SNOWFLAKE_SAMPLE_DATA')).toEqual(['REGION']);
    const { account } = f.engine;
    tasks.add(account, account.schema('SALES', 'PUBLIC'), { name: 'NOT_GRANTED' });
    expect(await shown(reader, 'SHOW TASKS IN ACCOUNT')).toEqual(['REFRESH_ORDERS', 'REPORT_ORDERS']);
});

test('every user sees all names of users, and no more of them', async () => {
    const result = await reader.execute('SHOW USERS');
    expect(cells(result, 'name')).toContain('GRACE');
    expect(result.rows.every((row) => row.slice(1).every((cell) => cell === null))).toBe(true);
    expect(await f.names("SHOW USERS LIKE 'GRACE'", 'email')).toEqual(['grace@example.com']);
});

test('the text of a secure view is for its owner', async () => {
    expect(await shown(reader, "SHOW VIEWS LIKE 'OPEN_ORDERS'", 'text')).toEqual(['']);
    expect((await f.names("SHOW VIEWS LIKE 'OPEN_ORDERS' IN SCHEMA SALES.PUBLIC", 'text'))[0]).toContain(
        'CREATE SECURE VIEW'
    );
});

test('what is not granted is refused as if it were not there', async () => {
    expect(await f.refusal('SELECT * FROM FINANCE.LEDGER.ENTRIES', reader)).toBe('002003');
    expect(await f.refusal('SHOW TABLES IN DATABASE FINANCE', reader)).toBe('002043');
    expect(await f.refusal('USE DATABASE FINANCE', reader)).toBe('002043');
    expect(await f.refusal('USE ROLE ACCOUNTADMIN', reader)).toBe('003013');
    expect(await f.refusal('DELETE FROM ORDERS', reader)).toBe('003001');
    expect(await f.refusal('CREATE TABLE X (A INT)', reader)).toBe('003001');
});

test('a grant shows an object at once, and a revoke hides it', async () => {
    await f.run('GRANT USAGE ON DATABASE FINANCE TO ROLE NANGO_READER');
    await f.run('GRANT USAGE ON SCHEMA FINANCE.LEDGER TO ROLE NANGO_READER');
    expect(await shown(reader, 'SHOW TABLES IN DATABASE FINANCE')).toEqual([]);
    await f.run('GRANT SELECT ON ALL TABLES IN SCHEMA FINANCE.LEDGER TO ROLE NANGO_READER');
    expect(await shown(reader, 'SHOW TABLES IN DATABASE FINANCE')).toEqual(['ENTRIES']);
    expect((await reader.execute('SELECT * FROM FINANCE.LEDGER.ENTRIES')).rows).toEqual([]);
    await f.run('REVOKE ALL ON DATABASE FINANCE FROM ROLE NANGO_READER');
    expect(await f.refusal('SHOW TABLES IN DATABASE FINANCE', reader)).toBe('002043');
});

test('rights come down the tree of roles', async () => {
    f.engine.account.addRole({ name: 'CHILD' });
    f.engine.account.addRole({ name: 'PARENT' });
    await f.run('GRANT ROLE CHILD TO ROLE PARENT');
    await f.run('GRANT USAGE ON DATABASE FINANCE TO ROLE CHILD');
    const parent = f.as('PARENT');
    expect(await shown(parent, 'SHOW DATABASES')).toEqual(['FINANCE']);
    expect(await shown(parent, 'SHOW ROLES')).toEqual(['CHILD', 'PARENT', 'PUBLIC']);
    expect(await f.names("SHOW ROLES LIKE 'CHILD'", 'granted_to_roles')).toEqual(['1']);
    expect(await f.names('SHOW GRANTS OF ROLE CHILD', 'grantee_name')).toEqual(['PARENT']);
    expect(await f.names('SHOW GRANTS OF ROLE PARENT', 'granted_to')).toEqual(['USER']);
});

test('SHOW GRANTS quotes the names that need it, SHOW ROLES does not', async () => {
    f.engine.account.addUser({ name: 'ann@acme.com' });
    await f.run('CREATE ROLE "Data Team"');
    await f.run('GRANT ROLE "Data Team" TO USER "ann@acme.com"');
    await f.run('GRANT ROLE SYSADMIN TO ROLE "Data Team"');
    expect(await f.names('SHOW GRANTS OF ROLE "Data Team"', 'grantee_name')).toEqual(['"ann@acme.com"']);
    expect(await f.names('SHOW GRANTS OF ROLE "Data Team"', 'role')).toEqual(['"Data Team"']);
    expect(await f.names('SHOW GRANTS TO USER "ann@acme.com"', 'role')).toEqual(['"Data Team"']);
    expect(await f.names('SHOW GRANTS OF ROLE SYSADMIN', 'grantee_name')).toContain('"Data Team"');
    expect(await f.names("SHOW ROLES LIKE 'data team'")).toEqual(['Data Team']);
});

test('a database whose share is gone fails alone', async () => {
    const database = f.engine.account.database('SNOWFLAKE_SAMPLE_DATA');
    database.unreadable = 'share_gone';
    expect(await f.names('SHOW DATABASES')).toContain('SNOWFLAKE_SAMPLE_DATA');
    expect(await f.refusal('SHOW SCHEMAS IN DATABASE SNOWFLAKE_SAMPLE_DATA')).toBe('003030');
    expect(await f.refusal('SELECT * FROM SNOWFLAKE_SAMPLE_DATA.TPCH_SF1.REGION')).toBe('003030');
    expect((await f.names('SHOW TABLES IN ACCOUNT', 'database_name')).includes('SALES')).toBe(true);
    database.unreadable = 'no_usage';
    expect(await f.refusal('SHOW SCHEMAS IN DATABASE SNOWFLAKE_SAMPLE_DATA')).toBe('002043');
    database.unreadable = null;
});

test('rows need a warehouse, and what tells about the session does not', async () => {
    const session = f.as('SALES_OWNER');
    f.engine.account.grantRole('ACCOUNTADMIN', { kind: 'USER', name: 'USER_OF_SALES_OWNER' });
    await session.execute('USE ROLE ACCOUNTADMIN');
    expect(await f.refusal('SELECT * FROM SALES.PUBLIC.ORDERS', session)).toBe('000606');
    expect((await session.execute('SELECT CURRENT_ROLE(), CURRENT_WAREHOUSE()')).rows).toEqual([
        ['ACCOUNTADMIN', null]
    ]);
    await session.execute('USE WAREHOUSE COMPUTE_WH');
    expect((await session.execute('SELECT COUNT(*) FROM SALES.PUBLIC.ORDERS')).rows).toEqual([['1500']]);
});

test('a refused grant names the kind of its object', async () => {
    const grant = reader.execute('GRANT READ ON STAGE SALES.PUBLIC.EXPORTS TO ROLE PUBLIC');
    await expect(grant).rejects.toThrow("Insufficient privileges to operate on stage 'EXPORTS'");
});

test('a role that is not granted is refused at the start', async () => {
    expect(await refusalOf(open({ role: 'ACCOUNTADMIN' }))).toBe('390189');
});

test('a warehouse, database or schema that is asked for and not there leaves the session without one', async () => {
    const usual = await open({});
    expect([usual.warehouse, usual.database]).not.toContain(null);
    expect((await open({ warehouse: 'COMPUTE_WH' })).warehouse).toBe(null);
    expect((await open({ database: 'FINANCE' })).database).toBe(null);
    expect((await open({ database: 'sales' })).database).toBe(null);
    const lost = await open({ warehouse: 'NOPE', database: usual.database ?? '', schema: 'NOPE' });
    expect([lost.warehouse, lost.database, lost.schema]).toEqual([null, usual.database, null]);
});

test('a public key is set by ALTER USER and is what a login is checked against', async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const body = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    await f.run(`ALTER USER ${SERVICE_USER} SET RSA_PUBLIC_KEY_2='${body}'`);
    expect(f.engine.findLogin('nango_svc')?.publicKeys).toEqual([publicKey.export({ type: 'spki', format: 'pem' })]);
    expect(await f.names(`SHOW USERS LIKE '${SERVICE_USER}'`, 'has_rsa_public_key')).toEqual(['true']);
    await f.run(`ALTER USER ${SERVICE_USER} UNSET RSA_PUBLIC_KEY_2`);
    expect(f.engine.findLogin('NANGO_SVC')?.publicKeys).toEqual([]);
    expect(await f.refusal(`ALTER USER ${SERVICE_USER} SET RSA_PUBLIC_KEY='nonsense'`)).toBe('390144');
});

test('the last login is what SHOW USERS shows', async () => {
    f.engine.recordLogin(SERVICE_USER);
    expect((await f.names(`SHOW USERS LIKE '${SERVICE_USER}'`, 'last_success_login'))[0]).toMatch(/^\d+\.\d{3}$/);
});
