/** The SQL API client against documented request/response pairs; time is fake, so waiting is exact and costs none. */
import { setImmediate as tick } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { SnowflakeError } from '../../../../shared/snowflake/errors.js';
import { sqlApiClient } from '../../../../shared/snowflake/sql-api/client.js';
import type { SqlApiHandle } from '../../../../shared/snowflake/sql-api/handle.js';
import { retryAfterMs } from '../../../../shared/snowflake/retries.js';

const SentSchema = z.object({
    method: z.string(),
    endpoint: z.string(),
    params: z.record(z.string(), z.string()).default({}),
    data: z.record(z.string(), z.unknown()).optional()
});
type Sent = z.infer<typeof SentSchema> & { readonly atMs: number };

type Reply =
    | { readonly status: number; readonly data: unknown; readonly headers?: Record<string, string> }
    | { readonly network: string };

const ROW_TYPE = [{ name: 'N', type: 'fixed', precision: 38, scale: 0, length: null, nullable: false }];
const RUNNING: Reply = { status: 202, data: { code: '333334', statementHandle: 'H1', message: 'in progress' } };

/** As the SQL API answers a cancellation. */
const CANCELLED: Reply = {
    status: 200,
    data: { code: '000604', message: 'SQL execution canceled', statementHandle: 'H1' }
};

function result(data: unknown[][], partitions = 1): Reply {
    return {
        status: 200,
        data: {
            code: '090001',
            statementHandle: 'H1',
            resultSetMetaData: {
                numRows: data.length * partitions,
                rowType: ROW_TYPE,
                partitionInfo: Array.from({ length: partitions }, () => ({ rowCount: data.length }))
            },
            data
        }
    };
}

/** A handle whose proxy gives the replies in turn, and keeps what was sent. */
function nangoWith(...replies: Reply[]): {
    nango: SqlApiHandle;
    sent: Sent[];
    refreshes: () => number;
    logs: string[];
} {
    const sent: Sent[] = [];
    const logs: string[] = [];
    let refreshed = 0;
    const nango: SqlApiHandle = {
        getConnection: async (_integration, _connection, options) => {
            if (options?.forceRefresh) refreshed += 1;
            return { connection_config: { role: 'READER', warehouse: '' } };
        },
        log: async (message) => {
            logs.push(message);
        },
        proxy: async (config) => {
            sent.push({ ...SentSchema.parse(config), atMs: Date.now() });
            const reply = replies.shift();
            if (!reply) throw new Error('The test gave no further reply.');
            if ('network' in reply) throw Object.assign(new Error('network'), { code: reply.network });
            if (reply.status >= 300) throw Object.assign(new Error('http'), { response: { headers: {}, ...reply } });
            return reply;
        }
    };
    return { nango, sent, refreshes: () => refreshed, logs };
}

beforeEach(() => {
    vi.useFakeTimers({ now: 0 });
    // Node's timers can be closed; the fake ones lack that.
    const fake = globalThis.setTimeout;
    vi.stubGlobal('setTimeout', (run: () => void, ms: number) => {
        const timer = fake(run, ms);
        return Object.assign(timer, { close: () => clearTimeout(timer) });
    });
});
afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
});

/** Lets all waiting pass, and gives the value or the error. */
async function settled<T>(work: Promise<T>): Promise<T | unknown> {
    const outcome = work.catch((error: unknown) => error);
    await vi.runAllTimersAsync();
    return await outcome;
}

test('a statement that is done at once is one request', async () => {
    const { nango, sent } = nangoWith(result([['1']]));
    const answer = await sqlApiClient(nango).execute('SELECT 1', { timeoutSeconds: 60 });
    expect(await answer.partition(0)).toEqual([['1']]);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
        method: 'POST',
        endpoint: '/api/v2/statements',
        data: { statement: 'SELECT 1', timeout: 60, role: 'READER' }
    });
    expect(sent[0]?.data).not.toHaveProperty('warehouse');
    expect(sent[0]?.params).not.toHaveProperty('retry');
});

