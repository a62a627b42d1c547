/** Parameters of user, account and session, as the unmodified driver and a bare client of the SQL API meet them. */
import { generateKeyPairSync } from 'node:crypto';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { createEngine } from '../../src/engine/engine.js';
import { startSnowflake, type EmbeddedSnowflake } from '../../src/server.js';

import { connect, type Client } from './driver-client.js';
import { call, keyPairToken, type Reply } from './sql-api-client.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
});
const password = crypto.randomUUID();
const PLACE = { warehouse: 'WH', database: 'DB', schema: 'PUBLIC' };

let snowflake: EmbeddedSnowflake;
let now: number;
const clients: Client[] = [];

beforeEach(async () => {
    now = Date.now();
    const engine = await createEngine();
    const { account } = engine;
    account.addWarehouse({ name: 'WH' });
    for (const name of ['DB', 'other', 'OTHER']) account.addDatabase({ name });
    account.addTable(account.schema('other', 'PUBLIC'), { name: 'lower' }, []);
    account.addTable(account.schema('OTHER', 'PUBLIC'), { name: 'UPPER' }, []);
    account.addTable(account.schema('DB', 'PUBLIC'), { name: 'T' }, [{ name: 'ID', type: 'NUMBER(38,0)' }]);
    account.addUser({ name: 'JANE', password, rsaPublicKey: publicKey, defaultRole: 'ACCOUNTADMIN' });
    account.grantRole('ACCOUNTADMIN', { kind: 'USER', name: 'JANE' });
    snowflake = await startSnowflake({ engine, now: () => now });
});
afterEach(async () => {
    for (const client of clients.splice(0)) await client.close().catch(() => {});
    await snowflake.close();
});

async function signedIn(): Promise<Client> {
    const client = await connect(snowflake, { username: 'jane', password, ...PLACE });
    clients.push(client);
    return client;
}

async function set(parameter: string, value: string, whose = 'USER JANE'): Promise<void> {
    const client = await signedIn();
    await client.query(`ALTER ${whose} SET ${parameter} = ${value}`);
}

const sqlApi = (statement: string, parameters: object = {}, query = ''): Promise<Reply> =>
    call(`${snowflake.url}/api/v2/statements${query}`, keyPairToken(privateKey, 'JANE'), {
        body: { statement, ...PLACE, parameters }
    });
const data = async (statement: string, parameters: object = {}): Promise<unknown> =>
    (await sqlApi(statement, parameters)).body['data'];

test('the session wins over the user, and the user over the account', async () => {
    await set('ROWS_PER_RESULTSET', '3', 'ACCOUNT');
    expect(await data("SHOW PARAMETERS LIKE 'ROWS_PER_RESULTSET'")).toMatchObject([
        [expect.anything(), '3', '0', 'ACCOUNT', expect.anything(), 'NUMBER']
    ]);
    await set('ROWS_PER_RESULTSET', '2');
    const client = await signedIn();
    expect(await client.query("SHOW PARAMETERS LIKE 'ROWS_PER_RESULTSET'")).toMatchObject([
        { value: '2', level: 'USER' }
    ]);
    await client.query('ALTER SESSION SET ROWS_PER_RESULTSET = 4');
    expect(await client.query("SHOW PARAMETERS LIKE 'ROWS_PER_RESULTSET'")).toMatchObject([
        { value: '4', level: 'SESSION' }
    ]);
    await client.query('ALTER SESSION UNSET ROWS_PER_RESULTSET');
    await client.query('ALTER USER JANE UNSET ROWS_PER_RESULTSET');
    expect(await client.query("SHOW PARAMETERS LIKE 'ROWS_PER_RESULTSET'")).toMatchObject([{ value: '3' }]);
});

test('ROWS_PER_RESULTSET cuts every answer, SHOW included, unless a request has its own', async () => {
    await set('ROWS_PER_RESULTSET', '2');
    expect(await (await signedIn()).query('SHOW DATABASES')).toHaveLength(2);
    const cut = await sqlApi('SHOW DATABASES');
    expect(cut.body).toMatchObject({ resultSetMetaData: { numRows: 2 }, data: { length: 2 } });
    expect(await data('SHOW DATABASES', { ROWS_PER_RESULTSET: '0' })).toHaveLength(3);
});

test('QUOTED_IDENTIFIERS_IGNORE_CASE reads quoted names in upper case, and the SQL API takes no other word for it', async () => {
    const tables = 'SHOW TERSE TABLES IN DATABASE "other"';
    expect(await (await signedIn()).query(tables)).toMatchObject([{ name: 'lower' }]);
    await set('QUOTED_IDENTIFIERS_IGNORE_CASE', 'TRUE');
    const client = await signedIn();
    expect(await client.query(tables)).toMatchObject([{ name: 'UPPER' }]);
    expect(await client.query('SELECT 1 AS "one"')).toEqual([{ ONE: 1 }]);
    expect(await data(tables, { QUOTED_IDENTIFIERS_IGNORE_CASE: 'false' })).toMatchObject([
        [expect.anything(), 'UPPER', 'TABLE', 'OTHER', 'PUBLIC']
    ]);
    await client.query('ALTER SESSION SET QUOTED_IDENTIFIERS_IGNORE_CASE = FALSE');
    expect(await client.query(tables)).toMatchObject([{ name: 'lower' }]);
});

