import { randomUUID } from 'node:crypto';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { startSnowflake, type EmbeddedSnowflake, type SnowflakeOptions } from '../../src/server.js';

import { EVERY_TYPE, fakeAccount, USER, type FakeAccount } from '../../src/protocol/fake-engine.js';
import { call, keyPairToken, type Reply } from './sql-api-client.js';

let account: FakeAccount;
let snowflake: EmbeddedSnowflake;
let token: string;

async function restart(options: Omit<SnowflakeOptions, 'engine'> = {}): Promise<void> {
    await snowflake?.close();
    account = fakeAccount();
    snowflake = await startSnowflake({ engine: account.engine, ...options });
    token = keyPairToken(account.privateKey, USER);
}

beforeEach(() => restart());
afterEach(() => snowflake.close());

const statements = (query = ''): string => `${snowflake.url}/api/v2/statements${query}`;
const submit = (statement: string, query = '', more: object = {}): Promise<Reply> =>
    call(statements(query), token, { body: { statement, warehouse: 'WH', ...more } });

test('a finished statement answers with its metadata and its first partition', async () => {
    const { status, body, headers } = await submit('EVERY TYPE');
    expect(status).toBe(200);
    expect(body).toMatchObject({
        code: '090001',
        sqlState: '00000',
        message: 'Statement executed successfully.',
        data: EVERY_TYPE.rows,
        resultSetMetaData: { numRows: 2, format: 'jsonv2', partitionInfo: [{ rowCount: 2 }] }
    });
    expect(body['resultSetMetaData']).toHaveProperty('rowType.0', {
        name: 'BIG',
        database: '',
        schema: '',
        table: '',
        scale: 0,
        precision: 38,
        length: null,
        type: 'fixed',
        nullable: true,
        byteLength: null,
        collation: null
    });
    expect(body['statementStatusUrl']).toContain(`/api/v2/statements/${String(body['statementHandle'])}?requestId=`);
    expect(headers.get('link')).toMatch(/rel="first",.*rel="last"/);
});

test('an empty result has one partition without rows', async () => {
    const { body } = await submit('EMPTY');
    expect(body).toMatchObject({ data: [], resultSetMetaData: { numRows: 0, partitionInfo: [{ rowCount: 0 }] } });
});

test('later partitions come gzipped, by number, with nothing but their rows', async () => {
    await restart({ partitions: { firstBytes: 1_000_000, laterBytes: 1_000_000, rows: 4 } });
    const { body } = await submit('NUMBERS 10');
    expect(body['resultSetMetaData']).toMatchObject({
        numRows: 10,
        partitionInfo: [
            { rowCount: 4 },
            { rowCount: 4, compressedSize: expect.any(Number) },
            { rowCount: 2, compressedSize: expect.any(Number) }
        ]
    });
    const last = await call(statements(`/${String(body['statementHandle'])}?partition=2`), token);
    expect(last.headers.get('content-encoding')).toBe('gzip');
    expect(last.body).toEqual({
        data: [
            ['8', 'row 8'],
            ['9', 'row 9']
        ]
    });
    const beyond = await call(statements(`/${String(body['statementHandle'])}?partition=3`), token);
    expect(beyond.status).toBe(400);
});

test('async answers 202 at once and the handle gives the result later', async () => {
    const hold = snowflake.faults.hold('NUMBERS');
    const { status, body } = await submit('NUMBERS 1', '?async=true');
    expect(status).toBe(202);
    expect(body).toEqual({
        code: '333334',
        message:
            'Asynchronous execution in progress. Use provided query id to perform query monitoring and management.',
        statementHandle: expect.any(String),
        statementStatusUrl: `/api/v2/statements/${String(body['statementHandle'])}`
    });
    const url = statements(`/${String(body['statementHandle'])}`);
    expect((await call(url, token)).status).toBe(202);
    hold.release();
    await expect.poll(async () => (await call(url, token)).status).toBe(200);
});

test('a statement slower than the inline wait answers 202', async () => {
    await restart({ inlineWaitMs: 5 });
    expect(await submit('WAIT')).toMatchObject({ status: 202, body: { code: '333334' } });
});

test('a statement over its timeout answers 408, and 422 when asked for again', async () => {
    const { status, body } = await submit('WAIT', '', { timeout: 1 });
    expect(status).toBe(408);
    expect(body).toMatchObject({ code: '000630', sqlState: '57014', statementHandle: expect.any(String) });
    expect((await call(statements(`/${String(body['statementHandle'])}`), token)).status).toBe(422);
});

