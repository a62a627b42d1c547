import fc from 'fast-check';
import { expect, test } from 'vitest';

import { Faults } from '../../src/protocol/faults.js';
import { cutIntoPieces } from '../../src/protocol/pieces.js';

const rows = fc.array(fc.array(fc.option(fc.string({ unit: 'binary' })), { minLength: 1, maxLength: 4 }), {
    maxLength: 60
});

test('pieces hold every row once, in order, and none is over its limits but for a single huge row', () => {
    fc.assert(
        fc.property(rows, fc.nat(400), fc.nat(400), fc.integer({ min: 1, max: 9 }), (all, first, later, count) => {
            const pieces = cutIntoPieces(all, { firstBytes: first, laterBytes: later, rows: count });
            expect(pieces.flatMap((piece) => all.slice(piece.start, piece.start + piece.rowCount))).toEqual(all);
            expect(pieces.length).toBeGreaterThan(0);
            for (const [index, piece] of pieces.entries()) {
                expect(piece.rowCount).toBeLessThanOrEqual(count);
                if (all.length > 0) expect(piece.rowCount).toBeGreaterThan(0);
                const limit = index === 0 ? first : later;
                if (piece.rowCount > 1) expect(piece.uncompressedSize - 2).toBeLessThanOrEqual(limit);
            }
        })
    );
});

const subject = { method: 'POST', path: '/api/v2/statements', statement: 'SHOW TABLES' };

test('a fault hits as often as ordered, and only what it matches', () => {
    const faults = new Faults();
    const slow = { kind: 'slow', ms: 1 } as const;
    faults.order(slow, { method: 'POST', path: /statements$/, statement: 'TABLES' }, 2);
    expect(faults.take({ ...subject, method: 'GET' })).toEqual([]);
    expect(faults.take({ ...subject, path: '/other' })).toEqual([]);
    expect(faults.take({ ...subject, statement: null })).toEqual([]);
    expect(faults.take(subject)).toEqual([slow]);
    expect(faults.take(subject)).toEqual([slow]);
    expect(faults.take(subject)).toEqual([]);
});

test('faults of one kind hit one request after the other', () => {
    const faults = new Faults();
    faults.order({ kind: 'status', status: 503 });
    faults.order({ kind: 'status', status: 429 });
    expect(faults.take(subject)).toEqual([{ kind: 'status', status: 503 }]);
    expect(faults.take(subject)).toEqual([{ kind: 'status', status: 429 }]);
});

test('a hold lets other statements pass and tells when its own has come', async () => {
    const faults = new Faults();
    const hold = faults.hold(/^SHOW/);
    const events: string[] = [];
    await faults.gate('SELECT 1');
    const gate = faults.gate('SHOW TABLES').then(() => events.push('passed'));
    await hold.reached;
    events.push('released');
    hold.release();
    await gate;
    expect(events).toEqual(['released', 'passed']);
});

test('an account with a rate answers its reserve and then so many a second, whoever asks, and refuses the others', () => {
    let now = 0;
    const faults = new Faults(() => now);
    faults.limitRate({ perSecond: 2, burst: 3 });
    const answered = (requests: number): number =>
        Array.from({ length: requests }, () => faults.take(subject)).filter((hits) => hits.length === 0).length;
    expect(answered(10)).toBe(3);
    expect(faults.take(subject)).toMatchObject([{ kind: 'status', status: 429 }]);
    now += 1000;
    expect(answered(10)).toBe(2);
    now += 60_000;
    expect(answered(10)).toBe(3);
    // What is downloaded from storage is not asked of the account.
    expect(faults.take({ ...subject, method: 'GET', path: '/chunks/a/1' })).toEqual([]);
    faults.limitRate(null);
    expect(answered(10)).toBe(10);
});
