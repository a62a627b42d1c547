/** Both protocols over the real engine: the driver and the SQL API must say the same of the same account. */
import { generateKeyPairSync } from 'node:crypto';

import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

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

let snowflake: EmbeddedSnowflake;
let client: Client;

beforeAll(async () => {
    const engine = await createEngine();
    const { account } = engine;
    account.addWarehouse({ name: 'WH' });
    const database = account.addDatabase({ name: 'DB' });
    account.addTable(account.addSchema(database, { name: 'S' }), { name: 'T' }, [{ name: 'ID', type: 'NUMBER(38,0)' }]);
    account.addUser({ name: 'JANE', password, rsaPublicKey: publicKey, defaultRole: 'ACCOUNTADMIN' });
    account.grantRole('ACCOUNTADMIN', { kind: 'USER', name: 'JANE' });
    snowflake = await startSnowflake({ engine });
    client = await connect(snowflake, { username: 'jane', password, warehouse: 'wh', database: 'db', schema: 's' });
});
afterAll(async () => {
    await client.close();
    await snowflake.close();
});

const sqlApi = (statement: string, more: object = {}): Promise<Reply> =>
    call(`${snowflake.url}/api/v2/statements`, keyPairToken(privateKey, 'JANE'), {
        body: { statement, warehouse: 'WH', database: 'DB', schema: 'S', ...more }
    });

async function both(statement: string): Promise<[driver: unknown, api: unknown]> {
    const done = await client.execute(statement, { streamResult: true });
    const rows: unknown[][] = [];
    const columns = done.getColumns() ?? [];
    for await (const row of done.streamRows({ fetchAsString: ['Number', 'Boolean', 'Buffer'] })) {
        rows.push(columns.map((column) => row[column.getName()]));
    }
    const reply = await sqlApi(statement);
    return [rows, reply.body['data']];
}

test('digits that a double cannot hold, text and nulls come the same way by both', async () => {
    const [driver, api] = await both(
        "SELECT 12345678901234567890::NUMBER(38,0) A, 0.05::NUMBER(10,2) B, 'ü''\"' C, NULL::VARCHAR D"
    );
    expect(driver).toEqual(api);
    expect(api).toEqual([['12345678901234567890', '0.05', 'ü\'"', null]]);
});

test('SHOW lists the same objects by both', async () => {
    const [driver, api] = await both('SHOW TABLES IN DATABASE DB');
    expect(driver).toHaveLength(1);
    expect(api).toHaveLength(1);
});

test('rows written by the driver are read over the SQL API', async () => {
    await client.query('INSERT INTO T (ID) VALUES (?), (?)', { binds: [1, 2] });
    const reply = await sqlApi('SELECT ID FROM T WHERE ID > ? ORDER BY ID', {
        bindings: { '1': { type: 'FIXED', value: '0' } }
    });
    expect(reply.body).toMatchObject({ data: [['1'], ['2']] });
});

test('an object that is not there has the same code by both', async () => {
    await expect(client.query('SELECT * FROM NOWHERE')).rejects.toMatchObject({ code: '002003', sqlState: '42S02' });
    expect(await sqlApi('SELECT * FROM NOWHERE')).toMatchObject({
        status: 422,
        body: { code: '002003', sqlState: '42S02' }
    });
});

test('only the names that are not there are left out of a session', async () => {
    const reply = await sqlApi('SELECT CURRENT_WAREHOUSE(), CURRENT_DATABASE()', {
        warehouse: 'WH',
        database: 'NOWHERE'
    });
    expect(reply.body).toMatchObject({ data: [['WH', null]] });
});

test('a statement that waits in the engine stops when it is cancelled', async () => {
    const url = `${snowflake.url}/api/v2/statements`;
    const token = keyPairToken(privateKey, 'JANE');
    const started = await call(`${url}?async=true`, token, {
        body: { statement: 'CALL SYSTEM$WAIT(60)', warehouse: 'WH' }
    });
    const handle = String(started.body['statementHandle']);
    expect(await call(`${url}/${handle}/cancel`, token, { method: 'POST' })).toMatchObject({ status: 200 });
    expect(await call(`${url}/${handle}`, token)).toMatchObject({ status: 422, body: { code: '000604' } });
});

/** As JDBC asks before it binds anything. */
test('a statement that is only described tells columns and binds, and does nothing', async () => {
    const Answer = z.object({ data: z.record(z.string(), z.unknown()) });
    const post = async (path: string, body: object, headers = {}): Promise<z.infer<typeof Answer>> => {
        const response = await fetch(`${snowflake.url}${path}`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', ...headers },
            body: JSON.stringify(body)
        });
        return Answer.parse(await response.json());
    };
    const signIn = { ACCOUNT_NAME: 'XY12345', LOGIN_NAME: 'JANE', PASSWORD: password };
    const login = await post('/session/v1/login-request?warehouse=WH&databaseName=DB&schemaName=S', { data: signIn });
    const authorization = `Snowflake Token="${String(login.data['token'])}"`;
    const described = async (sqlText: string): Promise<unknown> => {
        const { data } = await post('/queries/v1/query-request', { sqlText, describeOnly: true }, { authorization });
        const { rowtype, rowset, numberOfBinds, arrayBindSupported } = data;
        const names = Array.isArray(rowtype) ? rowtype.map(({ name }: { name: string }) => name) : data['errorCode'];
        return { names, rowset, numberOfBinds, arrayBindSupported };
    };
    expect(await described('SELECT ID, ?::VARCHAR AS X FROM T WHERE ID > ?')).toEqual({
        names: ['ID', 'X'],
        rowset: [],
        numberOfBinds: 2,
        arrayBindSupported: false
    });
    expect(await described('INSERT INTO T VALUES (?)')).toEqual({
        names: ['number of rows inserted'],
        rowset: [],
        numberOfBinds: 1,
        arrayBindSupported: true
    });
    expect(await described('INSERT INTO T VALUES (7)')).toMatchObject({ rowset: [] });
    expect(await described('DROP TABLE T')).toMatchObject({ rowset: [] });
    expect(await described('SELECT * FROM NOPE')).toMatchObject({ names: '002003' });
    expect((await sqlApi('SELECT COUNT(*) FROM T WHERE ID = 7')).body['data']).toEqual([['0']]);
});

test("Snowflake's own views come the same way by both, times apart", async () => {
    const [driver, api] = await both(
        `SELECT TABLE_NAME, COLUMN_NAME, ORDINAL_POSITION, DATA_TYPE, NUMERIC_PRECISION, COMMENT
         FROM DB.INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA = 'S'`
    );
    expect(driver).toEqual(api);
    expect(api).toEqual([['T', 'ID', '1', 'NUMBER', '38', null]]);
    const refused = await sqlApi('SELECT COUNT(*) FROM SNOWFLAKE.ACCOUNT_USAGE.COLUMNS');
    expect(refused.body['code']).toBe('002003');
});
