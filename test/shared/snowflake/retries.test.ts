/** One budget for an execution's trouble: both protocols draw on it, wait as they are told, and end in the end. */
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { Retries, retriesOf } from '../../../shared/snowflake/retries.js';
import { sqlApiClient } from '../../../shared/snowflake/sql-api/client.js';
import { embedded } from './driver/account.js';

async function waited(retries: Retries, askedForMs?: number): Promise<number[]> {
    const at: number[] = [];
    const patience = retries.patience();
    const all = (async () => {
        while (await patience.again(askedForMs)) at.push(Date.now());
    })();
    await vi.runAllTimersAsync();
    await all;
    return at;
}

describe('alone', () => {
    beforeEach(() => {
        vi.useFakeTimers({ now: 0 });
    });
    afterEach(() => {
        vi.useRealTimers();
    });

    test('a request is tried seven times, with waits that double', async () => {
        const at = await waited(new Retries());
        expect(at).toHaveLength(6);
        expect(at.at(-1)).toBeGreaterThanOrEqual(31_500);
        expect(at.at(-1)).toBeLessThan(31_500 * 1.25 + 1);
    });

    test('a wait that was asked for is kept to, and counts towards three minutes', async () => {
        expect(await waited(new Retries(), 30_000)).toEqual([30_000, 60_000, 90_000, 120_000, 150_000, 180_000]);
        expect(await waited(new Retries(), 100_000)).toHaveLength(1);
    });

    test('all requests of an execution draw on one budget, which answers refill', async () => {
        const retries = retriesOf({});
        let tries = 0;
        for (let request = 0; request < 20; request += 1) tries += (await waited(retries)).length;
        expect(tries).toBe(60);
        retries.succeeded();
        expect(await waited(retries)).toHaveLength(1);
    });

    test('a person who waits is not kept waiting', async () => {
        const retries = new Retries();
        retries.atMost(5_000);
        expect((await waited(retries)).length).toBeLessThan(4);
    });

    test('renewals without anything that came of them are counted together', () => {
        const retries = new Retries();
        const renewed = (): boolean[] => Array.from({ length: 4 }, () => retries.mayRenew());
        expect(renewed()).toEqual([true, true, true, false]);
        retries.succeeded();
        expect(renewed()).toEqual([true, true, true, false]);
    });
});

/** Waits so many times shorter, and what was asked for. */
function hurryTimers(times = 50): number[] {
    const wait = setTimeout;
    const asked: number[] = [];
    vi.stubGlobal('setTimeout', (run: () => void, ms = 0) => {
        asked.push(ms);
        return wait(run, ms / times);
    });
    onTestFinished(() => {
        vi.unstubAllGlobals();
    });
    return asked;
}

describe('on the driver’s protocol', () => {
    test.each([
        ['the sign-in', '/session/v1/login-request'],
        ['a statement', '/queries/v1/query-request']
    ])('a minute of 429 with Retry-After: 30 is borne at %s', async (_what, path) => {
        const asked = hurryTimers();
        const { client, server } = await embedded();
        server.faults.order({ kind: 'status', status: 429, retryAfterSeconds: 30 }, { path }, 2);
        expect((await client().execute('NUMBERS 1')).rowCount).toBe(1);
        expect(asked.filter((ms) => ms === 30_000)).toHaveLength(2);
    });

    test('a request that is tried again is marked as the driver marks its own', async () => {
        hurryTimers();
        const { client, server, proxied } = await embedded();
        server.faults.order({ kind: 'status', status: 503 }, { path: '/queries/v1/query-request' }, 2);
        await client().execute('NUMBERS 1');
        const counts = proxied.map(({ path }) => new URLSearchParams(path.split('?')[1]).get('retryCount'));
        expect(counts.filter((count) => count !== null)).toEqual(['1', '2']);
    });

    test('the driver does not repeat what was given up', async () => {
        hurryTimers();
        const { client, server, proxied } = await embedded();
        server.faults.order({ kind: 'status', status: 503 }, { path: '/queries/v1/query-request' }, 1000);
        await expect(client().execute('SHOW TABLES')).rejects.toMatchObject({
            code: 'unavailable',
            message: expect.stringContaining('503')
        });
        expect(proxied.filter(({ path }) => path.includes('query-request'))).toHaveLength(7);
    });
});

test('a proxy that never answers a key pair is given up in the end', async () => {
    hurryTimers(1000);
    vi.spyOn(Date, 'now').mockImplementation(() => performance.now() * 1000);
    onTestFinished(() => {
        vi.restoreAllMocks();
    });
    const client = sqlApiClient({
        getConnection: async () => ({ connection_config: {} }),
        log: () => {},
        proxy: () => new Promise<never>(() => {})
    });
    await expect(client.execute('SHOW TABLES')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(client.execute('DROP TABLE T')).rejects.toMatchObject({ code: 'outcome_unknown' });
    // Whether it would last is asked first, and so it was never sent.
    await expect(client.execute('DELETE FROM T')).rejects.toMatchObject({ code: 'unavailable' });
});
