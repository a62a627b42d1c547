import { afterEach, beforeEach, expect, test } from 'vitest';

import { startSnowflake, type EmbeddedSnowflake, type SnowflakeOptions } from '../../src/server.js';

import { connect, type Client } from './driver-client.js';
import { EVERY_TYPE, fakeAccount, type FakeAccount } from '../../src/protocol/fake-engine.js';

let account: FakeAccount;
let snowflake: EmbeddedSnowflake;
let client: Client;

async function start(options: Omit<SnowflakeOptions, 'engine'> = {}): Promise<void> {
    account = fakeAccount();
    snowflake = await startSnowflake({ engine: account.engine, ...options });
    client = await connect(snowflake, { password: account.password, warehouse: 'wh' });
}

async function restart(options: Omit<SnowflakeOptions, 'engine'>): Promise<void> {
    await snowflake.close();
    await start(options);
}

beforeEach(() => start());
afterEach(() => snowflake.close());

const sent = (path: string): number => snowflake.requests.filter((request) => request.path.includes(path)).length;

test('every type reaches the driver as the engine has it', async () => {
    const columns = EVERY_TYPE.columns.map((column) => column.name);
    const [asText, nulls] = await client.query('EVERY TYPE', {
        fetchAsString: ['Number', 'Boolean', 'Date', 'JSON', 'Buffer']
    });
    expect(asText).toMatchObject({
        BIG: '12345678901234567890',
        PRICE: '-0.05',
        RATIO: '0.1',
        NAME: 'näme "quoted" \u{1F600}',
        OK: 'TRUE',
        DAY: '1969-12-31',
        AT: '23:01:59',
        BIN: 'DEADBEEF',
        V: '{"a":1,"b":[true,null]}',
        O: { k: 'v' },
        A: [1, 2]
    });
    expect(Object.keys(asText ?? {})).toEqual(columns);
    expect(Object.values(nulls ?? {})).toEqual(columns.map(() => expect.toBeOneOf([null, 'NULL'])));

    const [typed] = await client.query('EVERY TYPE');
    expect(typed).toMatchObject({ OK: true, RATIO: 0.1, V: { a: 1, b: [true, null] } });
    expect(moment(typed?.['NTZ'])).toEqual([1_735_786_800, 123_456_789]);
    expect(moment(typed?.['LTZ'])).toEqual([-2, 500_000_000]);
    expect(moment(typed?.['TZ'])).toEqual([1_735_786_800, 1]);
});

/** The driver's dates carry what a Date cannot hold. */
function moment(value: unknown): unknown[] {
    if (!(value instanceof Date) || !('getEpochSeconds' in value) || !('getNanoSeconds' in value)) return [];
    const { getEpochSeconds, getNanoSeconds } = value;
    return [getEpochSeconds, getNanoSeconds].map((get) => (typeof get === 'function' ? get.call(value) : null));
}

test('an empty result has columns and no rows', async () => {
    const done = await client.execute('EMPTY');
    expect(done.getColumns()?.map((column) => column.getName())).toEqual(['N', 'LABEL']);
    expect(await client.query('EMPTY')).toEqual([]);
});

test('a large result comes in chunks, in order and whole', async () => {
    await restart({ chunks: { firstBytes: 200, laterBytes: 4000, rows: 500 } });
    const rows = await client.query('NUMBERS 2000');
    expect(rows).toEqual(Array.from({ length: 2000 }, (_, index) => ({ N: index, LABEL: `row ${index}` })));
    expect(sent('/chunks/')).toBeGreaterThan(4);
    expect(
        snowflake.requests.filter((request) => request.path.includes('/chunks/') && request.auth !== 'none')
    ).toEqual([]);
});

async function status(url: string, headers: Readonly<Record<string, string>> = {}): Promise<number> {
    return (await fetch(url, { headers })).status;
}

