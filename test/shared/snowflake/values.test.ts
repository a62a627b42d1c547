import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ResultColumn } from '../../../shared/snowflake/client.js';
import { decodeCell, decodeDecimal, decodeRow } from '../../../shared/snowflake/values.js';

function column(type: string, name = 'C'): ResultColumn {
    return { name, type, precision: null, scale: null, length: null, nullable: true };
}

test.each([
    ['FIXED', '0', 0],
    ['FIXED', '-42', -42],
    ['FIXED', '9007199254740991', 9007199254740991],
    ['FIXED', '9007199254740993', '9007199254740993'],
    ['FIXED', '12345678901234567890123456789012345678', '12345678901234567890123456789012345678'],
    ['FIXED', '0.10', 0.1],
    ['FIXED', '123456789012.345', 123456789012.345],
    ['FIXED', '1234567890123.4567', '1234567890123.4567'],
    ['FIXED', '0.000000000000000000000000000000000001', 1e-36],
    ['DECFLOAT', '1.5E+40', 1.5e40],
    ['DECFLOAT', '1E-400', '1E-400'],
    ['DECFLOAT', '-1.5E-16000', '-1.5E-16000'],
    ['DECFLOAT', '1E+400', '1E+400'],
    ['DECFLOAT', '0E-400', 0],
    ['DECFLOAT', '3E-324', '3E-324'],
    ['DECFLOAT', '4.94E-324', '4.94E-324'],
    ['DECFLOAT', '5E-324', 5e-324],
    ['DECFLOAT', '10E-310', 1e-309],
    ['DECFLOAT', '1.2345678901E-312', 1.2345678901e-312],
    ['DECFLOAT', '1.23456789012345E-312', '1.23456789012345E-312'],
    ['REAL', '0.5', 0.5],
    ['FLOAT', '0.5', 0.5],
    ['REAL', 'NaN', 'NaN'],
    ['REAL', '-inf', '-inf'],
    ['TEXT', 'true', 'true'],
    ['BOOLEAN', 'true', true],
    ['BOOLEAN', '0', false],
    ['DATE', '20090', '2025-01-02'],
    ['DATE', '-1', '1969-12-31'],
    ['DATE', '-719162', '0001-01-01'],
    ['TIME', '3661.000000000', '01:01:01'],
    ['TIME', '86399.999999999', '23:59:59.999999999'],
    ['TIMESTAMP_NTZ', '1735786800.123456789', '2025-01-02T03:00:00.123456789'],
    ['TIMESTAMP_NTZ', '-0.500000000', '1969-12-31T23:59:59.500'],
    ['TIMESTAMP_LTZ', '1735786800.000000000', '2025-01-02T03:00:00Z'],
    ['TIMESTAMP_LTZ', '1735786800.120000000', '2025-01-02T03:00:00.120Z'],
    ['TIMESTAMP_TZ', '1735786800.000000000 1560', '2025-01-02T05:00:00+02:00'],
    ['TIMESTAMP_TZ', '1735786800.000001000 1050', '2025-01-01T20:30:00.000001-06:30'],
    ['BINARY', 'DEADBEEF', 'DEADBEEF'],
    ['VARIANT', '{"a":[1,"x",null],"big":12345678901234567890}', { a: [1, 'x', null], big: '12345678901234567890' }],
    ['VARIANT', '{"a":1e-400,"b":0.0,"c":1e-300}', { a: '1e-400', b: 0, c: 1e-300 }],
    ['ARRAY', '[1, undefined]', [1, null]],
    ['SOMETHING_NEW', 'as it is', 'as it is']
])('%s %s reads as %j', (type, cell, value) => {
    expect(decodeCell(cell, column(type))).toEqual(value);
});

test('null is null in every type', () => {
    for (const type of ['FIXED', 'BOOLEAN', 'DATE', 'TIMESTAMP_TZ', 'VARIANT'])
        expect(decodeCell(null, column(type))).toBeNull();
});

/** The digits that carry the value: `-0.0120e5` and `1200` both give `12`. */
function significantDigits(text: string): string {
    return text.replace(/e.*$/, '').replace(/[-.]/g, '').replace(/^0+/, '').replace(/0+$/, '');
}

