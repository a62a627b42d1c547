/** What Snowflake's Node driver makes of the embedded account; the tests of the stand-in go further with it. */
import { deepEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import snowflake from 'snowflake-sdk';

type Row = Record<string, unknown>;

snowflake.configure({ logLevel: 'OFF', additionalLogToConsole: false });

function env(name: string): string {
    const value = process.env[`INTEROP_${name}`];
    if (value === undefined) throw new Error(`INTEROP_${name} is not set.`);
    return value;
}

function check(what: string, actual: unknown, expected: unknown): void {
    deepEqual(actual, expected, what);
    console.log(`ok ${what}`);
}

async function connect(options: Partial<snowflake.ConnectionOptions>): Promise<snowflake.Connection> {
    const connection = snowflake.createConnection({
        account: env('ACCOUNT_NAME'),
        accessUrl: `http://${env('HOST')}:${env('PORT')}`,
        username: env('USER'),
        database: 'DB',
        schema: 'PUBLIC',
        warehouse: 'WH',
        ...options
    });
    await new Promise<void>((resolve, reject) => {
        connection.connect((error) => (error ? reject(error) : resolve()));
    });
    return connection;
}

function query(connection: snowflake.Connection, sqlText: string): Promise<Row[]> {
    return new Promise((resolve, reject) => {
        const complete = (error: Error | undefined, _statement: unknown, rows: Row[] | undefined): void =>
            error ? reject(error) : resolve(rows ?? []);
        connection.execute({ sqlText, fetchAsString: ['Number', 'Date', 'JSON'], complete });
    });
}

async function refusal(what: string, work: Promise<unknown>, code: string): Promise<void> {
    const error: unknown = await work.then(
        () => null,
        (reason: unknown) => reason
    );
    check(what, String(error instanceof Error && 'code' in error ? error.code : error), code);
}

const byKey = await connect({ authenticator: 'SNOWFLAKE_JWT', privateKey: readFileSync(env('KEY_FILE'), 'utf8') });
check('key pair', await query(byKey, 'SELECT CURRENT_USER() AS ME'), [{ ME: env('USER') }]);
await connect({ password: env('TOKEN') });
check('token as password', true, true);
await connect({ authenticator: 'OAUTH', token: env('OAUTH_TOKEN') });
check('OAuth', true, true);
await refusal('wrong OAuth token', connect({ authenticator: 'OAUTH', token: 'wrong' }), '390303');
await refusal('wrong password', connect({ password: 'wrong' }), '390100');
const connection = await connect({ authenticator: 'PROGRAMMATIC_ACCESS_TOKEN', token: env('TOKEN') });
await query(connection, `ALTER SESSION SET TIMEZONE = 'UTC'`);
const [row = {}] = await query(connection, env('TYPES'));
const binary = row['BIN'];
const shown = {
    ...row,
    BIN: Buffer.isBuffer(binary) ? binary.toString('hex') : binary,
    V: String(row['V']).replaceAll(/\s/g, ''),
    A: JSON.stringify(row['A'])
};
check('types', shown, {
    FIXED: '12345678901234567890123456789012345678',
    SCALED: '-1.50',
    FLOAT: '0.25',
    TEXT: "it's 表",
    BOOL: true,
    DATE: '1969-12-31',
    TIME: '23:59:59',
    NTZ: '2024-02-29 12:34:56.123',
    NTZ1: '2024-02-29 12:34:56.500',
    LTZ: '2024-02-29 12:34:56.000 +0000',
    TZ: '2024-02-29 12:34:56.100 +0530',
    BIN: '00ff10',
    NOTHING: null,
    V: '{"a":[1,"b"]}',
    A: '[1,2]'
});
const many = await query(connection, `SELECT SEQ4() AS N FROM TABLE(GENERATOR(ROWCOUNT => 20000)) ORDER BY 1`);
check(
    '20000 rows in chunks',
    many.reduce((sum, { N }) => sum + Number(N), 0),
    (20_000 * 19_999) / 2
);
await refusal('no such table', query(connection, 'SELECT * FROM NOPE'), '002003');
await refusal('division', query(connection, 'SELECT 1 / 0'), '100051');
process.exit(0);
