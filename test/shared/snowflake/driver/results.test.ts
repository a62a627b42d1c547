import { describe, expect, test } from 'vitest';
import { EVERY_TYPE } from 'snowflake-stand-in/protocol/fake-engine.js';
import { embedded } from './account.js';

test('cells and columns are those of the SQL API, digit by digit', async () => {
    const { client } = await embedded();
    const result = await client().execute('EVERY TYPE');
    expect(await result.partition(0)).toEqual(EVERY_TYPE.rows);
    const computed = { database: '', schema: '', table: '', collation: null };
    expect(result.columns).toEqual(EVERY_TYPE.columns.map((column) => ({ ...column, ...computed })));
});

test('binds go out with their types', async () => {
    const { client, account } = await embedded();
    const binds = [
        { type: 'FIXED', value: '12345678901234567890' },
        { type: 'TEXT', value: "it's" },
        { type: 'TIMESTAMP_NTZ', value: null }
    ] as const;
    const result = await client().execute('SELECT ?, ?, ?', { binds });
    expect(account.executed.at(-1)?.binds).toEqual(binds);
    expect(await result.partition(0)).toEqual([['12345678901234567890', "it's", null]]);
});

test('a change of rows says how many', async () => {
    const { client } = await embedded();
    const result = await client().execute('INSERT INTO T VALUES (1)');
    expect(result.stats).toEqual({ rowsInserted: 1, rowsUpdated: 0, rowsDeleted: 0, duplicateRowsUpdated: 0 });
    const read = await client().execute('NUMBERS 1');
    expect(read.stats).toBeNull();
});

test('no rows are one empty partition', async () => {
    const { client } = await embedded();
    const result = await client().execute('EMPTY');
    expect([result.rowCount, result.partitionCount, await result.partition(0)]).toEqual([0, 1, []]);
});

describe('a result in chunks', () => {
    test('each chunk is downloaded while the one before it is read, without credentials', async () => {
        const { client, fetched } = await embedded();
        const result = await client().execute('NUMBERS 1000');
        expect(fetched).toEqual([]);
        const sizes: number[] = [];
        const rows: unknown[] = [];
        for await (const { rows: part } of result.slices()) {
            sizes.push(fetched.length);
            rows.push(...part);
        }
        expect(rows).toEqual(Array.from({ length: 1000 }, (_, index) => [String(index), `row ${index}`]));
        const chunks = result.partitionCount - 1;
        expect(sizes).toEqual(Array.from({ length: chunks + 1 }, (_, index) => Math.min(index + 1, chunks)));
        expect(result.partitionCount).toBeGreaterThan(5);
        for (const { headers } of fetched) {
            expect(Object.keys(headers).map((name) => name.toLowerCase())).not.toContain('authorization');
            expect(headers).toHaveProperty('x-amz-server-side-encryption-customer-key');
        }
    });

    test('one partition can be read by its number, again and again', async () => {
        const { client } = await embedded();
        const result = await client().execute('NUMBERS 300');
        const last = await result.partition(result.partitionCount - 1);
        expect(last.at(-1)).toEqual(['299', 'row 299']);
        expect(await result.partition(result.partitionCount - 1)).toEqual(last);
        expect((await result.partition(0))[0]).toEqual(['0', 'row 0']);
    });

    test('a download that breaks is tried again', async () => {
        const { client, server, fetched } = await embedded();
        const result = await client({}, { retryWaitMs: 1 }).execute('NUMBERS 300');
        const { path } = await firstChunk();
        server.faults.order({ kind: 'status', status: 503 }, { path });
        server.faults.order({ kind: 'drop-before' }, { path });
        server.faults.order({ kind: 'cut-body' }, { path });
        expect(await result.partition(1)).toHaveLength((await result.partition(1)).length);
        expect(fetched.length).toBeGreaterThanOrEqual(4);

        async function firstChunk() {
            await result.partition(1);
            const [chunk] = fetched;
            if (!chunk) throw new Error('No chunk was fetched.');
            return { path: chunk.path.split('?')[0] ?? '' };
        }
    });

    test('an address that has expired is asked for anew', async () => {
        const { client, server, fetched, proxied } = await embedded();
        const result = await client().execute('NUMBERS 300');
        await result.partition(1);
        server.faults.order({ kind: 'status', status: 403 }, { path: fetched[0]?.path.split('?')[0] ?? '' });
        expect(await result.partition(1)).toEqual(await result.partition(1));
        expect(proxied.at(-1)?.path).toContain(`/queries/${result.handle}/result?`);
    });

    test('a download that keeps failing is a clear error', async () => {
        const { client, server, fetched } = await embedded();
        const result = await client({}, { retryWaitMs: 1 }).execute('NUMBERS 300');
        await result.partition(1);
        server.faults.order({ kind: 'status', status: 500 }, { path: fetched[0]?.path.split('?')[0] ?? '' }, 100);
        await expect(result.partition(1)).rejects.toMatchObject({
            code: 'unavailable',
            message: "Part 2 of a result could not be downloaded from Snowflake's storage (HTTP 500)."
        });
    });
});