test('a decimal is a number only where it keeps every digit', () => {
    fc.assert(
        fc.property(
            fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }),
            fc.integer({ min: 0, max: 37 }),
            (unscaled, scale) => {
                const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
                const sign = unscaled < 0n ? '-' : '';
                const text = scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
                const value = decodeDecimal(text);
                const written = significantDigits(text);
                if (typeof value === 'string') expect([value, written.length > 15]).toEqual([text, true]);
                else
                    expect(significantDigits(Number.isSafeInteger(value) ? String(value) : value.toPrecision(15))).toBe(
                        written
                    );
            }
        )
    );
});

test('a number with an exponent keeps its digits and its size, however small', () => {
    fc.assert(
        fc.property(
            fc.integer({ min: 1, max: 999_999_999_999_999 }),
            fc.integer({ min: -420, max: 420 }),
            (unscaled, exponent) => {
                const text = `${unscaled}E${exponent}`;
                const value = decodeDecimal(text);
                if (typeof value === 'string') expect(value).toBe(text);
                else {
                    const [mantissa = '', power = ''] = value.toExponential().split('e');
                    expect(significantDigits(mantissa)).toBe(significantDigits(String(unscaled)));
                    expect(Number(power)).toBe(exponent + String(unscaled).length - 1);
                }
            }
        )
    );
});

test('an integer survives the round trip through JSON, whatever its size', () => {
    fc.assert(
        fc.property(fc.bigInt(), (value) => {
            const cell = value.toString();
            expect(String(JSON.parse(JSON.stringify(decodeCell(cell, column('FIXED')))))).toBe(cell);
        })
    );
});

test('a timestamp keeps its instant and its nanoseconds', () => {
    fc.assert(
        fc.property(
            fc.integer({ min: -60_000_000_000, max: 200_000_000_000 }),
            fc.integer({ min: 0, max: 999_999_999 }),
            (seconds, nanos) => {
                const total = BigInt(seconds) * 1_000_000_000n + BigInt(nanos);
                const distance = total < 0n ? -total : total;
                const cell = `${total < 0n ? '-' : ''}${distance / 1_000_000_000n}.${String(distance % 1_000_000_000n).padStart(9, '0')}`;
                const text = String(decodeCell(cell, column('TIMESTAMP_LTZ')));
                const fraction = /\.(\d+)Z$/.exec(text)?.[1] ?? '';
                const whole = BigInt(Date.parse(text.replace(/\.\d+Z$/, 'Z'))) * 1_000_000n;
                expect(whole + BigInt(fraction.padEnd(9, '0'))).toBe(total);
            }
        )
    );
});

test('columns of one name are told apart', () => {
    const columns = [column('TEXT', 'A'), column('TEXT', 'A'), column('TEXT', 'A_2'), column('TEXT', '__proto__')];
    const row = decodeRow(['1', '2', '3', '4'], columns);
    expect(Object.entries(row)).toEqual([
        ['A', '1'],
        ['A_3', '2'],
        ['A_2', '3'],
        ['__proto__', '4']
    ]);
});

test.each([
    ['[1,undefined,3]', [1, null, 3]],
    ['[\n  undefined,\n  "undefined, \\"undefined",\n  null\n]', [null, 'undefined, "undefined', null]],
    ['undefined', null],
    ['null', null],
    ['{"a": NaN, "b": [-Infinity, inf, 1.50]}', { a: 'NaN', b: ['-Infinity', 'inf', 1.5] }],
    ['[12345678901234567890, undefined]', ['12345678901234567890', null]],
    ['[1,', '[1,'],
    ['"open\\', '"open\\'],
    ['undefinedly', 'undefinedly']
])('semi-structured %j is %j, the same in every row', (cell, value) => {
    expect(decodeCell(cell, column('ARRAY'))).toEqual(value);
});

test('a million quotes, escapes or zeros are read in one pass', () => {
    for (const cell of [`["${'\\"'.repeat(1_000_000)}`, `[${'"'.repeat(1_000_001)}`, `[${'""'.repeat(1_000_000)}`]) {
        expect(decodeCell(cell, column('VARIANT'))).toBe(cell);
    }
    const zeros = `1${'0'.repeat(1_000_000)}1`;
    expect(decodeDecimal(`0.${zeros}`)).toBe(`0.${zeros}`);
});
