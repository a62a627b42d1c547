/** What a walk remembers of its records, and what of a loss is believed. */
import { expect, test } from 'vitest';
import { Census, hashOfId, Met, SAMPLE_SIZE } from '../../../shared/sync/census.js';
import { DEFAULT_LIMITS, deletionsWithheld, largeLosses } from '../../../shared/sync/deletion-guard.js';
import type { Loss } from '../../../shared/sync/deletion-guard.js';

type Ids = readonly (readonly [id: string, group: string])[];

function ids(count: number, group: string, from = 0): Ids {
    return Array.from({ length: count }, (_, n) => [`${group}.T${from + n}`, group] as const);
}

/** As a checkpoint brings it to the next run. */
function censusOf(records: Ids): Census {
    const census = new Census();
    for (const [id, group] of records) census.add(hashOfId(id), group);
    const text = census.toText();
    for (const field of Object.values(text)) expect(String(field).length).toBeLessThanOrEqual(4000);
    const stored = Census.parse(text);
    if (!stored) throw new Error('The census cannot be read back.');
    expect(stored.toText()).toEqual(text);
    return stored;
}

function losses(before: Ids, now: Ids): Loss[] {
    const known = censusOf(before);
    let met = new Met(known, '');
    for (const [at, [id]] of now.entries()) {
        met.mark(hashOfId(id));
        if (at === now.length >> 1) met = new Met(known, met.toText());
    }
    return largeLosses(known, met, censusOf(now), DEFAULT_LIMITS);
}

test.each([
    ['19 of 19', ids(19, 'A'), [], []],
    ['20 of 20', ids(20, 'A'), [], ['null 20/20', 'A 20/20']],
    ['30 of 100', ids(100, 'A'), ids(70, 'A'), []],
    ['31 of 100', ids(100, 'A'), ids(69, 'A'), ['null 31/100', 'A 31/100']],
    ['a whole database among large ones', [...ids(500, 'A'), ...ids(25, 'B')], ids(500, 'A'), ['B 25/25']],
    ['as many others', ids(100, 'A'), ids(100, 'A', 100), ['null 100/100', 'A 100/100']],
    ['additions only', ids(10, 'A'), ids(400, 'A'), []]
] as const)('a loss of %s', (_what, before, now, expected) => {
    expect(losses(before, now).map(({ group, gone, known }) => `${group} ${gone}/${known}`)).toEqual(expected);
});

test('of a large model a loss is estimated, and counted where fewer are left', () => {
    const before = [...ids(30_000, 'A'), ...ids(10_000, 'B'), ...ids(2 * SAMPLE_SIZE, 'C')];
    expect(losses(before, before)).toEqual([]);
    expect(losses(before, [...ids(24_000, 'A'), ...ids(10_000, 'B'), ...ids(2 * SAMPLE_SIZE, 'C')])).toEqual([]);
    expect(losses(before, [...ids(30_000, 'A'), ...ids(2 * SAMPLE_SIZE, 'C')])).toEqual([
        { group: 'B', gone: 10_000, known: 10_000, exact: false }
    ]);
    // Another role sees as many tables of the same database, but others.
    const swapped = losses(before, [...ids(30_000, 'A', 50_000), ...ids(10_000, 'B'), ...ids(2 * SAMPLE_SIZE, 'C')]);
    expect(swapped.map(({ group }) => group)).toEqual([null, 'A']);
    expect(swapped[1]?.gone).toBeGreaterThan(29_000);
}, 30_000);

test('more databases than a checkpoint can name are still counted', () => {
    const names = Array.from({ length: 1000 }, (_, n) => `DATABASE_WITH_A_LONG_NAME_${n}`);
    const before = names.flatMap((name) => ids(5, name));
    const half = before.filter((_, at) => at % 2 === 0);
    expect(losses(before, half).map(({ group }) => group)).toEqual([null]);
});

test('what was counted twice is no sure count', () => {
    const known = censusOf(ids(2000, 'A'));
    const again = Census.parse(known.toText());
    again?.countedTwice();
    expect([known.countsAreSure, again && Census.parse(again.toText())?.countsAreSure]).toEqual([true, false]);
});

test('a small database stays counted where another one may be counted twice', () => {
    // None of B is in the sample, as is likely for one database in a hundred.
    const small = ids(600, 'B').filter(([id]) => hashOfId(id) > 'a');
    const before = [...ids(30_000, 'A'), ...ids(2_000, 'C'), ...small.slice(0, 60)];
    const known = new Census();
    for (const [id, group] of before) known.add(hashOfId(id), group);
    // As of an unreadable database whose records were saved again.
    known.countedTwice('C');
    const stored = Census.parse(known.toText());
    if (!stored) throw new Error('The census cannot be read back.');
    const left = before.filter(([, group]) => group !== 'B');
    const met = new Met(stored, '');
    for (const [id] of left) met.mark(hashOfId(id));
    expect(largeLosses(stored, met, censusOf(left), DEFAULT_LIMITS)).toEqual([
        { group: 'B', gone: 60, known: 60, exact: false }
    ]);
    expect([stored.countsAreSure, stored.isCountSure('A'), stored.isCountSure('C')]).toEqual([false, true, false]);
});

test('the error names numbers, reasons and the word', () => {
    const error = deletionsWithheld({
        model: 'Table',
        losses: [
            { group: null, gone: 60, known: 100, exact: true },
            { group: 'HR', gone: 60, known: 60, exact: false }
        ],
        changes: ['The role was A and is now B.']
    });
    expect(error).toMatchObject({ code: 'deletions_withheld', details: { model: 'Table', gone: 60, known: 100 } });
    expect(error.advice).toMatch(
        /60 of the 100 Table records, about 60 of the 60 those of database HR\. The role was A/
    );
    expect(error.advice).toContain('allow_deletions');
});

test('what settings leave out is taken out of the counts, so that a loss beside it still shows', () => {
    const before = [...ids(8000, 'A'), ...ids(2000, 'B'), ...ids(200, 'C')];
    const known = censusOf(before);
    const excused = new Map(ids(8000, 'A').map(([id]) => [hashOfId(id), 'A']));
    const lossesWith = (now: Ids): Loss[] => {
        const met = new Met(known, '');
        for (const [id] of now) met.mark(hashOfId(id));
        return largeLosses(known, met, censusOf(now), DEFAULT_LIMITS, excused);
    };
    expect(lossesWith([...ids(2000, 'B'), ...ids(200, 'C')])).toEqual([]);
    // Half of what is left is less than a third of what was known.
    const half = lossesWith([...ids(900, 'B'), ...ids(200, 'C')]);
    expect(half.map(({ group, known: of }) => [group, of])).toEqual([
        [null, 2200],
        ['B', 2000]
    ]);
    for (const { gone } of half) expect(gone).toBeGreaterThanOrEqual(1100);
    expect(lossesWith(ids(2000, 'B'))).toMatchObject([{ group: 'C', gone: 200, known: 200 }]);
});
