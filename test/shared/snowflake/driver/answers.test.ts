/** Answers of the driver's protocol that a server of another make might give: never read as an empty result. */
import { expect, test } from 'vitest';
import { queryAnswer } from '../../../../shared/snowflake/driver/answers.js';
import { embedded } from './account.js';

const DATA = { queryId: 'Q1', rowtype: [{ name: 'N', type: 'fixed', scale: 0 }] };

test.each([
    ['rows in Arrow', { ...DATA, total: 2, queryResultFormat: 'arrow', rowsetBase64: 'AAAA' }],
    ['rows that are announced and missing', { ...DATA, total: 2, chunks: [] }],
    ['an empty set of rows that announces some', { ...DATA, rowset: [], total: 3, returned: 3 }],
    ['a set of rows that announces more', { ...DATA, rowset: [['1']], total: 5, returned: 5 }],
    ['a set of rows that announces more in total', { ...DATA, rowset: [['1']], total: 5 }],
    ['rows that ROWS_PER_RESULTSET has cut', { ...DATA, rowset: [['1']], total: 5, returned: 1 }],
    ['more rows than are announced', { ...DATA, rowset: [['1'], ['2']], total: 1, returned: 1 }],
    ['more rows than there are in all', { ...DATA, rowset: [['1'], ['2']], total: 1, returned: 2 }],
    ['chunks that hold more', { ...DATA, rowset: [], returned: 3, chunks: [{ url: 'https://x', rowCount: 4 }] }],
    ['neither rows nor a count of them', DATA],
    ['chunks that announce more', { ...DATA, rowset: [], returned: 5, chunks: [{ url: 'https://x', rowCount: 4 }] }]
])('%s are refused', (_, data) => {
    expect(() => queryAnswer({ success: true, data })).toThrow(
        expect.objectContaining({ code: 'unexpected_response' })
    );
});

test.each([
    ['without a count', { ...DATA, rowset: [['1']] }],
    [
        'of rows in place and in chunks',
        { ...DATA, rowset: [['1']], returned: 5, chunks: [{ url: 'https://x', rowCount: 4 }] }
    ],
    ['of a change of rows', { ...DATA, rowset: [['7']], total: 1, returned: 1, statementTypeId: 0x3100 }]
])('a result %s is whole', (_, data) => {
    expect(queryAnswer({ success: true, data })).toMatchObject({ state: 'succeeded' });
});

test('a result that is not all there is refused by its code', () => {
    const body = { success: true, code: '391908', data: { ...DATA, rowset: [['1']], total: 1, returned: 1 } };
    expect(() => queryAnswer(body)).toThrow(
        expect.objectContaining({ code: 'unexpected_response', vendorCode: '391908' })
    );
});

test('a cut result names the parameter that cuts it', () => {
    const data = { ...DATA, rowset: [['1']], total: 5, returned: 1 };
    expect(() => queryAnswer({ success: true, data })).toThrow(/found 5 rows and sent 1.*ROWS_PER_RESULTSET/);
});

test('the rows of a result that its own statement has cut by ROWS_PER_RESULTSET are those that came', async () => {
    const { client } = await embedded();
    const result = await client().execute('NUMBERS 30', { parameters: { ROWS_PER_RESULTSET: 5 } });
    expect([result.rowCount, (await result.partition(0)).length]).toEqual([5, 5]);
});

test('a file transfer is said to be impossible', () => {
    const data = { queryId: 'Q1', command: 'UPLOAD', src_locations: ['/tmp/x'], stageInfo: {} };
    expect(() => queryAnswer({ success: true, data })).toThrow(
        expect.objectContaining({ code: 'sql_error', message: expect.stringContaining('PUT and GET') })
    );
});

test('no rows may come without a set of rows', () => {
    expect(queryAnswer({ success: true, data: { ...DATA, total: 0 } })).toMatchObject({ state: 'succeeded' });
});