test('a wrong statement answers 422 with code, state and handle', async () => {
    const { status, body } = await submit('SELEC');
    expect(status).toBe(422);
    expect(body).toMatchObject({
        code: '001003',
        sqlState: '42000',
        message: "SQL compilation error:\nsyntax error line 1 at position 0 unexpected 'SELEC'.",
        statementHandle: expect.any(String)
    });
});

test('a running statement can be cancelled once', async () => {
    const { body } = await submit('WAIT', '?async=true');
    const handle = String(body['statementHandle']);
    const cancel = (): Promise<Reply> => call(statements(`/${handle}/cancel`), token, { method: 'POST' });
    expect(await cancel()).toMatchObject({
        status: 200,
        body: { code: '000604', sqlState: '57014', message: 'SQL execution canceled', statementHandle: handle }
    });
    expect(await call(statements(`/${handle}`), token)).toMatchObject({ status: 422, body: { code: '000604' } });
    expect(await cancel()).toMatchObject({
        status: 422,
        body: { code: '000709', sqlState: '02000', message: `Statement ${handle} not found` }
    });
});

test('an unknown handle answers 422 with 000709', async () => {
    const handle = randomUUID();
    expect(await call(statements(`/${handle}`), token)).toMatchObject({
        status: 422,
        body: { code: '000709', statementHandle: handle }
    });
});

test('the same requestId with retry=true gives the first result and runs nothing again', async () => {
    const query = `?requestId=${randomUUID()}`;
    const first = await submit('INSERT 1', query);
    const again = await submit('INSERT 1', `${query}&retry=true`);
    expect(again.body['statementHandle']).toBe(first.body['statementHandle']);
    expect(account.executed).toHaveLength(1);
});

test('a resubmission after a broken connection finds the statement that was running', async () => {
    const query = `?requestId=${randomUUID()}&retry=true`;
    snowflake.faults.order({ kind: 'drop-after' });
    await expect(submit('INSERT 1', query)).rejects.toThrow('fetch failed');
    expect((await submit('INSERT 1', query)).status).toBe(200);
    expect(account.executed).toHaveLength(1);
});

test('a requestId used again without retry runs the statement again', async () => {
    const query = `?requestId=${randomUUID()}`;
    await submit('INSERT 1', query);
    await submit('INSERT 1', query);
    expect(account.executed).toHaveLength(2);
});

test('changes of rows are counted in stats', async () => {
    expect((await submit('INSERT 1')).body).toMatchObject({
        data: [['1']],
        stats: { numRowsInserted: 1, numRowsUpdated: 0, numRowsDeleted: 0, numDuplicateRowsUpdated: 0 }
    });
});

test('binds reach the engine in the order of their positions', async () => {
    const bindings = Object.fromEntries(
        Array.from({ length: 11 }, (_, index) => [String(11 - index), { type: 'TEXT', value: `v${11 - index}` }])
    );
    await submit('SELECT ?', '', { bindings });
    expect(account.executed[0]?.binds.map((bind) => bind.value)).toEqual(
        Array.from({ length: 11 }, (_, index) => `v${index + 1}`)
    );
});

test('several statements answer with a handle for each', async () => {
    const { status, body } = await submit('USE DATABASE D1; CURRENT DATABASE', '', {
        parameters: { MULTI_STATEMENT_COUNT: '2' }
    });
    expect(status).toBe(200);
    expect(body['data']).toEqual([['Multiple statements executed successfully.']]);
    const handles = body['statementHandles'];
    if (!Array.isArray(handles)) throw new Error('no handles');
    const second = await call(statements(`/${String(handles[1])}`), token);
    expect(second.body['data']).toEqual([['D1']]);
});

test('a count of 0 takes any number of statements', async () => {
    const { body } = await submit('INSERT 1; INSERT 2; INSERT 3', '', { parameters: { multi_statement_count: 0 } });
    expect(body['statementHandles']).toHaveLength(3);
});

test('a wrong statement count is refused before anything runs', async () => {
    for (const parameters of [{}, { MULTI_STATEMENT_COUNT: '3' }]) {
        const { status, body } = await submit('INSERT 1; INSERT 2', '', { parameters });
        expect(status).toBe(422);
        expect(body).toMatchObject({ code: '000008', message: expect.stringContaining('Actual statement count 2') });
    }
    expect(account.executed).toEqual([]);
});

test('several statements need a warehouse', async () => {
    const parameters = { MULTI_STATEMENT_COUNT: '0' };
    expect(await submit('INSERT 1; INSERT 2', '', { parameters, warehouse: null })).toMatchObject({
        status: 422,
        body: { code: '000606', sqlState: '57P03' }
    });
});