describe('statements that take long', () => {
    test('a running statement is waited for, never read as empty', async () => {
        const { client, server } = await embedded();
        const hold = server.faults.hold('NUMBERS 7');
        const running = client().execute('NUMBERS 7');
        await hold.reached;
        await expect
            .poll(() => server.requests.filter(({ path }) => path.endsWith('/result')).length)
            .toBeGreaterThan(1);
        hold.release();
        expect((await running).rowCount).toBe(7);
    });

    test('a submitted statement is asked about and read later', async () => {
        const { client, server } = await embedded();
        const hold = server.faults.hold('NUMBERS 7');
        const own = client();
        const handle = await own.submit('NUMBERS 7');
        expect(await own.status(handle)).toEqual({ state: 'running', handle });
        hold.release();
        await expect.poll(async () => (await own.status(handle)).state).toBe('succeeded');
        const status = await own.status(handle);
        if (status.state !== 'succeeded') throw new Error('It was done a moment ago.');
        expect(await status.result.partition(0)).toHaveLength(7);
    });

    test('a submitted statement that failed throws what Snowflake said', async () => {
        const { client } = await embedded();
        const own = client();
        const handle = await own.submit('BOOM');
        await expect
            .poll(() => own.status(handle).catch((error: unknown) => error))
            .toMatchObject({
                code: 'sql_error',
                vendorCode: '001003'
            });
    });

    test('an unknown handle is said to be unknown', async () => {
        const { client } = await embedded();
        await expect(client().status(crypto.randomUUID())).rejects.toMatchObject({ code: 'statement_not_found' });
    });

    test('a cancelled statement ends', async () => {
        const { client, account } = await embedded();
        const own = client();
        const handle = await own.submit('WAIT');
        await expect.poll(async () => (await own.status(handle)).state).toBe('running');
        await own.cancel(handle);
        expect(account.aborted).toEqual(['WAIT']);
        await expect(own.status(handle)).rejects.toMatchObject({ code: 'statement_cancelled' });
    });

    test('a refusal while it is waited for says nothing of the statement: it is cancelled', async () => {
        const { client, server, account } = await embedded();
        server.faults.order({ kind: 'status', status: 403, code: '390422', message: 'No.' }, { path: /\/result/ });
        await expect(client().execute('WAIT')).rejects.toMatchObject({
            code: 'outcome_unknown',
            cause: { code: 'network_policy' }
        });
        expect(account.aborted).toEqual(['WAIT']);
    });

    test('the timeout is Snowflake’s to enforce, per statement', async () => {
        const { client, proxied } = await embedded();
        await client().execute('NUMBERS 1', { timeoutSeconds: 7, parameters: { QUERY_TAG: 'x' } });
        expect(proxied.at(-1)?.body).toMatchObject({
            parameters: { STATEMENT_TIMEOUT_IN_SECONDS: 7, QUERY_TAG: 'x' }
        });
    });
});

test('several statements in one text give their handles, each readable on its own', async () => {
    const { client } = await embedded();
    const own = client({ config: { warehouse: 'WH' } });
    const result = await own.execute('NUMBERS 2; NUMBERS 3', { statementCount: 2 });
    expect(result.childHandles).toHaveLength(2);
    const second = await own.status(result.childHandles[1] ?? '');
    if (second.state !== 'succeeded') throw new Error('A finished statement is not running.');
    expect(await second.result.partition(0)).toHaveLength(3);
});
