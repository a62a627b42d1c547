/** The SQL API client against documented request/response pairs; time is fake, so waiting is exact and costs none. */
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

test('later partitions are fetched one at a time, and may hold data alone', async () => {
    const { nango, sent } = nangoWith(
        result([['1']], 3),
        { status: 200, data: { data: [['2']] } },
        { status: 200, data: { data: [['3']] } }
    );
    const answer = await sqlApiClient(nango).execute('SELECT 1');
    const rows: unknown[] = [];
    for await (const partition of answer.partitions()) {
        rows.push(...partition);
        expect(sent).toHaveLength(rows.length);
    }
    expect(rows).toEqual([['1'], ['2'], ['3']]);
    expect(sent.slice(1).map((request) => request.params)).toEqual([{ partition: '1' }, { partition: '2' }]);
});

test('a running statement is polled with a growing wait until it is done', async () => {
    const { nango, sent } = nangoWith(RUNNING, RUNNING, RUNNING, RUNNING, result([['1']]));
    await settled(sqlApiClient(nango).execute('CALL SYSTEM$WAIT(60)'));
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
    await settled(sqlApiClient(nango).execute('INSERT INTO T VALUES (1)'));
    expect(new Set(sent.map((request) => request.params['requestId'])).size).toBe(1);
    expect(sent.map((request) => request.params['retry'])).toEqual([undefined, 'true', 'true', 'true']);
});

test('Retry-After is honoured on 429', async () => {
    const { nango, sent } = nangoWith({ status: 429, data: {}, headers: { 'retry-after': '7' } }, result([['1']]));
    await settled(sqlApiClient(nango).execute('SELECT 1'));
    expect(sent[1]?.atMs).toBe(7000);
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
    const { nango, sent } = nangoWith(RUNNING, ...Array.from({ length: 15 }, () => RUNNING), { status: 200, data: {} });
    const error = await settled(sqlApiClient(nango).execute('SELECT 1', { timeoutSeconds: 30 }));
    expect(error).toMatchObject({ code: 'statement_timeout' });
    expect(sent.at(-1)).toMatchObject({ method: 'POST', endpoint: '/api/v2/statements/H1/cancel' });
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
    const { nango, sent } = nangoWith(RUNNING, ...refusals, { status: 200, data: {} });
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
