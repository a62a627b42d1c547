/** Chunks are cut into parts by their bytes: whatever stands in a cell must not be taken for the end of a row. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunkRows } from '../../../../shared/snowflake/driver/chunk-rows.js';

const cell = fc.option(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('],[', '"],["', '\\', '\\"', ']')));
const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);

test('the parts hold the rows, each once and in order', () => {
    fc.assert(
        fc.property(fc.array(fc.array(cell)), fc.constantFrom(',', ',\n', ' , '), (rows, between) => {
            const text = rows.map((row) => JSON.stringify(row)).join(between);
            const read = chunkRows(encoded(text));
            expect([read?.count, [...(read?.parts() ?? [])].flat()]).toEqual([rows.length, JSON.parse(`[${text}]`)]);
        })
    );
});

test('many rows come in parts', () => {
    const rows = Array.from({ length: 5_000 }, (_, index) => [`row ${index}`, '],[']);
    const parts = [...(chunkRows(encoded(JSON.stringify(rows).slice(1, -1)))?.parts() ?? [])];
    expect(parts.map(({ length }) => length)).toEqual([2_000, 2_000, 1_000]);
    expect(parts.flat()).toEqual(rows);
});

test('what was cut anywhere within a row is no chunk', () => {
    const text = '["a\\"],[",null,"é"]';
    const bytes = encoded(text);
    for (let length = 1; length < bytes.length; length += 1) expect(chunkRows(bytes.subarray(0, length))).toBeNull();
    expect(chunkRows(bytes)?.count).toBe(1);
});
