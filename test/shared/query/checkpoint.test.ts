import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
    digestOf,
    MAX_TIES,
    QueryCheckpointSchema,
    readProgress,
    toCheckpoint
} from '../../../shared/query/checkpoint.js';
import type { QueryProgress } from '../../../shared/query/checkpoint.js';

const MAX_FIELDS = 16;
const MAX_TEXT = 4000;

const progress = fc.record<QueryProgress>({
    query: fc.constant('q'),
    full: fc.boolean(),
    at: fc.option(fc.record({ handle: fc.uuid(), partition: fc.nat(), row: fc.nat() })),
    boundary: fc.option(fc.record({ value: fc.string(), type: fc.constantFrom('DATE', 'NUMBER(38, 0)') })),
    ties: fc.array(fc.string().map(digestOf), { maxLength: 50 })
});

test('progress survives the round trip through a checkpoint', () => {
    fc.assert(
        fc.property(progress, (before) => {
            expect(readProgress(toCheckpoint(before), 'q')).toEqual(before);
        })
    );
});

test("the fullest checkpoint fits into Nango's limits", () => {
    const ties = Array.from({ length: MAX_TIES }, (_, index) => digestOf(index));
    const full = toCheckpoint({
        query: 'q',
        full: true,
        at: { handle: 'h', partition: 1, row: 1 },
        boundary: { value: 'v', type: 't' },
        ties
    });
    expect(Object.keys(full).length).toBeLessThanOrEqual(MAX_FIELDS);
    for (const value of Object.values(full)) expect(String(value).length).toBeLessThanOrEqual(MAX_TEXT);
    expect(readProgress(full, 'q')?.ties).toEqual(ties);
    expect(QueryCheckpointSchema.parse(full)).toEqual(full);
});

test('a checkpoint of another query, or of another version, is not taken', () => {
    const checkpoint = toCheckpoint({ query: 'q', full: false, at: null, boundary: null, ties: [] });
    expect(readProgress(checkpoint, 'another')).toBeNull();
    expect(readProgress({ last_value: '5' }, 'q')).toBeNull();
    expect(readProgress(null, 'q')).toBeNull();
});
