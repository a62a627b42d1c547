/** Pages of a result: whatever the partitions and the widths of rows, every row comes once and no page is too large. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_OUTPUT_BYTES, OutputBudget } from '../../../shared/nango/output-budget.js';
import type { Row, StatementResult } from '../../../shared/snowflake/client.js';
import { resultOf } from '../result-of.js';
import { FIRST_ROW, rowCursor, rowPage } from '../../../shared/statements/rows.js';
import type { RowFormat } from '../../../shared/statements/rows.js';

const COLUMN = { precision: null, scale: 0, length: null, nullable: true };

function resultIn(parts: readonly (readonly Row[])[]): StatementResult {
    const columns = [
        { ...COLUMN, name: 'N', type: 'FIXED' },
        { ...COLUMN, name: 'X', type: 'TEXT' }
    ];
    return resultOf(columns, parts, 'handle');
}

/** Row counts by partition, and how wide a row is. */
const SHAPES = fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 900_000 })), {
    minLength: 1,
    maxLength: 5
});

test('pages hold every row once, in order, and none is over the limit', async () => {
    await fc.assert(
        fc.asyncProperty(SHAPES, fc.constantFrom<RowFormat>('both', 'records', 'arrays'), async (shapes, format) => {
            let count = 0;
            const parts = shapes.map(([rows, width]) =>
                Array.from({ length: rows }, (): Row => [String(count++), 'x'.repeat(width)])
            );
            const result = resultIn(parts);
            const seen: unknown[] = [];
            for (let at = FIRST_ROW; ;) {
                const page = await rowPage(result, at, format, new OutputBudget());
                expect(JSON.stringify(page).length).toBeLessThan(MAX_OUTPUT_BYTES + 1000);
                seen.push(...(page.records?.map(({ N }) => N) ?? page.arrays?.map(([n]) => n) ?? []));
                if (page.next_cursor === null) break;
                at = rowCursor(page.next_cursor, 'handle');
            }
            expect(seen).toEqual(Array.from({ length: count }, (_, n) => n));
        }),
        { numRuns: 60 }
    );
});

test('a single row that fits no page is an error, not an endless listing', async () => {
    const result = resultIn([[['1', 'x'.repeat(MAX_OUTPUT_BYTES)]]]);
    await expect(rowPage(result, FIRST_ROW, 'arrays', new OutputBudget())).rejects.toMatchObject({
        code: 'result_too_large'
    });
});

test('one partition alone ends with it and names the next', async () => {
    const result = resultIn([[['1', 'a']], [['2', 'b']]]);
    const options = { onePartition: true };
    expect(await rowPage(result, FIRST_ROW, 'arrays', new OutputBudget(), options)).toMatchObject({
        arrays: [[1, 'a']],
        next_partition_num: 1
    });
    expect(await rowPage(result, { partition: 1, row: 0 }, 'arrays', new OutputBudget(), options)).toEqual({
        arrays: [[2, 'b']],
        next_cursor: null,
        next_partition_num: null
    });
});