test('a chunk refuses a second authorization, a wrong signature and a missing key', async () => {
    await restart({ chunks: { firstBytes: 50, laterBytes: 200, rows: 10 } });
    await client.query('NUMBERS 100');
    const chunk = snowflake.requests.find((request) => request.path.includes('/chunks/'));
    const url = `${snowflake.url}${chunk?.path}?${new URLSearchParams(chunk?.query)}`;
    expect(await status(url, { authorization: 'Snowflake Token="x"' })).toBe(400);
    expect(await status(url)).toBe(400);
    expect(await status(url.replace(/signature=\w{4}/, 'signature=0000'))).toBe(403);
});

test('binds of every kind reach the engine', async () => {
    await client.query('SELECT ?', { binds: ['text', 42, 0.5, true, null] });
    expect(account.executed.at(-1)?.binds).toEqual([
        { type: 'TEXT', value: 'text' },
        { type: 'FIXED', value: '42' },
        { type: 'REAL', value: '0.5' },
        { type: 'BOOLEAN', value: 'true' },
        { type: expect.any(String), value: null }
    ]);
});

test('a bulk insert runs once per row and counts them together', async () => {
    const done = await client.execute('INSERT ?', { binds: [['a'], ['b'], ['c']] });
    expect(done.getNumUpdatedRows()).toBe(3);
    expect(account.executed.map((run) => run.binds[0]?.value)).toEqual(['a', 'b', 'c']);
});

function sessionName(get: unknown): unknown {
    return typeof get === 'function' ? get() : null;
}

test('USE holds for the session, and the driver is told where it stands', async () => {
    const done = await client.execute('USE DATABASE D1');
    const state = done.getSessionState();
    expect(state && 'getCurrentDatabase' in state ? sessionName(state.getCurrentDatabase) : null).toBe('D1');
    expect(await client.query('CURRENT DATABASE')).toEqual([{ D: 'D1' }]);
});

test('a wrong statement carries code, state, message and query id', async () => {
    await expect(client.query('SELEC')).rejects.toMatchObject({
        code: '001003',
        sqlState: '42000',
        message: expect.stringContaining("unexpected 'SELEC'"),
        data: { queryId: expect.stringMatching(/^01[0-9a-f]{6}-/) }
    });
});

test('a statement that outlasts the wait is polled until it ends', async () => {
    await restart({ inlineWaitMs: 1, pollWaitMs: 1 });
    const hold = snowflake.faults.hold('NUMBERS');
    const rows = client.query('NUMBERS 2');
    await expect.poll(() => sent('/result')).toBeGreaterThan(2);
    hold.release();
    expect(await rows).toHaveLength(2);
});

test('an asynchronous statement is watched and fetched by its id', async () => {
    const hold = snowflake.faults.hold('NUMBERS');
    const done = await client.execute('NUMBERS 3', { asyncExec: true });
    const queryId = done.getQueryId();
    expect(await client.connection.getQueryStatus(queryId)).toBe('RUNNING');
    hold.release();
    await expect.poll(() => client.connection.getQueryStatus(queryId)).toBe('SUCCESS');
    const fetched = await client.connection.getResultsFromQueryId({ queryId });
    const rows: unknown[] = [];
    for await (const row of fetched.streamRows()) rows.push(row);
    expect(rows).toHaveLength(3);
});

test('a running statement can be cancelled', async () => {
    const hold = snowflake.faults.hold('WAIT');
    const failed = new Promise<unknown>((resolve) => {
        const running = client.connection.execute({ sqlText: 'WAIT', complete: (error) => resolve(error) });
        void hold.reached.then(() => running.cancel(() => undefined));
    });
    expect(await failed).toMatchObject({ code: '000604', message: 'SQL execution canceled' });
    hold.release();
});

test('several statements give their results one after the other', async () => {
    const results: unknown[][] = [];
    await new Promise<void>((resolve, reject) => {
        client.connection.execute({
            sqlText: 'INSERT 1; NUMBERS 2',
            parameters: { MULTI_STATEMENT_COUNT: 2 },
            complete: (error, statement, rows) => {
                if (error) return reject(error);
                results.push(rows ?? []);
                if ('hasNext' in statement && typeof statement.hasNext === 'function' && statement.hasNext()) {
                    if ('NextResult' in statement && typeof statement.NextResult === 'function') statement.NextResult();
                } else {
                    resolve();
                }
                return undefined;
            }
        });
    });
    expect(results.map((rows) => rows.length)).toEqual([1, 2]);
});

