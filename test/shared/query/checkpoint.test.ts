import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY_MS } from 'stand-in-base/clock.js';
import {
    digestOf,
    MAX_TIES,
    newProgress,
    queryDigest,
    QueryCheckpointSchema,
    readProgress,
    toCheckpoint
} from '../../../shared/query/checkpoint.js';
import { memoryText, NO_MEMORY, rememberedIn } from '../../../shared/query/memory-text.js';
import { Census, hashOfId, Met, OTHERS, SAMPLE_SIZE } from '../../../shared/sync/census.js';
import type { QueryProgress } from '../../../shared/query/checkpoint.js';
import { QUERY_SETTINGS } from '../../../shared/settings/settings.js';

const MAX_FIELDS = 16;
const MAX_TEXT = 4000;

const NOW = Date.UTC(2026, 0, 5);

const digests = fc.array(fc.string().map(digestOf), { maxLength: 50 });
const progress = fc.record<QueryProgress>({
    query: fc.constant('q'),
    walk: fc.constantFrom('own', 'inherited', 'increment'),
    started: fc.constant(NOW),
    at: fc.option(
        fc.record({ handle: fc.uuid(), partition: fc.nat(), row: fc.nat(), cut: fc.constantFrom('', 'AbCdEf12') })
    ),
    boundary: fc.option(fc.record({ value: fc.string(), type: fc.constantFrom('DATE', 'NUMBER(38, 0)') })),
    ties: fc.record({ earlier: digests, current: digests }),
    lastRow: fc.string()
});

test('progress survives the round trip through a checkpoint', () => {
    fc.assert(
        fc.property(progress, (before) => {
            expect(readProgress(toCheckpoint(before), 'q', NOW)).toEqual({ progress: before, known: true });
        })
    );
});

test("the fullest checkpoint fits into Nango's limits", () => {
    const ties = Array.from({ length: MAX_TIES }, (_, index) => digestOf(index));
    const census = new Census();
    for (let n = 0; n < 2 * SAMPLE_SIZE; n += 1) census.add(hashOfId(String(n)), OTHERS);
    const met = new Met(census, '').toText();
    const name = 'x'.repeat(255);
    const last = { account: name, account_first: name, query: 'q'.repeat(64), set: [...QUERY_SETTINGS], word: name };
    const fullest: QueryProgress = {
        query: 'q',
        walk: 'own',
        started: NOW,
        at: { handle: 'h', partition: 1, row: 1, cut: digestOf('1') },
        boundary: { value: 'v', type: 't' },
        ties: { earlier: ties.slice(0, 7), current: ties.slice(7) },
        lastRow: 'digest digest'
    };
    const full = toCheckpoint(fullest, memoryText({ last, known: census, now: census, met }));
    expect(Object.keys(full).length).toBeLessThanOrEqual(MAX_FIELDS);
    for (const value of Object.values(full)) expect(String(value).length).toBeLessThanOrEqual(MAX_TEXT);
    expect(readProgress(full, 'q', NOW).progress.ties).toEqual({ earlier: ties.slice(0, 7), current: ties.slice(7) });
    expect(QueryCheckpointSchema.parse(full)).toEqual(full);
    expect(rememberedIn(full)).toMatchObject({
        last,
        met,
        known: { total: census.total },
        now: { total: census.total }
    });
});

test.each([
    ['nothing', null, 'own'],
    ['what nobody can read', { last_value: '5' }, 'inherited'],
    ['an incremental walk of another query', toCheckpoint(newProgress('another', NOW, 'increment')), 'own'],
    ['an open walk of another query', toCheckpoint(newProgress('another', NOW)), 'inherited'],
    ['an open walk of a day ago', toCheckpoint(newProgress('q', NOW - DAY_MS)), 'inherited'],
    ['a walk of an unknown kind', { ...toCheckpoint(newProgress('q', NOW)), walk: 'new' }, 'inherited'],
    ['a whole run', toCheckpoint(newProgress('q', NOW), NO_MEMORY, 'done'), 'own']
] as const)('after %s a walk begins, and knows whose window of deletions it is in', (_, stored, walk) => {
    expect(readProgress(stored, 'q', NOW)).toEqual({ progress: newProgress('q', NOW, walk), known: false });
});

test('a full read that began within a day goes on; an incremental one whenever it began', () => {
    const full = newProgress('q', NOW);
    expect(readProgress(toCheckpoint(full), 'q', NOW + DAY_MS - 1)).toEqual({ progress: full, known: true });
    const incremental = newProgress('q', NOW, 'increment');
    expect(readProgress(toCheckpoint(incremental), 'q', NOW + 3 * DAY_MS)).toEqual({
        progress: incremental,
        known: true
    });
});

test('a longer timeout is no other query, nor is a guard of its deletions; the same query of another account is', () => {
    const query = { query: 'SELECT 1 AS ID', id_column: 'ID' };
    const digest = queryDigest(query, 'here');
    const guarded = { ...query, timeout_seconds: 7200, deletion_guard: { share: 0.5 }, allow_deletions: 'today' };
    expect(queryDigest(guarded, 'here')).toBe(digest);
    expect(queryDigest({ ...query, warehouse: 'WH' }, 'here')).not.toBe(digest);
    expect(queryDigest(query, 'there')).not.toBe(digest);
});
