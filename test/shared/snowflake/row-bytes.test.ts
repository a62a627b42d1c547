/** Rows are cut into slices by their bytes: whatever stands in a cell must not be taken for the end of a row. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowBytes } from '../../../shared/snowflake/row-bytes.js';

const cell = fc.option(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('],[', '"],["', '\\', '\\"', ']')));
const space = fc.constantFrom('', ' ', '\n', ' \t\r\n');

test('the slices hold the rows from any row on, each once and in order', () => {
    fc.assert(
        fc.property(fc.array(fc.array(cell)), space, space, fc.nat(12), (rows, before, behind, first) => {
            const text = before + rows.map((row) => JSON.stringify(row)).join(`${behind},${before}`) + behind;
            const read = rowBytes(Buffer.from(text));
            expect([read?.count, read?.end]).toEqual([rows.length, Buffer.byteLength(text)]);
            expect([...(read?.slices(first) ?? [])].flat()).toEqual(rows.slice(first));
        })
    );
});

test('many rows come a thousand at a time, and wide ones fewer', () => {
    const rows = Array.from({ length: 2_500 }, (_, index) => [`row ${index}`, '],[']);
    expect(slicedInto(rows)).toEqual([1_000, 1_000, 500]);
    expect(slicedInto(rows, 1_001)).toEqual([999, 500]);
    expect(slicedInto(rows, 2_500)).toEqual([]);
    const wider = rows.map((row) => [...row, 'x'.repeat(200)]);
    expect(slicedInto(wider)).toEqual([1_000, 1_000, 500]);
    expect(slicedInto(wider, 1_700)).toEqual([300, 500]);
    expect(slicedInto(Array.from({ length: 5 }, () => ['x'.repeat(600_000)]))).toEqual([2, 2, 1]);
});

function slicedInto(rows: readonly unknown[], first = 0): number[] {
    const slices = [...(rowBytes(Buffer.from(JSON.stringify(rows).slice(1, -1)))?.slices(first) ?? [])];
    expect(slices.flat()).toEqual(rows.slice(first));
    return slices.map(({ length }) => length);
}

test('what was cut anywhere within a row is no rows, nor is a comma without one', () => {
    const bytes = Buffer.from('["a\\"],[",null,"é"]');
    for (let length = 1; length < bytes.length; length += 1) expect(rowBytes(bytes.subarray(0, length))).toBeNull();
    expect(rowBytes(bytes)?.count).toBe(1);
    expect(rowBytes(Buffer.from('["a"] , '))).toBeNull();
});
