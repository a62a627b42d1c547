import { expect, test } from 'vitest';
import { boundaryOf, fromBoundary, hasOrder } from '../../../shared/query/boundary.js';
import type { ResultColumn } from '../../../shared/snowflake/client.js';

function column(type: string, scale: number | null = null): ResultColumn {
    return { name: 'C', type, precision: null, scale, length: null, nullable: true };
}

test.each([
    ['FIXED', 2, '12.50', { value: '12.50', type: 'NUMBER(38, 2)' }],
    ['REAL', null, '1e300', { value: '1e300', type: 'DOUBLE' }],
    ['REAL', null, 'NaN', null],
    ['REAL', null, 'inf', null],
    ['REAL', null, '-inf', null],
    ['DECFLOAT', null, '1.5E-400', { value: '1.5E-400', type: 'DECFLOAT' }],
    ['TEXT', null, "o'clock", { value: "o'clock", type: 'VARCHAR' }],
    ['DATE', null, '20090', { value: '2025-01-02', type: 'DATE' }],
    ['DATE', null, '2932897', null],
    ['TIME', 9, '3661.000000001', { value: '01:01:01.000000001', type: 'TIME' }],
    ['TIME', 0, '3661', { value: '01:01:01.000000000', type: 'TIME' }],
    ['TIMESTAMP_NTZ', 9, '1735786800.123456789', { value: '2025-01-02T03:00:00.123456789', type: 'TIMESTAMP_NTZ' }],
    ['TIMESTAMP_NTZ', 3, '-0.500', { value: '1969-12-31T23:59:59.500000000', type: 'TIMESTAMP_NTZ' }],
    ['TIMESTAMP_NTZ', 9, '253402300800.000000000', null],
    [
        'TIMESTAMP_LTZ',
        9,
        '1735786800.000000000',
        { value: '2025-01-02T03:00:00.000000000+00:00', type: 'TIMESTAMP_LTZ' }
    ],
    [
        'TIMESTAMP_TZ',
        9,
        '1735786800.000000000 1560',
        { value: '2025-01-02T03:00:00.000000000+00:00', type: 'TIMESTAMP_TZ' }
    ]
])('a %s (scale %j) of %s is the boundary %j', (type, scale, cell, boundary) => {
    expect(boundaryOf(cell, column(type, scale))).toEqual(boundary);
});

test.each([
    ['DATE', `TO_DATE(?, 'YYYY-MM-DD')`],
    ['TIME', `TO_TIME(?, 'HH24:MI:SS.FF9')`],
    ['TIMESTAMP_NTZ', `TO_TIMESTAMP_NTZ(?, 'YYYY-MM-DD"T"HH24:MI:SS.FF9')`],
    ['TIMESTAMP_LTZ', `TO_TIMESTAMP_LTZ(?, 'YYYY-MM-DD"T"HH24:MI:SS.FF9TZH:TZM')`],
    ['TIMESTAMP_TZ', `TO_TIMESTAMP_TZ(?, 'YYYY-MM-DD"T"HH24:MI:SS.FF9TZH:TZM')`],
    ['NUMBER(38, 2)', 'CAST(? AS NUMBER(38, 2))'],
    ['DECFLOAT', 'CAST(? AS DECFLOAT)']
])("a %s is read on from by its own format, whatever the customer's", (type, converted) => {
    expect(fromBoundary('C', { value: '', type })).toBe(`"C" >= ${converted} OR "C" IS NULL`);
});

test('negative infinity, which is below every boundary, is read all the same', () => {
    expect(fromBoundary('C', { value: '1', type: 'DOUBLE' })).toBe(
        `"C" >= CAST(? AS DOUBLE) OR "C" = CAST('-inf' AS DOUBLE) OR "C" IS NULL`
    );
});

test('a type whose values have no order is none for an incremental column', () => {
    for (const type of ['FIXED', 'REAL', 'DECFLOAT', 'TEXT', 'DATE', 'TIMESTAMP_TZ'])
        expect(hasOrder(column(type))).toBe(true);
    for (const type of ['VARIANT', 'BOOLEAN', 'BINARY', 'GEOGRAPHY']) expect(hasOrder(column(type))).toBe(false);
});
