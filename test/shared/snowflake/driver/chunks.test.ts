/** Downloads from cloud storage that go wrong; whole results are in results.test.ts. */
import { ExecutionAbortedSDKError, ExecutionInterruptedSDKError, ExecutionTimeoutSDKError } from '@nangohq/runner-sdk';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test, vi } from 'vitest';
import { DataSchema } from '../../../../shared/snowflake/driver/answers.js';
import { downloadChunk } from '../../../../shared/snowflake/driver/chunks.js';
import type { ChunkOutcome } from '../../../../shared/snowflake/driver/chunks.js';
import { resultOf } from '../../../../shared/snowflake/driver/result.js';
import { embedded } from './account.js';

const CHUNK = { url: 'https://storage.googleapis.com/bucket/chunk?signature=x', rowCount: 1, headers: {} };
const OPTIONS = { retryWaitMs: 1, isFresh: false };
const expired = (code: string): string => `<?xml version='1.0'?><Error><Code>${code}</Code></Error>`;

/** Storage that gives the answers in turn, and the row at the end. */
function storage(...answers: { readonly status: number; readonly text: string }[]) {
    let asked = 0;
    const uncontrolledFetch = async (): Promise<Response> => {
        asked += 1;
        const answer = answers.shift();
        return answer ? new Response(answer.text, { status: answer.status }) : new Response('["1"]');
    };
    return { nango: { uncontrolledFetch }, asked: () => asked };
}

function rowsOf(outcome: ChunkOutcome): unknown[] {
    return outcome.kind === 'rows' ? [...outcome.rows.slices()].flat() : [outcome];
}

test.each([
    [403, 'AccessDenied'],
    [400, 'ExpiredToken']
])('HTTP %i %s asks for a new address at once', async (status, code) => {
    const { nango, asked } = storage({ status, text: expired(code) });
    expect(await downloadChunk(nango, CHUNK, OPTIONS)).toEqual({ kind: 'refused', status });
    expect(asked()).toBe(1);
});

test('a new address is tried again where storage refuses it', async () => {
    const refusal = { status: 403, text: expired('AccessDenied') };
    const { nango, asked } = storage(refusal, refusal);
    expect(rowsOf(await downloadChunk(nango, CHUNK, { ...OPTIONS, isFresh: true }))).toEqual([['1']]);
    expect(asked()).toBe(3);
});

test('another bad request is a failed download', async () => {
    const { nango, asked } = storage({ status: 400, text: expired('InvalidRequest') });
    expect(await downloadChunk(nango, CHUNK, OPTIONS)).toMatchObject({ kind: 'rows' });
    expect(asked()).toBe(2);
});

test('a chunk is read by what its bytes are', async () => {
    const packed = gzipSync('["1"]');
    for (const body of [packed, new TextEncoder().encode('["1"]')]) {
        const uncontrolledFetch = async (): Promise<Response> => new Response(body);
        expect(rowsOf(await downloadChunk({ uncontrolledFetch }, CHUNK, OPTIONS))).toEqual([['1']]);
    }
});

test.each([
    ['fewer', '', 0],
    ['more', '["1"],["2"]', 2]
])('a chunk with %s rows than announced is none, however often it comes', async (_what, text, came) => {
    const uncontrolledFetch = async (): Promise<Response> => new Response(text);
    expect(await downloadChunk({ uncontrolledFetch }, CHUNK, OPTIONS)).toEqual({
        kind: 'miscounted',
        announced: 1,
        came
    });
});

test.each([
    ['no JSON', Buffer.from('<Error/>')],
    ['packed and cut', gzipSync('["1"]').subarray(0, 15)]
])('a chunk that is %s is a failed download', async (_what, bytes) => {
    const uncontrolledFetch = async (): Promise<Response> => new Response(new Uint8Array(bytes));
    expect(await downloadChunk({ uncontrolledFetch }, CHUNK, OPTIONS)).toMatchObject({ kind: 'failed' });
});

test('a result that comes in other parts when it is asked for again is refused', async () => {
    const first = { queryId: 'Q', rowtype: [], total: 2, returned: 2 };
    const chunks = [1, 1].map((rowCount) => ({ url: CHUNK.url, rowCount }));
    const { nango } = storage({ status: 403, text: expired('AccessDenied') });
    const data = DataSchema.parse({ ...first, chunks });
    const again = DataSchema.parse({ ...first, chunks: [{ url: CHUNK.url, rowCount: 2 }] });
    const result = resultOf(nango, data, async () => again, 1);
    await expect(result.partition(0)).rejects.toMatchObject({ code: 'unexpected_response' });
});

test('two refusals in a row do not end a result; one that stays is said to be that', async () => {
    const { client, server } = await embedded();
    const result = await client({}, { retryWaitMs: 1 }).execute('NUMBERS 300');
    server.faults.order({ kind: 'status', status: 403 }, { path: '/chunks' }, 2);
    expect(await result.partition(1)).toEqual(await result.partition(1));
    server.faults.order({ kind: 'status', status: 403 }, { path: '/chunks' }, 100);
    await expect(result.partition(1)).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringContaining('storage refused the download, HTTP 403')
    });
});

test.each([
    ['an aborted', new ExecutionAbortedSDKError()],
    ['an interrupted', new ExecutionInterruptedSDKError()],
    ['an overdue', new ExecutionTimeoutSDKError()]
])('%s execution ends a download as it is, without retries', async (_, end) => {
    let asked = 0;
    const uncontrolledFetch = async (): Promise<Response> => {
        asked += 1;
        throw end;
    };
    await expect(downloadChunk({ uncontrolledFetch }, CHUNK, OPTIONS)).rejects.toBe(end);
    expect(asked).toBe(1);
});

test('Retry-After of storage is kept to', async () => {
    let asked = 0;
    const waits: number[] = [];
    const wait = setTimeout;
    vi.stubGlobal('setTimeout', (run: () => void, ms = 0) => {
        waits.push(ms);
        return wait(run, ms / 1000);
    });
    onTestFinished(() => {
        vi.unstubAllGlobals();
    });
    const uncontrolledFetch = async (): Promise<Response> => {
        asked += 1;
        return asked === 1
            ? new Response('', { status: 503, headers: { 'retry-after': '30' } })
            : new Response('["1"]', { headers: { etag: 'x' } });
    };
    expect(await downloadChunk({ uncontrolledFetch }, CHUNK, OPTIONS)).toMatchObject({ kind: 'rows' });
    expect(waits).toContain(30_000);
});

test('a name that Nango cannot look up for a moment is no lasting refusal; one that stays is told', async () => {
    const refused = Object.assign(new Error(''), { payload: { message: 'This URL is not allowed.' } });
    let left = 2;
    const uncontrolledFetch = async (): Promise<Response> => {
        if (left-- > 0) throw refused;
        return new Response('["1"]');
    };
    expect(await downloadChunk({ uncontrolledFetch }, CHUNK, OPTIONS)).toMatchObject({ kind: 'rows' });
    left = 1000;
    await expect(downloadChunk({ uncontrolledFetch }, CHUNK, OPTIONS)).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringMatching(/storage\.googleapis\.com: This URL is not allowed/)
    });
});
