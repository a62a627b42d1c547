/** Hours that are surely left: Snowflake refuses a rotation that asks for more than it sees. */
import { expect, test } from 'vitest';
import { endsSoon, firstToEnd, hoursLeft } from '../../../shared/snowflake/expiry.js';

const NOW = Date.parse('2026-11-01T12:00:00.000Z');

test.each([
    ['2026-11-01T15:30:00.000Z', 3],
    ['2026-11-01T15:05:00.000Z', 2],
    ['2026-11-01T12:59:00.000Z', 0],
    [null, Number.POSITIVE_INFINITY]
])('of what ends on %s there are %d', (expiresAt, hours) => {
    expect(hoursLeft(expiresAt, NOW)).toBe(hours);
});

test('from fourteen days before it ends soon, and what has no end is last', () => {
    expect(endsSoon('2026-11-15T12:00:00.000Z', NOW)).toBe(true);
    expect(endsSoon('2026-11-15T12:00:01.000Z', NOW)).toBe(false);
    const all = [
        { expiresAt: null },
        { expiresAt: '2026-11-15T12:00:01.000Z' },
        { expiresAt: '2026-11-02T00:00:00.000Z' }
    ];
    expect(firstToEnd(all)).toBe(all[2]);
    expect(firstToEnd(all.slice(0, 1))).toEqual({ expiresAt: null });
});