test('each later partition is fetched while the one before it is read, and may hold data alone', async () => {
    const { nango, sent } = nangoWith(
        result([['1']], 3),
        { status: 200, data: { data: [['2']] } },
        { status: 200, data: { data: [['3']] } }
    );
    const answer = await sqlApiClient(nango).execute('SELECT 1');
    const rows: unknown[] = [];
    for await (const slice of answer.slices()) {
        rows.push(...slice.rows);
        await tick();
        expect(sent).toHaveLength(Math.min(rows.length + 1, 3));
    }
    expect(rows).toEqual([['1'], ['2'], ['3']]);
    expect(sent.slice(1).map((request) => request.params)).toEqual([{ partition: '1' }, { partition: '2' }]);
});

test('a running statement is polled with a growing wait until it is done', async () => {
    const { nango, sent } = nangoWith(RUNNING, RUNNING, RUNNING, RUNNING, result([['1']]));
    await settled(sqlApiClient(nango).execute('SELECT SYSTEM$WAIT(60)'));
    const waits = sent.slice(1).map((request, index) => request.atMs - (sent[index]?.atMs ?? 0));
    expect(waits).toEqual([250, 500, 1000, 2000]);
    expect(sent.at(-1)?.endpoint).toBe('/api/v2/statements/H1');
});

test('a resubmission carries the same request id and says so', async () => {
    const { nango, sent } = nangoWith(
        { status: 503, data: '' },
        { network: 'ECONNRESET' },
        { status: 503, data: '' },
        result([['1']])
    );
    await settled(sqlApiClient(nango).execute('CREATE TABLE T (A INT)'));
    expect(new Set(sent.map((request) => request.params['requestId'])).size).toBe(1);
    expect(sent.map((request) => request.params['retry'])).toEqual([undefined, 'true', 'true', 'true']);
});

test('Retry-After is honoured on 429', async () => {
    const { nango, sent } = nangoWith({ status: 429, data: {}, headers: { 'retry-after': '7' } }, result([['1']]));
    await settled(sqlApiClient(nango).execute('SELECT 1'));
    expect(sent[1]?.atMs).toBeGreaterThanOrEqual(7000);
    expect(sent[1]?.atMs).toBeLessThan(7300);
});

test('a refused token is refreshed once, and then the refusal stands', async () => {
    const refusal: Reply = { status: 401, data: { code: '390144', message: 'JWT token is invalid.' } };
    const once = nangoWith(refusal, result([['1']]));
    await settled(sqlApiClient(once.nango).execute('SELECT 1'));
    expect(once.refreshes()).toBe(1);

    const twice = nangoWith(refusal, refusal);
    const error = await settled(sqlApiClient(twice.nango).execute('SELECT 1'));
    expect(error).toBeInstanceOf(SnowflakeError);
    expect(error).toMatchObject({ code: 'invalid_credentials', vendorCode: '390144' });
    expect(twice.sent).toHaveLength(2);
});

test('an outage that does not end becomes a clear error', async () => {
    const { nango } = nangoWith(...Array.from({ length: 7 }, (): Reply => ({ status: 503, data: '<html>' })));
    expect(await settled(sqlApiClient(nango).execute('SELECT 1'))).toMatchObject({ code: 'unavailable' });
});

test('a failed statement is not tried again', async () => {
    const { nango, sent } = nangoWith({
        status: 422,
        data: {
            code: '002003',
            sqlState: '02000',
            message: "SQL compilation error:\nObject 'X' does not exist or not authorized."
        }
    });
    const error = await settled(sqlApiClient(nango).execute('SELECT * FROM X'));
    expect(error).toMatchObject({
        code: 'object_not_found',
        message: "Snowflake: SQL compilation error: Object 'X' does not exist or not authorized."
    });
    expect(sent).toHaveLength(1);
});

test('a statement that outlives its timeout is cancelled, not left behind', async () => {
    const { nango, sent } = nangoWith(RUNNING, ...Array.from({ length: 15 }, () => RUNNING), CANCELLED);
    const error = await settled(sqlApiClient(nango).execute('SELECT 1', { timeoutSeconds: 30 }));
    expect(error).toMatchObject({ code: 'statement_timeout' });
    expect(sent.at(-1)).toMatchObject({ method: 'POST', endpoint: '/api/v2/statements/H1/cancel' });
});

test.each([
    ['a page', '<html>Sign in</html>'],
    ['nothing', ''],
    ['other JSON', {}]
])('HTTP 200 with %s in place of a cancellation cancels nothing', async (_what, data) => {
    const { nango } = nangoWith({ status: 200, data }, CANCELLED);
    expect(await settled(sqlApiClient(nango).cancel('H1'))).toMatchObject({ code: 'unexpected_response' });
    expect(await settled(sqlApiClient(nango).cancel('H1'))).toBeUndefined();
});

