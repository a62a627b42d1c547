import fc from 'fast-check';
import { expect, test } from 'vitest';
import { claimName, secretName, tagValue, versionOf } from '../../../shared/export-secrets/naming.js';

const ALLOWED = /^[A-Za-z0-9/_+=.@-]+$/;
const wild = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 300 }));

test('a plain name follows the page to the letter', () => {
    expect(secretName('dualentry/exports', '42', 'Main_warehouse', 'abc')).toBe(
        'dualentry/exports/org_42/Main_warehouse_abc'
    );
});

test('any organisation and display name give a name that Secrets Manager takes', () => {
    fc.assert(
        fc.property(wild, wild, fc.uuid(), (organisation, name, id) => {
            const built = secretName('dualentry/exports', organisation, name, id);
            expect(built).toMatch(ALLOWED);
            expect(built.length).toBeLessThanOrEqual(512);
            expect(built.endsWith(`_${id}`)).toBe(true);
            expect(built.split('/')).toHaveLength(4);
        })
    );
});

test('different organisations never share a claim', () => {
    fc.assert(
        fc.property(wild, wild, (one, other) => {
            fc.pre(Buffer.from(one).toString('hex') !== Buffer.from(other).toString('hex'));
            expect(claimName('p', one, 'snowflake')).not.toBe(claimName('p', other, 'snowflake'));
        })
    );
    expect(claimName('p', 'a b', 't')).not.toBe(claimName('p', 'a=20=b', 't'));
    expect(claimName('p', 'x'.repeat(500), 't')).not.toBe(claimName('p', 'x'.repeat(501), 't'));
});

test('tag values hold only what AWS takes', () => {
    fc.assert(
        fc.property(wild, (value) => {
            expect(tagValue(value)).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u);
        })
    );
});

test('a version id is a token of the length AWS asks for, the same for the same content', () => {
    expect(versionOf('a')).toBe(versionOf('a'));
    expect(versionOf('a')).not.toBe(versionOf('b'));
    expect(versionOf('a')).toMatch(/^[0-9a-f-]{36}$/);
});
