/** Slices of a result: read on from any place that one of them named, they hold what is left and nothing twice. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Row, RowPlace, Slice } from '../../../shared/snowflake/client.js';
import { parsedRows } from '../../../shared/snowflake/held-rows.js';
import { rowBytes } from '../../../shared/snowflake/row-bytes.js';
import { rowReader } from '../../../shared/snowflake/row-reader.js';
import { readerOf } from '../../../shared/snowflake/slices.js';
import { SnowflakeError } from '../../../shared/snowflake/errors.js';
import { textColumn } from '../result-of.js';

const BROKEN = new SnowflakeError('unavailable', 'Broken.', 'Try again.');

/** Pieces as bytes and as values in turn; `asked` says which were fetched. */
function reading(pieces: readonly string[]) {
    const asked: number[] = [];
    const reader = readerOf({
        partitionCount: pieces.length,
        held: async (index) => {
            asked.push(index);
            const text = pieces[index] ?? '';
            const held = index % 2 === 0 ? rowBytes(Buffer.from(text)) : parsedRows(rowsIn(text));
            return await (held ? Promise.resolve(held) : Promise.reject(BROKEN));
        },
        rowOf: rowReader([textColumn('N')]),
        broken: () => BROKEN
    });
    return { ...reader, asked };
}

function rowsIn(text: string): unknown[] {
    const rows: unknown = JSON.parse(`[${text}]`);
    return Array.isArray(rows) ? rows : [];
}

/** Partitions of so many rows, numbered from the first to the last. */
function texts(sizes: readonly number[]): string[] {
    let number = 0;
    return sizes.map((size) => Array.from({ length: size }, () => JSON.stringify([String((number += 1))])).join());
}

async function slicesOf(slices: AsyncIterable<Slice>): Promise<Slice[]> {
    const all: Slice[] = [];
    for await (const slice of slices) all.push(slice);
    return all;
}

test('from every place that a slice names, the rows behind it are read', async () => {
    const sizes = fc.array(fc.constantFrom<number>(0, 1, 999, 1_000, 1_001, 2_500), { maxLength: 4 });
    await fc.assert(
        fc.asyncProperty(sizes, fc.nat(3), async (partitions, skipped) => {
            const all: Row[] = [];
            const places: { readonly place: RowPlace; readonly before: number }[] = [];
            for await (const { rows, next } of reading(texts(partitions)).slices()) {
                all.push(...rows);
                places.push({ place: next, before: all.length });
                const isEnd = all.length === partitions.slice(0, next.partition).reduce((sum, size) => sum + size, 0);
                expect(next.row === 0).toBe(isEnd);
            }
            expect(all.map(([n]) => Number(n))).toEqual(all.map((_, at) => at + 1));
            const { place, before } = places[skipped] ?? { place: { partition: 0, row: 0 }, before: 0 };
            const rest = await slicesOf(reading(texts(partitions)).slices(place));
            expect(rest.flatMap(({ rows }) => rows)).toEqual(all.slice(before));
        }),
        { numRuns: 40 }
    );
});

test('what stands before a place is not fetched', async () => {
    const { slices, asked } = reading(texts([2, 2, 2]));
    expect(await slicesOf(slices({ partition: 2, row: 1 }))).toEqual([
        { rows: [['6']], next: { partition: 3, row: 0 } }
    ]);
    expect(asked).toEqual([2]);
});

test('a piece whose rows are no JSON is an error of its own, in slices and as a whole', async () => {
    const { slices, partition } = reading(['["1"]', '["2"]', '["3"],[x]']);
    await expect(slicesOf(slices())).rejects.toBe(BROKEN);
    await expect(partition(2)).rejects.toBe(BROKEN);
    expect(await partition(1)).toEqual([['2']]);
});