test('a statement that Snowflake itself timed out is reported as that, without a cancel', async () => {
    const { nango, sent } = nangoWith(RUNNING, {
        status: 408,
        data: { code: '000630', message: 'Statement reached its statement or warehouse timeout' }
    });
    expect(await settled(sqlApiClient(nango).execute('SELECT 1'))).toMatchObject({
        code: 'statement_timeout',
        vendorCode: '000630'
    });
    expect(sent).toHaveLength(2);
});

test.each([
    ['an expired session', 401, '390318', 'session_expired', 2],
    ['a refused token', 401, '390144', 'invalid_credentials', 2],
    ['too many requests', 429, '000429', 'too_many_requests', 7],
    ['an outage', 503, '000001', 'unavailable', 7]
])('%s while a statement is polled says nothing of the statement: it is cancelled', async (_what, ...refused) => {
    const [status, vendorCode, code, polls] = refused;
    const refusals = Array.from({ length: polls }, (): Reply => ({
        status,
        data: { code: vendorCode, message: 'No.' }
    }));
    const { nango, sent } = nangoWith(RUNNING, ...refusals, CANCELLED);
    expect(await settled(sqlApiClient(nango).execute('SELECT 1'))).toMatchObject({ code });
    expect(sent).toHaveLength(polls + 2);
    expect(sent.at(-1)).toMatchObject({ method: 'POST', endpoint: '/api/v2/statements/H1/cancel' });
});

test('a statement that fails while it is polled is not cancelled', async () => {
    const { nango, sent } = nangoWith(RUNNING, {
        status: 422,
        data: { code: '100038', sqlState: '22018', message: "Numeric value 'x' is not recognized" }
    });
    expect(await settled(sqlApiClient(nango).execute('SELECT 1'))).toMatchObject({ code: 'sql_error' });
    expect(sent).toHaveLength(2);
});

test('an answer that is no answer of the SQL API is never read as an empty result', async () => {
    const { nango } = nangoWith({ status: 200, data: '<html>maintenance</html>' });
    expect(await settled(sqlApiClient(nango).execute('SELECT 1'))).toMatchObject({ code: 'unexpected_response' });
});

test.each([[{}], [{ data: null }], [{ data: [] }]])(
    'an answer that lacks the rows it announces is never read as an empty result: %j',
    async (data) => {
        const { nango } = nangoWith({ ...result([['1']], 2) }, { status: 200, data });
        const answer = await sqlApiClient(nango).execute('SELECT 1');
        expect(await settled(answer.partition(1))).toMatchObject({ code: 'unexpected_response' });
    }
);

function withPartitions(numRows: number, partitionInfo: object[] | null, data: unknown, more: object = {}): Reply {
    const resultSetMetaData = { numRows, rowType: ROW_TYPE, partitionInfo };
    return { status: 200, data: { code: '090001', statementHandle: 'H1', resultSetMetaData, data, ...more } };
}

function withRows(numRows: number, rowCounts: number[] | null, data: unknown, more: object = {}): Reply {
    return withPartitions(numRows, rowCounts && rowCounts.map((rowCount) => ({ rowCount })), data, more);
}

test.each([
    ['fewer rows than announced', withRows(3, [3], [['1']])],
    ['more rows than announced', withRows(1, [1], [['1'], ['2']])],
    ['fewer rows, and no partitions', withRows(3, null, [['1']])],
    ['rows announced, and neither partitions nor rows', withRows(4, [], null)],
    ['rows announced, and neither partitions nor rows but an empty list', withRows(4, [], [])],
    ['fewer rows in the only partition than in all', withRows(3, [1], [['1']])],
    ['partitions that do not say how many rows they hold', withPartitions(1, [{}, {}], [['1']])],
    ['partitions that do not add up', withRows(5, [1, 3], [['1']])],
    ['no list of rows at all', withRows(1, null, undefined)],
    ['a code that says the result is not whole', withRows(1, [1], [['1']], { code: '391908' })],
    ['that code as a number', withRows(1, [1], [['1']], { code: 391908 })]
])('%s is no result', async (_what, reply) => {
    const { nango } = nangoWith(reply);
    expect(await settled(sqlApiClient(nango).execute('SELECT 1'))).toMatchObject({ code: 'unexpected_response' });
});

