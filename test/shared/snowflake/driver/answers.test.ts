/** Answers of the driver's protocol that a server of another make might give: never read as an empty result. */
import { expect, test } from 'vitest';
import { queryAnswer } from '../../../../shared/snowflake/driver/answers.js';

const DATA = { queryId: 'Q1', rowtype: [{ name: 'N', type: 'fixed', scale: 0 }] };

test.each([
    ['rows in Arrow', { ...DATA, total: 2, queryResultFormat: 'arrow', rowsetBase64: 'AAAA' }],
    ['rows that are announced and missing', { ...DATA, total: 2, chunks: [] }]
])('%s are refused', (_, data) => {
    expect(() => queryAnswer({ success: true, data })).toThrow(/data\.rowset/);
});

test('no rows may come without a set of rows', () => {
    expect(queryAnswer({ success: true, data: { ...DATA, total: 0 } })).toMatchObject({ state: 'succeeded' });
});
