import { expect, test } from 'vitest';
import { batchesOf, MAX_BATCH_BYTES, MAX_RECORD_BYTES } from '../../../shared/nango/record-batches.js';

const WHAT = 'row of the query';

test('a batch holds a thousand records at most, and no more bytes than it may', () => {
    const small = Array.from({ length: 2500 }, (_, n) => ({ id: String(n) }));
    expect(batchesOf(small, WHAT).map((batch) => batch.length)).toEqual([1000, 1000, 500]);
    const large = Array.from({ length: 1000 }, (_, n) => ({ id: String(n), text: 'é'.repeat(60_000) }));
    const batches = batchesOf(large, WHAT);
    expect(batches.flat().map(({ id }) => id)).toEqual(large.map(({ id }) => id));
    for (const batch of batches)
        expect(Buffer.byteLength(JSON.stringify(batch))).toBeLessThanOrEqual(MAX_BATCH_BYTES + 1);
    expect(batches.length).toBeLessThan(10);
});

test('a record larger than a batch goes alone; one larger than a request is named', () => {
    const sizes = new Map([
        ['a', 10],
        ['b', MAX_BATCH_BYTES + 1],
        ['c', 10]
    ]);
    const records = [...sizes.keys()].map((id) => ({ id }));
    const bytesOf = ({ id }: { id: string }): number => sizes.get(id) ?? 0;
    expect(batchesOf(records, WHAT, bytesOf)).toEqual([[{ id: 'a' }], [{ id: 'b' }], [{ id: 'c' }]]);
    sizes.set('b', MAX_RECORD_BYTES);
    expect(() => batchesOf(records, WHAT, bytesOf)).toThrow(
        'The row of the query with the id b is 105 MB large; Nango takes no more than 104 MB at once.'
    );
});