test.each([
    ['a row with a cell too many', [['1', '2']]],
    ['a row with a cell too few', [[]]],
    ['a row that is no list', ['1']],
    ['a cell that is no text', [[{ a: 1 }]]]
])('%s is not read', async (_what, data) => {
    const { nango } = nangoWith(withRows(1, [1], data));
    const answer = await sqlApiClient(nango).execute('SELECT 1');
    expect(await settled(answer.partition(0))).toMatchObject({ code: 'unexpected_response' });
});

test('a cell that is a number or a truth value is read as its text', async () => {
    const { nango } = nangoWith(withRows(2, [2], [[1], [true]]));
    const answer = await sqlApiClient(nango).execute('SELECT 1');
    expect(await answer.partition(0)).toEqual([['1'], ['true']]);
});

test('a large answer whose rows are no JSON is not read to its end', async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => `["${index}"]`);
    const body = JSON.stringify({
        code: '090001',
        statementHandle: 'H1',
        resultSetMetaData: { numRows: rows.length, rowType: ROW_TYPE, partitionInfo: [{ rowCount: rows.length }] },
        data: []
    });
    const bytes = Buffer.from(body.replace('[]}', `[${rows.join(',').replace('"15000"', '15000x')}]}`));
    const { nango } = nangoWith({ status: 200, data: bytes });
    const read = sqlApiClient(nango)
        .execute('SELECT 1')
        .then(async (answer) => await answer.partition(0));
    expect(await settled(read)).toMatchObject({ code: 'unexpected_response' });
});

test.each([
    ['no rows, in one partition', withRows(0, [0], [])],
    ['no rows, in none', withRows(0, [], [])],
    ['no rows, without a list', withRows(0, [0], null)],
    ['no rows, without partitions', withRows(0, null, [])]
])('%s are none', async (_what, reply) => {
    const { nango } = nangoWith(reply);
    const answer = await sqlApiClient(nango).execute('SELECT 1');
    expect([answer.rowCount, answer.partitionCount, await answer.partition(0)]).toEqual([0, 1, []]);
});

test('the only partition need not say how many rows it holds', async () => {
    const { nango } = nangoWith(withPartitions(1, [{ uncompressedSize: 9 }], [['1']]));
    expect(await sqlApiClient(nango).execute('SELECT 1')).toMatchObject({
        rowCount: 1,
        partitionInfo: [{ rowCount: 1 }]
    });
});

test.each([
    ['with a row less', { data: [] }],
    ['with a row more', { data: [['2'], ['3']] }],
    ['with another width', { data: [['2', '3']] }],
    ['with the code of a cut result', { data: [['2']], code: '391908', message: 'too large' }]
])('a later partition %s is no partition', async (_what, data) => {
    const { nango } = nangoWith(result([['1']], 2), { status: 200, data });
    const answer = await sqlApiClient(nango).execute('SELECT 1');
    expect(await settled(answer.partition(1))).toMatchObject({ code: 'unexpected_response' });
});

test('a refusal in the place of a later partition keeps its meaning', async () => {
    const data = { code: '000709', message: 'Statement not found' };
    const { nango } = nangoWith(result([['1']], 2), { status: 200, data });
    const answer = await sqlApiClient(nango).execute('SELECT 1');
    expect(await settled(answer.partition(1))).toMatchObject({ code: 'statement_not_found' });
});

test('a partition that is still being written is asked for again', async () => {
    const { nango, sent } = nangoWith(result([['1']], 2), RUNNING, RUNNING, { status: 200, data: { data: [['2']] } });
    const answer = await sqlApiClient(nango).execute('SELECT 1');
    expect(await settled(answer.partition(1))).toEqual([['2']]);
    expect(sent.slice(1).map(({ params }) => params['partition'])).toEqual(['1', '1', '1']);
});

test('a partition that never comes is given up', async () => {
    const { nango } = nangoWith(result([['1']], 2), ...Array.from({ length: 100 }, () => RUNNING));
    const answer = await sqlApiClient(nango).execute('SELECT 1');
    expect(await settled(answer.partition(1))).toMatchObject({ code: 'unavailable' });
});

