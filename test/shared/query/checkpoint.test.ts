import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
    digestOf,
    MAX_TIES,
    newProgress,
    queryDigest,
    QueryCheckpointSchema,
    readProgress,
    toCheckpoint
} from '../../../shared/query/checkpoint.js';
import type { QueryProgress } from '../../../shared/query/checkpoint.js';

const MAX_FIELDS = 16;
const MAX_TEXT = 4000;

const NOW = Date.UTC(2026, 0, 5);
const DAY_MS = 86_400_000;

const digests = fc.array(fc.string().map(digestOf), { maxLength: 50 });
const progress = fc.record<QueryProgress>({
    query: fc.constant('q'),
    full: fc.boolean(),
    started: fc.constant(NOW),
    at: fc.option(fc.record({ handle: fc.uuid(), partition: fc.nat(), row: fc.nat() })),
    boundary: fc.option(fc.record({ value: fc.string(), type: fc.constantFrom('DATE', 'NUMBER(38, 0)') })),
    ties: fc.record({ earlier: digests, current: digests })
});

test('progress survives the round trip through a checkpoint', () => {
    fc.assert(
        fc.property(progress, (before) => {
            expect(readProgress(toCheckpoint(before), 'q', NOW)).toEqual(before);
        })
    );
});

test("the fullest checkpoint fits into Nango's limits", () => {
    const ties = Array.from({ length: MAX_TIES }, (_, index) => digestOf(index));
    const full = toCheckpoint({
        query: 'q',
        full: true,
        started: NOW,
        at: { handle: 'h', partition: 1, row: 1 },
        boundary: { value: 'v', type: 't' },
        ties: { earlier: ties.slice(0, 7), current: ties.slice(7) }
    });
    expect(Object.keys(full).length).toBeLessThanOrEqual(MAX_FIELDS);
    for (const value of Object.values(full)) expect(String(value).length).toBeLessThanOrEqual(MAX_TEXT);
    expect(readProgress(full, 'q', NOW)?.ties).toEqual({ earlier: ties.slice(0, 7), current: ties.slice(7) });
    expect(QueryCheckpointSchema.parse(full)).toEqual(full);
});

test('a checkpoint of another query, or of another version, is not taken', () => {
    const checkpoint = toCheckpoint(newProgress('q', NOW));
    expect(readProgress(checkpoint, 'another', NOW)).toBeNull();
    expect(readProgress({ last_value: '5' }, 'q', NOW)).toBeNull();
    expect(readProgress(null, 'q', NOW)).toBeNull();
});

test('a full read that began more than a day ago starts over; an incremental one goes on', () => {
    const full = newProgress('q', NOW);
    expect(readProgress(toCheckpoint(full), 'q', NOW + DAY_MS - 1)).toEqual(full);
    expect(readProgress(toCheckpoint(full), 'q', NOW + DAY_MS)).toBeNull();
    const incremental = { ...full, full: false };
    expect(readProgress(toCheckpoint(incremental), 'q', NOW + 3 * DAY_MS)).toEqual(incremental);
});

test('a longer timeout is no other query', () => {
    const query = { query: 'SELECT 1 AS ID', id_column: 'ID' };
    expect(queryDigest({ ...query, timeout_seconds: 7200 })).toBe(queryDigest(query));
    expect(queryDigest({ ...query, warehouse: 'WH' })).not.toBe(queryDigest(query));
});