test('under AUTOCOMMIT = FALSE what is not committed is gone with its session', async () => {
    await set('AUTOCOMMIT', 'FALSE');
    const client = await signedIn();
    await client.query('INSERT INTO T VALUES (1)');
    expect(await client.query('SELECT COUNT(*) AS N FROM T')).toEqual([{ N: 1 }]);
    await client.close();
    expect(await sqlApi('INSERT INTO T VALUES (2)')).toMatchObject({ status: 200 });
    const other = await signedIn();
    expect(await other.query('SELECT COUNT(*) AS N FROM T')).toEqual([{ N: 0 }]);
    await other.query('INSERT INTO T VALUES (3)');
    await other.query('COMMIT');
    await other.close();
    expect(await data('SELECT COUNT(*) FROM T')).toEqual([['1']]);
});

test('under TRANSACTION_ABORT_ON_ERROR an error undoes what the transaction did before', async () => {
    await set('TRANSACTION_ABORT_ON_ERROR', 'TRUE');
    const client = await signedIn();
    await client.query('BEGIN');
    await client.query('INSERT INTO T VALUES (1)');
    await expect(client.query('SELECT * FROM NOWHERE')).rejects.toThrow(/does not exist/);
    await client.query('COMMIT');
    expect(await client.query('SELECT COUNT(*) AS N FROM T')).toEqual([{ N: 0 }]);
});

test('BINARY_OUTPUT_FORMAT: the SQL API is sent the text itself, and a driver formats it', async () => {
    const statement = "SELECT TO_BINARY('DEADBEEF', 'HEX') AS B";
    expect(await data(statement)).toEqual([['DEADBEEF']]);
    await set('BINARY_OUTPUT_FORMAT', "'BASE64'");
    expect(await data(statement)).toEqual([['3q2+7w==']]);
    expect(await data(statement, { binary_output_format: 'HEX' })).toEqual([['DEADBEEF']]);
    const [row] = await (await signedIn()).query(statement, { fetchAsString: ['Buffer'] });
    expect(row).toEqual({ B: '3q2+7w==' });
});

test('MULTI_STATEMENT_COUNT = 0 lets any number through, unless a request says how many', async () => {
    const two = 'CREATE TABLE X (A NUMBER); DROP TABLE X';
    await set('MULTI_STATEMENT_COUNT', '0');
    expect((await sqlApi(two)).body).toMatchObject({ statementHandles: { length: 2 } });
    expect(await sqlApi(two, { MULTI_STATEMENT_COUNT: '1' })).toMatchObject({ status: 422, body: { code: '000008' } });
    const client = await signedIn();
    await client.query(two);
    await expect(client.query(two, { parameters: { MULTI_STATEMENT_COUNT: 1 } })).rejects.toThrow(/statement count/);
});

test('STATEMENT_TIMEOUT_IN_SECONDS ends a statement that says nothing else', async () => {
    await set('STATEMENT_TIMEOUT_IN_SECONDS', '1');
    expect(await sqlApi('SELECT SYSTEM$WAIT(30)')).toMatchObject({ status: 408, body: { code: '000630' } });
    await expect((await signedIn()).query('SELECT SYSTEM$WAIT(30)')).rejects.toThrow(/timeout/);
});

test('TIMEZONE, JSON_INDENT and TIMESTAMP_TYPE_MAPPING change what a statement gives', async () => {
    const local = "SELECT TO_VARCHAR(TO_TIMESTAMP_LTZ('2026-01-01 00:00:00 +00:00')) LIKE '%09:00:00%'";
    expect(await data(local)).toEqual([['false']]);
    await set('TIMEZONE', "'Asia/Tokyo'");
    expect(await data(local)).toEqual([['true']]);
    expect(await data(local, { timezone: 'UTC' })).toEqual([['false']]);

    const json = `SELECT PARSE_JSON('{"a": [1]}')`;
    await set('JSON_INDENT', '0');
    expect(await data(json)).toEqual([['{"a":[1]}']]);

    await set('TIMESTAMP_TYPE_MAPPING', "'TIMESTAMP_LTZ'");
    const client = await signedIn();
    await client.query('CREATE TABLE M (AT TIMESTAMP)');
    expect(await client.query('DESCRIBE TABLE M')).toMatchObject([{ type: 'TIMESTAMP_LTZ(9)' }]);
});

test('output formats are the driver’s to apply: the SQL API is sent numbers', async () => {
    await set('DATE_OUTPUT_FORMAT', "'DD/MM/YYYY'");
    const statement = "SELECT '2026-02-01'::DATE AS D";
    expect(await data(statement)).toEqual([['20485']]);
    const [row] = await (await signedIn()).query(statement, { fetchAsString: ['Date'] });
    expect(row).toEqual({ D: '01/02/2026' });
});

test('under ABORT_DETACHED_QUERY a statement that nobody asks about ends after five minutes', async () => {
    const started = await sqlApi('SELECT SYSTEM$WAIT(600)', {}, '?async=true');
    const asked = async (): Promise<number> =>
        (
            await call(
                `${snowflake.url}/api/v2/statements/${String(started.body['statementHandle'])}`,
                keyPairToken(privateKey, 'JANE', { issuedAt: Math.floor(now / 1000) })
            )
        ).status;
    now += 301_000;
    expect(await asked()).toBe(202);
    await set('ABORT_DETACHED_QUERY', 'TRUE');
    expect(await asked()).toBe(202);
    now += 301_000;
    expect(await asked()).toBe(422);
});