test('a running statement without a handle is asked about at the address it gives', async () => {
    const statementStatusUrl = '/api/v2/statements/H1?requestId=x';
    const { nango, sent } = nangoWith({ status: 202, data: { code: '333334', statementStatusUrl } }, result([['1']]));
    expect(await settled(sqlApiClient(nango).execute('SELECT 1'))).toMatchObject({ rowCount: 1 });
    expect(sent[1]?.endpoint).toBe('/api/v2/statements/H1');
});

test.each([[{}], [''], [{ code: '333334', message: 'in progress' }], [{ statementStatusUrl: '/elsewhere' }]])(
    'a running statement that cannot be asked about is said to be that: %j',
    async (data) => {
        const { nango } = nangoWith({ status: 202, data });
        const error = await settled(sqlApiClient(nango).execute('SELECT 1'));
        expect(error).toMatchObject({ code: 'unexpected_response', vendorCode: undefined });
        expect(error).toHaveProperty('message', expect.stringContaining('by which handle'));
    }
);

test.each([
    [429, '390100', 'too_many_requests'],
    [503, '390100', 'unavailable'],
    [502, '002003', 'unavailable']
])('HTTP %i stays what it is, whatever code its body has (%s)', async (status, code, meaning) => {
    const reply: Reply = { status, data: { code, message: 'Incorrect username or password was specified.' } };
    const { nango } = nangoWith(...Array.from({ length: 7 }, () => reply));
    expect(await settled(sqlApiClient(nango).execute('SELECT 1'))).toMatchObject({ code: meaning });
});

test('an answer is read by what its bytes are', async () => {
    const bytes = Buffer.from(JSON.stringify({ data: [['2']] }));
    const { nango, sent } = nangoWith(
        result([['1']], 3),
        { status: 200, data: bytes },
        { status: 200, data: gzipSync(bytes) }
    );
    const answer = await sqlApiClient(nango).execute('SELECT 1');
    expect(await settled(answer.partition(1))).toEqual([['2']]);
    expect(await settled(answer.partition(2))).toEqual([['2']]);
    expect(sent).toHaveLength(3);
});

test('a refusal that came packed without a header keeps its meaning', async () => {
    const data = gzipSync(JSON.stringify({ code: '002003', message: 'Object does not exist.', sqlState: '42S02' }));
    const { nango } = nangoWith({ status: 422, data }, { status: 422, data: data.subarray(0, 20) });
    const client = sqlApiClient(nango);
    expect(await settled(client.execute('SELECT 1'))).toMatchObject({ code: 'object_not_found' });
    expect(await settled(client.execute('SELECT 1'))).toMatchObject({ code: 'sql_error', vendorCode: undefined });
});

test('packed bytes that broke off are asked for again, and are no rows', async () => {
    const packed = gzipSync(JSON.stringify({ data: [['2']] }));
    const broken = { status: 200, data: packed.subarray(0, 20) };
    const { nango, sent } = nangoWith(result([['1']], 2), broken, broken, { status: 200, data: packed });
    const answer = await sqlApiClient(nango).execute('SELECT 1');
    expect(await settled(answer.partition(1))).toEqual([['2']]);
    expect(sent).toHaveLength(4);
    const never = nangoWith(result([['1']], 2), ...Array.from({ length: 20 }, () => broken));
    const lost = await sqlApiClient(never.nango).execute('SELECT 1');
    expect(await settled(lost.partition(1))).toMatchObject({ code: 'unavailable' });
});

test('a date in the format of an account is not guessed at', async () => {
    const rowType = [{ name: 'D', type: 'date', nullable: true }];
    const { nango } = nangoWith({
        status: 200,
        data: { statementHandle: 'H1', resultSetMetaData: { numRows: 1, rowType }, data: [['01/02/2026']] }
    });
    const answer = await sqlApiClient(nango).execute('SELECT 1');
    const error = await settled(answer.partition(0));
    expect(error).toHaveProperty('message', expect.stringContaining('DATE_OUTPUT_FORMAT'));
});

test('a statement goes with the parameters that make its answer whole', async () => {
    const { nango, sent } = nangoWith(result([['1']]), result([['1']]));
    const client = sqlApiClient(nango);
    await client.execute('SELECT 1');
    await client.execute('SELECT 1', { statementCount: 2, parameters: { query_tag: 'x', rows_per_resultset: 5 } });
    expect(sent.map(({ data }) => data?.['parameters'])).toEqual([
        { ROWS_PER_RESULTSET: '0', MULTI_STATEMENT_COUNT: '1', BINARY_OUTPUT_FORMAT: 'HEX' },
        { ROWS_PER_RESULTSET: '5', MULTI_STATEMENT_COUNT: '2', BINARY_OUTPUT_FORMAT: 'HEX', QUERY_TAG: 'x' }
    ]);
});

