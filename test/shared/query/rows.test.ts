import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placesOf, toQueryResult } from '../../../shared/query/rows.js';
import type { ResultColumn } from '../../../shared/snowflake/client.js';

function text(name: string): ResultColumn {
    return { name, type: 'TEXT', precision: null, scale: null, length: null, nullable: true };
}

const COLUMNS = [text('A'), text('B'), text('7')];

test('one id column gives its value, several join theirs', () => {
    expect(toQueryResult(['x/y', '2', null], COLUMNS, placesOf({ ids: ['A'], incremental: null }, COLUMNS))).toEqual({
        id: 'x/y',
        row_data: { A: 'x/y', B: '2', '7': null }
    });
    expect(
        toQueryResult(['x/y', '2', null], COLUMNS, placesOf({ ids: ['A', 'B'], incremental: null }, COLUMNS)).id
    ).toBe(String.raw`x\/y/2`);
});

test('a column that is named like a number is found where it stands', () => {
    expect(toQueryResult(['a', 'b', 'c'], COLUMNS, placesOf({ ids: ['7'], incremental: null }, COLUMNS)).id).toBe('c');
});

test('different values of several id columns never give one id', () => {
    const part = fc.string({ unit: fc.constantFrom('a', '/', '\\'), minLength: 1, maxLength: 5 });
    const places = placesOf({ ids: ['A', 'B'], incremental: null }, COLUMNS);
    fc.assert(
        fc.property(fc.tuple(part, part), fc.tuple(part, part), (one, other) => {
            fc.pre(one.join('\0') !== other.join('\0'));
            expect(toQueryResult([...one, null], COLUMNS, places).id).not.toBe(
                toQueryResult([...other, null], COLUMNS, places).id
            );
        })
    );
});

test('a row without an id, and a result without the column, say what to change', () => {
    const places = placesOf({ ids: ['A'], incremental: null }, COLUMNS);
    expect(() => toQueryResult([null, 'b', 'c'], COLUMNS, places)).toThrow(/no value in its id column A/);
    expect(() => placesOf({ ids: ['NOPE'], incremental: null }, COLUMNS)).toThrow(/no column NOPE; it has A, B, 7/);
});
