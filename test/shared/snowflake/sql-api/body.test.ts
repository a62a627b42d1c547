/** A body whose rows are held apart says what JSON.parse says of it, or is not read so at all. */
import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { bodyOf, bodyWithRowsApart } from '../../../../shared/snowflake/sql-api/body.js';
import type { Body } from '../../../../shared/snowflake/sql-api/body.js';

const WithData = z.looseObject({ data: z.array(z.unknown()) });

/** As one value again; undefined where something in it is no JSON. */
function together({ body, rows }: Body): unknown {
    try {
        return rows ? { ...WithData.parse(body), data: [...rows.slices()].flat() } : body;
    } catch (error) {
        if (error instanceof SyntaxError) return undefined;
        throw error;
    }
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

const cell = fc.option(
    fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('"data":[["x"]]', '\\', '\\"', '],[', ']}', '{'))
);
const rows = fc.array(fc.array(cell));
/** Written as it is, so that it is no doubtful name. */
const key = fc
    .oneof(fc.string(), fc.constantFrom('code', 'data ', 'Data', 'data:[', 'resultSetMetaData', 'é'))
    .filter((name) => JSON.stringify(name) === `"${name}"` && name !== 'data' && name !== '__proto__');
const space = fc.constantFrom('', ' ', '\n', '\t', '\r\n  ');
const other = fc.oneof(fc.jsonValue(), fc.record({ data: rows }), fc.constantFrom('"data":[["x"]]', '\\"data":['));
/** One member of an object as text, spaced in some way. */
const member = (name: fc.Arbitrary<string>, value: fc.Arbitrary<unknown>): fc.Arbitrary<string> =>
    fc
        .tuple(name, value, space, space, fc.boolean())
        .map(([named, held, a, b, pretty]) => `${a}${JSON.stringify(named)}${b}:${a}${written(held, pretty)}${b}`);
const others = fc.array(member(key, other), { maxLength: 4 });

function written(value: unknown, pretty: boolean): string {
    return JSON.stringify(value, null, pretty ? 1 : 0);
}

test('rows are held apart wherever they stand, and nothing else changes', () => {
    fc.assert(
        fc.property(others, member(fc.constant('data'), rows), others, (before, data, behind) => {
            const text = `{${[...before, data, ...behind].join(',')}}`;
            const apart = bodyWithRowsApart(Buffer.from(text));
            expect(apart?.body).toMatchObject({ data: [] });
            expect(apart && together(apart)).toEqual(JSON.parse(text));
        })
    );
});

/** Texts that are nearly such bodies: some characters fewer, more or changed. */
const damaged = fc
    .tuple(
        fc.tuple(others, member(fc.constant('data'), rows), others),
        fc.array(fc.tuple(fc.nat(), fc.constantFrom('', ',', '[', ']', '{', '}', '"', '\\', ':', ' ', '1', 'é'))),
        fc.nat(3)
    )
    .map(([[before, data, behind], changes, cut]) => {
        let text = `{${[...before, data, ...behind].join(',')}}`;
        for (const [at, character] of changes.slice(0, 3)) {
            const place = at % text.length;
            text = text.slice(0, place) + character + text.slice(place + (at % 2));
        }
        return text.slice(0, text.length - cut);
    });

test('of a body that is damaged, whatever is read is what JSON.parse reads', () => {
    fc.assert(
        fc.property(damaged, (text) => {
            const apart = bodyWithRowsApart(Buffer.from(text));
            const whole = parsed(Buffer.from(text).toString());
            expect(apart ? together(apart) : whole).toEqual(whole);
        }),
        { numRuns: 2_000 }
    );
});

test.each([
    ['two lists', '{"data":[["1"]],"data":[["2"]]}'],
    ['a list and null', '{"data":[["1"]],"data":null}'],
    ['a name that is written with an escape', String.raw`{"data":[["1"]],"d\u0061ta":[["2"]]}`],
    ['no list', '{"data":null}'],
    ['no rows in the list', '{"data":["1"]}'],
    ['rows within something else', '{"more":{"data":[["1"]]}}'],
    ['no object', '[{"data":[["1"]]}]'],
    ['something behind it', '{"data":[["1"]]} x'],
    ['no JSON', '<html>"data":[["1"]]</html>'],
    ['nothing', '']
])('with %s, a body is parsed as a whole', (_what, text) => {
    expect(bodyWithRowsApart(Buffer.from(text))).toBeNull();
});

/** More than is parsed as a whole. */
const MANY = Array.from({ length: 20_000 }, (_, index) => [`${index}`, 'é']);
const LARGE = JSON.stringify({ code: '090001', data: MANY, statementHandle: 'H1' });

test.each([
    ['as bytes', Buffer.from(LARGE)],
    ['as plain bytes', new Uint8Array(Buffer.from(LARGE))],
    ['packed', gzipSync(LARGE)],
    ['as text', LARGE],
    ['parsed already', JSON.parse(LARGE)]
])('a large body %s is read', (_how, data) => {
    const { body, rows: held } = bodyOf(data);
    expect(body).toMatchObject({ code: '090001', statementHandle: 'H1' });
    expect([held?.count, [...(held?.slices() ?? [])].flat()]).toEqual([MANY.length, MANY]);
});

test('what is no JSON stays text, and has no rows', () => {
    const text = `<html>${'x'.repeat(200_000)}</html>`;
    expect([bodyOf(Buffer.from(text)), bodyOf(Buffer.from('<html>'))]).toEqual([
        { body: text, rows: null },
        { body: '<html>', rows: null }
    ]);
});