/** What SHOW PARAMETERS says of one parameter. */
function shown(name: string, value: string): Reply {
    const rowType = ['key', 'value'].map((column) => ({ name: column, type: 'text' }));
    return {
        status: 200,
        data: { statementHandle: 'P', resultSetMetaData: { numRows: 1, rowType }, data: [[name, value]] }
    };
}

test('a name in lower case asks once whether the account reads it so', async () => {
    const { nango, sent } = nangoWith(
        shown('QUOTED_IDENTIFIERS_IGNORE_CASE', 'false'),
        result([['1']]),
        result([['1']])
    );
    const client = sqlApiClient(nango);
    await client.execute('SHOW TABLES IN DATABASE "sales"');
    await client.execute('SHOW TABLES IN DATABASE "other"');
    expect(sent.map(({ data }) => data?.['statement'])).toEqual([
        'SHOW PARAMETERS IN SESSION',
        'SHOW TABLES IN DATABASE "sales"',
        'SHOW TABLES IN DATABASE "other"'
    ]);
});

test.each([
    ['QUOTED_IDENTIFIERS_IGNORE_CASE', 'true', 'SHOW TABLES IN DATABASE "sales"', 'FALSE'],
    ['AUTOCOMMIT', 'false', 'INSERT INTO T VALUES (1)', 'TRUE']
])('a statement that %s = %s would change is not sent', async (name, value, statement, good) => {
    const { nango, sent } = nangoWith(shown(name, value));
    const error = await settled(sqlApiClient(nango).execute(statement));
    expect(error).toMatchObject({ code: 'parameter_in_the_way' });
    expect(error).toHaveProperty('advice', expect.stringContaining(`${name} = ${good}`));
    expect(sent).toHaveLength(1);
});

test('a server without SHOW PARAMETERS has not set them', async () => {
    const { nango } = nangoWith(
        { status: 422, data: { code: '001003', sqlState: '42000', message: 'syntax error' } },
        result([['1']])
    );
    expect(await settled(sqlApiClient(nango).execute('SELECT 1 AS "one"'))).toMatchObject({ rowCount: 1 });
});

test('a refusal that comes with HTTP 200 is a refusal', async () => {
    const { nango } = nangoWith({
        status: 200,
        data: { code: '001003', sqlState: '42000', message: 'SQL compilation error: syntax error' }
    });
    expect(await settled(sqlApiClient(nango).execute('SELEC 1'))).toMatchObject({
        code: 'sql_error',
        vendorCode: '001003'
    });
});

test('a statement that its code calls running is polled, whatever the status', async () => {
    const { nango } = nangoWith({ ...RUNNING, status: 200 }, { ...RUNNING, status: 200 }, result([['1']]));
    expect(await settled(sqlApiClient(nango).execute('SELECT 1'))).toMatchObject({ rowCount: 1 });
});

test("what is not Snowflake's is passed on as it is", async () => {
    const { nango } = nangoWith();
    expect(await settled(sqlApiClient(nango).execute('SELECT 1'))).not.toBeInstanceOf(SnowflakeError);
});

test('a submitted statement gives its handle, and its status is asked once', async () => {
    const { nango, sent } = nangoWith(RUNNING, RUNNING, result([['1']]));
    const client = sqlApiClient(nango);
    expect(await client.submit('SELECT 1')).toBe('H1');
    expect(sent[0]?.params['async']).toBe('true');
    expect(await client.status('H1')).toEqual({ state: 'running', handle: 'H1' });
    expect(await client.status('H1')).toMatchObject({ state: 'succeeded', result: { rowCount: 1 } });
});

test.each([
    ['5', 5000],
    ['Thu, 01 Jan 1970 00:00:09 GMT', 9000],
    ['-3', 0],
    ['99999', 120_000],
    ['soon', undefined],
    [undefined, undefined]
])('Retry-After %j waits %j ms', (header, ms) => {
    expect(retryAfterMs(header, 0)).toBe(ms);
});
