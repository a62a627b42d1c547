import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
    compareNames,
    fitId,
    qualifiedName,
    quoteIdentifier,
    quoteLiteral,
    recordId,
    splitQualifiedName
} from '../../../shared/snowflake/identifiers.js';

/** Names that break naive joining: dots, quotes, case, wildcards, Unicode, prefixes of one another. */
const name = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 255 }),
    fc.string({
        unit: fc.constantFrom('A', 'b', '.', '"', ' ', '%', '_', '$', 'é', '😀', '/'),
        minLength: 1,
        maxLength: 12
    })
);
const path = fc.array(name, { minLength: 1, maxLength: 4 });

test('two different objects never share an id', () => {
    fc.assert(
        fc.property(path, path, (a, b) => {
            fc.pre(JSON.stringify(a) !== JSON.stringify(b));
            expect(recordId(...a)).not.toBe(recordId(...b));
        })
    );
});

test('an id fits into 255 characters, is stable and holds no null byte or half character', () => {
    fc.assert(
        fc.property(path, (names) => {
            const id = recordId(...names);
            expect(id.length).toBeLessThanOrEqual(255);
            expect(id).toBe(recordId(...names));
            expect(id).not.toContain('\0');
        })
    );
});

test('a long id that is cut inside a surrogate pair drops the half', () => {
    const id = fitId('😀'.repeat(300));
    expect(id.length).toBeLessThanOrEqual(255);
    expect(id.isWellFormed()).toBe(true);
});

test('an id is the qualified name while it fits', () => {
    expect(recordId('SALES', 'PUBLIC', 'ORDERS')).toBe('SALES.PUBLIC.ORDERS');
    expect(recordId('SALES', 'my.schema', 'say "hi"')).toBe('SALES."my.schema"."say ""hi"""');
});

test('a short form cannot equal any qualified name', () => {
    fc.assert(
        fc.property(path, (names) => {
            expect(qualifiedName(...names).startsWith('sha256:')).toBe(false);
        })
    );
});

test('what is quoted reads back as the same name', () => {
    fc.assert(
        fc.property(path, (names) => {
            const parts = splitQualifiedName(names.map(quoteIdentifier).join('.'));
            expect(parts?.map((part) => part.text)).toEqual(names);
            expect(parts?.every((part) => part.quoted)).toBe(true);
        })
    );
});

test.each([
    ['SALES.PUBLIC', ['SALES', 'PUBLIC']],
    [' sales . "my.schema" ', ['sales', 'my.schema']],
    ['"a""b"', ['a"b']]
])('%s is split into its parts', (text, parts) => {
    expect(splitQualifiedName(text)?.map((part) => part.text)).toEqual(parts);
});

test('a name of a million characters is read in one pass', () => {
    const spaces = ' '.repeat(1_000_000);
    expect(splitQualifiedName(`A${spaces}B`)).toEqual([{ text: `A${spaces}B`, quoted: false }]);
    expect(splitQualifiedName(`${spaces}A${spaces}"`)).toBeNull();
    expect(splitQualifiedName(`"A"${spaces}A`)).toBeNull();
    expect(splitQualifiedName(`"${'""'.repeat(500_000)}`)).toBeNull();
});

test.each(['', '.', ' ', 'A. ', 'A.', '.A', 'A..B', '"A', 'A"B', '"A"B'])('%j is not a qualified name', (text) => {
    expect(splitQualifiedName(text)).toBeNull();
});

test('a literal doubles quotes and backslashes, which Snowflake reads as escapes', () => {
    expect(quoteLiteral(String.raw`it's C:\new`)).toBe(String.raw`'it''s C:\\new'`);
});

test('the order of names is total and independent of locale', () => {
    fc.assert(
        fc.property(name, name, name, (a, b, c) => {
            expect(Math.sign(compareNames(a, b))).toBe(-Math.sign(compareNames(b, a)) + 0);
            if (compareNames(a, b) <= 0 && compareNames(b, c) <= 0) expect(compareNames(a, c)).toBeLessThanOrEqual(0);
        })
    );
    expect(['b', 'A', 'a', 'B'].sort(compareNames)).toEqual(['A', 'B', 'a', 'b']);
});
