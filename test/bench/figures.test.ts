/** What the benchmark makes of its runs: figures, the targets beside them, and their tables. */
import { expect, test } from 'vitest';
import { SIZES } from '../../bench/account/sizes.js';
import type { SizeName } from '../../bench/account/sizes.js';
import { BEFORE } from '../../bench/report/before.js';
import { figuresOf, nameOf, ownWork } from '../../bench/report/figures.js';
import type { Figures, Source } from '../../bench/report/figures.js';
import { targetsHeld, targetsTable, timesTable } from '../../bench/report/tables.js';
import { targetsOf } from '../../bench/report/targets.js';
import type { Measured } from '../../bench/process/reading.js';
import { KEY_PAIR, PASSWORD } from '../../local/world.js';

const MEGABYTE = 1_000_000;
const MEASURED: Measured = {
    rows: 0,
    seconds: 1,
    wholeSeconds: 2,
    cpuSeconds: 1,
    requests: 21,
    checkpoints: 3,
    statements: [],
    peakHeapBytes: 50 * MEGABYTE,
    peakExternalBytes: 8 * MEGABYTE,
    peakResidentBytes: 200 * MEGABYTE,
    share: 1,
    bytes: 0
};
const measured = (told: Partial<Measured>): Measured => ({ ...MEASURED, ...told });

function figures(size: SizeName, told: Partial<Source> = {}): Figures {
    return figuresOf({
        size,
        account: SIZES[size].size,
        cap: 'documented',
        sync: 'columns',
        integration: KEY_PAIR,
        readWith: null,
        runs: [{ latencyMs: 0, measured: MEASURED, times: 1 }],
        before: null,
        parse: { latencyMs: 0, measured: measured({ cpuSeconds: 0.5, bytes: 10 * MEGABYTE }), times: 1 },
        fetch: null,
        naive: null,
        ...told
    });
}

const told = (of: Figures): string[] =>
    targetsOf(of).map(({ text, figure, holds }) => `${text}: ${figure}, ${holds ? 'holds' : 'missed'}`);

test('a run on a tenth of the account counts ten times, and is marked', () => {
    const runs: Source['runs'] = [
        { latencyMs: 0, measured: MEASURED, times: 1 },
        { latencyMs: 20, measured: measured({ wholeSeconds: 3, peakHeapBytes: 60 * MEGABYTE }), times: 10 }
    ];
    const of = figures('Q', { runs, sync: 'query-results' });
    expect(of.times).toEqual([
        { latencyMs: 0, seconds: 2, isEstimate: false },
        { latencyMs: 20, seconds: 30, isEstimate: true }
    ]);
    expect([of.cpuSeconds, of.peakHeapMb, of.records]).toEqual([1, 60, 10_000_000]);
    expect(timesTable([of])).toContain('| 2.0       | ≈ 30.0     |');
});

test('the own work is what fetching and parsing leave, in times of JSON.parse', () => {
    const fetch = { latencyMs: 0, measured: measured({ cpuSeconds: 0.7 }), times: 1 };
    expect(ownWork(figures('M', { fetch }))).toBeCloseTo(0.6);
    expect(ownWork(figures('M'))).toBeNull();
});

test('a share of JSON.parse is a target of answers of a megabyte or more', () => {
    expect(told(figures('S'))).toEqual(['at least 0.3 of JSON.parse: 0.50, holds']);
    const small = { latencyMs: 0, measured: measured({ cpuSeconds: 0.5, bytes: MEGABYTE / 2 }), times: 1 };
    expect(told(figures('S', { parse: small }))).toEqual([]);
});

test.each([
    ['by deep reading', { readWith: 'account_usage' as const }, 'at most 30 requests: 21, holds'],
    ['where SHOW COLUMNS is whole', { cap: 'whole' as const }, 'at most 4 requests: 21, missed']
])('the requests of W %s are a target', (_how, source, first) => {
    expect(told(figures('W', source))).toEqual([
        first,
        'heap at most 64 MB: 50 MB, holds',
        'at least 0.3 of JSON.parse: 0.50, holds'
    ]);
});

const taking = (cpuSeconds: number): Source['runs'] => [{ latencyMs: 0, measured: measured({ cpuSeconds }), times: 1 }];

const timesBefore = (source: Partial<Source>): boolean[] =>
    targetsOf(figures('M', source))
        .filter(({ text }) => text.includes(BEFORE.commit))
        .map(({ holds }) => holds);

test('M by SHOW over a key pair is held against the version before the work on speed', () => {
    const records = 400_000;
    const fiveTimes = records / BEFORE.recordsPerCpuSecond.columns / 5;
    expect(timesBefore({ runs: taking(fiveTimes * 0.99) })).toEqual([true]);
    expect(timesBefore({ runs: taking(fiveTimes * 1.01) })).toEqual([false]);
    expect(timesBefore({ integration: PASSWORD })).toEqual([]);
    expect(timesBefore({ readWith: 'information_schema' })).toEqual([]);
});

test('one row of the targets has the figures of both connections', () => {
    const [byKeyPair] = targetsOf(figures('S'));
    const slow = [{ latencyMs: 0, measured: measured({ cpuSeconds: 5 }), times: 1 }] as const;
    const [byPassword] = targetsOf(figures('S', { integration: PASSWORD, runs: slow }));
    if (!byKeyPair || !byPassword) throw new Error('There is no target.');
    expect(nameOf(figures('S'))).toBe('S columns by SHOW');
    expect(targetsTable([byKeyPair, byPassword]).split('\n').slice(2)).toEqual([
        '| at least 0.3 of JSON.parse | S columns by SHOW | holds: 0.50 | MISSED: 0.10 |',
        ''
    ]);
    expect(targetsHeld([byKeyPair, byPassword])).toBe('1 of 2 targets hold');
});
