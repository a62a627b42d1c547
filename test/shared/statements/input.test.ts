/** What comes in with a statement: binds, idempotency keys and cursors, wild ones too. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { decodeCursor, digestOfRequest, encodeCursor } from '../../../shared/nango/cursor.js';
import { InputError } from '../../../shared/nango/report.js';
import { bindsOf } from '../../../shared/statements/binds.js';
import { requestIdOf } from '../../../shared/statements/execute.js';

const CONNECTION = { providerConfigKey: 'snowflake-jwt', connectionId: 'customer' };
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('a key gives one request id, always the same, another for every other key or connection', () => {
    fc.assert(
        fc.property(fc.string(), fc.string(), fc.string(), (key, otherKey, otherConnection) => {
            const id = requestIdOf(CONNECTION, key);
            expect(id).toMatch(UUID);
            expect(requestIdOf({ ...CONNECTION }, key)).toBe(id);
            expect(requestIdOf(CONNECTION, otherKey) === id).toBe(otherKey === key);
            expect(requestIdOf({ ...CONNECTION, connectionId: otherConnection }, key) === id).toBe(
                otherConnection === CONNECTION.connectionId
            );
        })
    );
});

test('plain binds keep their value, and numbers their digits', () => {
    fc.assert(
        fc.property(
            fc.array(fc.oneof(fc.string(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null))),
            (binds) => {
                const bound = bindsOf({ binds }) ?? [];
                expect(bound.map(({ value }) => value)).toEqual(binds.map((v) => (v === null ? null : String(v))));
                for (const { type, value } of bound) if (type === 'FIXED') expect(value).toMatch(/^-?\d+$/);
            }
        )
    );
});

test('numbered binds come in the order of their numbers, whatever the order of the keys', () => {
    fc.assert(
        fc.property(fc.shuffledSubarray(['1', '2', '3', '4', '5'], { minLength: 5 }), (keys) => {
            const bindings = Object.fromEntries(keys.map((key) => [key, { type: 'text', value: `v${key}` }]));
            expect(bindsOf({ bindings })?.map(({ value }) => value)).toEqual(['v1', 'v2', 'v3', 'v4', 'v5']);
        })
    );
});

const PositionSchema = z.object({ at: z.string() });

test('a cursor gives back what was put in', () => {
    fc.assert(
        fc.property(fc.string({ unit: 'binary' }), fc.json(), (at, request) => {
            const digest = digestOfRequest(request);
            expect(decodeCursor(PositionSchema, encodeCursor({ at }, digest), digest)).toEqual({ at });
        })
    );
});

test('any other text as a cursor is refused by name', () => {
    fc.assert(
        fc.property(fc.oneof(fc.string(), fc.base64String(), fc.json()), (text) => {
            const read = (): unknown => decodeCursor(PositionSchema, text, 'digest');
            expect(read).toThrow(InputError);
            expect(read).toThrow(/cursor: /);
        })
    );
});
