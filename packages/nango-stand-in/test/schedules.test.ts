/** Schedules by a clock that the test moves: what is due runs, what is paused does not, nothing runs twice at once. */
import { Nango } from '@nangohq/node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR_MS } from 'stand-in-base/clock.js';

import { frequencyMs } from '../src/frequency.js';
import { savePages, startFixture } from './project.js';

import type { LocalNango } from '../src/local-nango.js';

let local: LocalNango;
let client: Nango;

beforeEach(async () => {
    local = await startFixture();
    client = new Nango({ host: local.url, secretKey: local.secretKey });
    await savePages(local, [[{ id: 'a' }]]);
});
afterEach(async () => await local.close());

async function runsAfter(ms: number): Promise<number> {
    const before = local.triggered.length;
    local.clock.advance(ms);
    local.runDue();
    local.runDue();
    await local.idle();
    return local.triggered.length - before;
}

test('a started sync runs again when its time has come, and not before', async () => {
    await client.startSync('fixture', ['pages'], 'one');
    await local.idle();
    expect(await runsAfter(HOUR_MS - 60_000)).toBe(0);
    expect(await runsAfter(60_000)).toBe(1);
    const next = (await client.syncStatus('fixture', ['pages'], 'one')).syncs[0]?.nextScheduledSyncAt;
    expect(new Date(String(next)).getTime() - local.clock.now()).toBeGreaterThan(HOUR_MS - 60_000);
});

test('a sync that nobody started, or that was paused, does not', async () => {
    expect(await runsAfter(2 * HOUR_MS)).toBe(0);
    await client.startSync('fixture', ['pages'], 'one');
    await client.pauseSync('fixture', ['pages'], 'one');
    await local.idle();
    expect(await runsAfter(2 * HOUR_MS)).toBe(0);
    expect((await client.syncStatus('fixture', ['pages'], 'one')).syncs[0]).toMatchObject({
        status: 'PAUSED',
        nextScheduledSyncAt: null
    });
});

test('one connection can have a frequency of its own, and give it back', async () => {
    await client.startSync('fixture', ['pages'], 'one');
    await local.idle();
    await client.updateSyncConnectionFrequency('fixture', 'pages', 'one', 'every 5 minutes');
    expect((await client.syncStatus('fixture', ['pages'], 'one')).syncs[0]?.frequency).toBe('every 5 minutes');
    expect(await runsAfter(5 * 60_000)).toBe(1);
    await client.updateSyncConnectionFrequency('fixture', 'pages', 'one', null);
    expect(await runsAfter(5 * 60_000)).toBe(0);
    await expect(client.updateSyncConnectionFrequency('fixture', 'pages', 'one', 'every 5s')).rejects.toThrow('400');
});

test.for([
    ['every hour', HOUR_MS],
    ['every 2 hours', 2 * HOUR_MS],
    ['every half hour', HOUR_MS / 2],
    ['every 30s', 30_000],
    ['5m', 300_000],
    ['every day', 24 * HOUR_MS],
    ['every month', 30 * 24 * HOUR_MS],
    ['every 29 seconds', null],
    ['now and then', null]
] as const)('%s is %s ms', ([text, ms]) => expect(frequencyMs(text)).toBe(ms));