test('the first failure of several statements ends them', async () => {
    const { status, body } = await submit('INSERT 1; SELEC; INSERT 2', '', {
        parameters: { MULTI_STATEMENT_COUNT: '3' }
    });
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: '100132', sqlState: 'P0000', message: expect.stringContaining('SELEC') });
    expect(account.executed.map((run) => run.statement)).toEqual(['INSERT 1', 'SELEC']);
});

test('cancelling several statements cancels each that has not ended', async () => {
    const { body } = await submit('INSERT 1; WAIT; INSERT 2', '?async=true', {
        parameters: { MULTI_STATEMENT_COUNT: '3' }
    });
    await expect.poll(() => account.executed.map((run) => run.statement)).toEqual(['INSERT 1', 'WAIT']);
    const url = statements(`/${String(body['statementHandle'])}`);
    expect((await call(`${url}/cancel`, token, { method: 'POST' })).status).toBe(200);
    expect(await call(url, token)).toMatchObject({ status: 422, body: { code: '000604' } });
    expect(account.aborted).toEqual(['WAIT']);
    expect(account.executed).toHaveLength(2);
});

test('nullable=false writes NULL as text', async () => {
    const { body } = await submit('EVERY TYPE', '?nullable=false');
    expect(body['data']).toHaveProperty(
        '1',
        Array.from({ length: 14 }, () => 'null')
    );
});

test('a request leaves no session state behind', async () => {
    await submit('USE DATABASE D1');
    expect((await submit('CURRENT DATABASE')).body['data']).toEqual([[null]]);
    expect((await submit('CURRENT DATABASE', '', { database: 'D2' })).body['data']).toEqual([['D2']]);
});

test('a role that is not granted is refused, a warehouse that is not there is only left out', async () => {
    expect(await submit('EMPTY', '', { role: 'NOBODY' })).toMatchObject({ status: 422, body: { code: '390189' } });
    expect(await submit('EMPTY', '', { warehouse: 'NOWHERE' })).toMatchObject({ status: 200 });
});

test.each([
    ['a body that is no JSON', { body: '{"statement":' }, 400, '390142'],
    ['a body without a statement', { body: { timeout: 1 } }, 400, '390142'],
    ['another media type', { body: 'select 1', headers: { 'content-type': 'text/plain' } }, 415, undefined],
    [
        'an Accept header without JSON',
        { body: { statement: 'EMPTY' }, headers: { accept: 'text/html' } },
        400,
        '391902'
    ],
    ['another method', { method: 'PUT' }, 405, undefined]
])('%s is refused', async (_, init, status, code) => {
    const reply = await call(statements(), token, init);
    expect(reply.status).toBe(status);
    expect(reply.body['code']).toBe(code);
});

test('an unknown endpoint answers 404', async () => {
    expect((await call(`${snowflake.url}/api/v2/hello`, token)).status).toBe(404);
});

test('throttling and unavailability are answered without doing any work', async () => {
    snowflake.faults.order({
        kind: 'status',
        status: 429,
        code: '390505',
        message: 'Too many requests.',
        retryAfterSeconds: 2
    });
    snowflake.faults.order({ kind: 'status', status: 503 }, { statement: 'INSERT' });
    const throttled = await submit('EMPTY');
    expect(throttled).toMatchObject({ status: 429, body: { code: '390505', message: 'Too many requests.' } });
    expect(throttled.headers.get('retry-after')).toBe('2');
    expect((await submit('EMPTY')).status).toBe(200);
    expect((await submit('INSERT 1')).status).toBe(503);
    expect(account.executed).toHaveLength(1);
});

test('a cut body breaks off after the headers', async () => {
    snowflake.faults.order({ kind: 'cut-body' });
    const response = await fetch(statements(), {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, accept: '*/*', 'content-type': 'application/json' },
        body: JSON.stringify({ statement: 'NUMBERS 100' })
    });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('terminated');
});

test('a dropped connection leaves the statement unrun when dropped before', async () => {
    snowflake.faults.order({ kind: 'drop-before' });
    await expect(submit('INSERT 1')).rejects.toThrow('fetch failed');
    expect(account.executed).toEqual([]);
});

test('the log names statements and kinds of credentials, never a credential', async () => {
    await submit('NUMBERS 3', '?async=false');
    expect(snowflake.requests).toEqual([
        {
            method: 'POST',
            path: '/api/v2/statements',
            query: { async: 'false' },
            host: expect.any(String),
            statement: 'NUMBERS 3',
            timeoutSeconds: null,
            auth: 'key-pair',
            refusal: null,
            status: 200
        }
    ]);
    expect(JSON.stringify(snowflake.requests)).not.toContain(token);
});