test('the driver renews an expired session and goes on', async () => {
    snowflake.sessions.expireSessionTokens();
    expect(await client.query('NUMBERS 1')).toHaveLength(1);
    expect(sent('/session/token-request')).toBe(1);
});

test('an expiry that a test orders hits one statement, which the driver sends again', async () => {
    snowflake.faults.order({ kind: 'expire-token' }, { statement: 'INSERT' });
    await client.query('INSERT 1');
    expect(account.executed).toHaveLength(1);
    expect(sent('/session/token-request')).toBe(1);
});

test('a session ends by the clock as its validity says', async () => {
    let clock = Date.now();
    await restart({ now: () => clock });
    clock += 3601 * 1000;
    expect(await client.query('NUMBERS 1')).toHaveLength(1);
    expect(sent('/session/token-request')).toBe(1);
    clock += 14_401 * 1000;
    await expect(client.query('NUMBERS 1')).rejects.toThrow(/terminated connection/i);
});

test('after the master token only a new login helps', async () => {
    snowflake.sessions.expireMasterTokens();
    await expect(client.query('NUMBERS 1')).rejects.toThrow(/terminated connection/i);
});

test('a session that was closed elsewhere is gone', async () => {
    snowflake.sessions.closeAll();
    await expect(client.query('NUMBERS 1')).rejects.toThrow(/terminated connection/i);
});

test('a session that is logged out ends what runs in it, detached or not', async () => {
    const detached = await client.execute('WAIT', { asyncExec: true });
    const failed = client.query('WAIT').catch((error: unknown) => error);
    await expect.poll(() => account.executed.map((run) => run.statement)).toEqual(['WAIT', 'WAIT']);
    await client.close();
    expect(await failed).toBeInstanceOf(Error);
    expect(account.aborted).toEqual(['WAIT', 'WAIT']);
    client = await connect(snowflake, { password: account.password });
    expect(await client.connection.getQueryStatus(detached.getQueryId())).toBe('FAILED_WITH_ERROR');
});

test('a session that a driver leaves open goes on with what runs in it', async () => {
    await client.close();
    client = await connect(snowflake, { password: account.password, serverSessionKeepAlive: true });
    const detached = await client.execute('WAIT', { asyncExec: true });
    await client.close();
    client = await connect(snowflake, { password: account.password });
    expect(await client.connection.getQueryStatus(detached.getQueryId())).toBe('RUNNING');
    expect(account.aborted).toEqual([]);
});

test('a chunk cut in the middle and a throttled statement are asked for again', async () => {
    await restart({ chunks: { firstBytes: 50, laterBytes: 2000, rows: 50 } });
    snowflake.faults.order({ kind: 'cut-body' }, { path: '/chunks/' });
    snowflake.faults.order({ kind: 'status', status: 429, retryAfterSeconds: 1 }, { path: 'query-request' });
    expect(await client.query('NUMBERS 100')).toHaveLength(100);
    expect(sent('query-request')).toBe(2);
});

test('a heartbeat keeps the session', async () => {
    expect(await client.connection.isValidAsync()).toBe(true);
    expect(sent('/session/heartbeat')).toBe(1);
});

test('a statement whose answer was lost is not run again when the driver asks again', async () => {
    snowflake.faults.order({ kind: 'drop-after' }, { path: 'query-request' });
    await client.query('INSERT 1');
    expect(account.executed).toHaveLength(1);
    expect(sent('query-request')).toBe(2);
});

test('parameters set in the session hold for the answers that follow', async () => {
    await client.query('ALTER SESSION SET JS_TREAT_INTEGER_AS_BIGINT = TRUE');
    const [row] = await client.query('EVERY TYPE');
    expect(String(row?.['BIG'])).toBe('12345678901234567890');
});
