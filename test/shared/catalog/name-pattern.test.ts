/** Names of the settings: what they match, and that no text makes that slow. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { likeOf, nameTest } from '../../../shared/catalog/name-pattern.js';
import { namesOfId, qualifiedName, splitQualifiedName } from '../../../shared/snowflake/identifiers.js';

test('a bare name matches as its regular expression would', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'B', '_', '.'), maxLength: 8 });
    const pattern = fc.array(letters, { minLength: 1, maxLength: 4 });
    fc.assert(
        fc.property(pattern, letters, (parts, name) => {
            const expected = new RegExp(
                `^${parts.map((part) => part.replaceAll('.', String.raw`\.`)).join('.*')}$`,
                'is'
            );
            expect(nameTest({ text: parts.join('*'), quoted: false })(name)).toBe(expected.test(name));
        })
    );
});

test.each([
    ['SALES_*', false, 'SALES\\_%'],
    ['a*b', true, 'a*b'],
    ['50%', false, '50\\%']
])('%s (quoted: %s) is asked for as %s', (text, quoted, like) => {
    expect(likeOf({ text, quoted })).toBe(like);
});

test('many stars against a long name take no time', () => {
    const matches = nameTest({ text: `${'*a'.repeat(50)}*b`, quoted: false });
    const name = 'a'.repeat(255);
    for (let n = 0; n < 1000; n += 1) expect(matches(name)).toBe(false);
});

test.each([' '.repeat(200_000), '"'.repeat(200_001), `a${' '.repeat(200_000)}"`, `"${'""'.repeat(100_000)}`])(
    'a long text that is no name is refused at once',
    (text) => {
        expect(splitQualifiedName(text)).toBeNull();
    }
);

test('an id gives its names back', () => {
    fc.assert(
        fc.property(fc.array(fc.string({ minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 4 }), (names) => {
            expect(namesOfId(qualifiedName(...names), 4)).toEqual(names);
            expect(namesOfId(qualifiedName(...names), 1)).toEqual(names.slice(0, 1));
        })
    );
    expect(namesOfId(`sha256:${'0'.repeat(64)}:A.B`, 2)).toEqual([]);
});
