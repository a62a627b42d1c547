/** When an interrupted walk may go on, and when it must start over. */
import { HOUR_MS } from 'stand-in-base/clock.js';
import { expect, test } from 'vitest';
import { isForgotten, isStale } from '../../../shared/nango/open-walk.js';

const NOW = Date.UTC(2026, 0, 15, 12);

test.for([
    ['begun this moment', NOW, false],
    ['begun 23 hours ago', NOW - 23 * HOUR_MS, false],
    ['begun a day ago', NOW - 24 * HOUR_MS, true],
    ['begun three days ago', NOW - 72 * HOUR_MS, true],
    ['without a start', 0, true],
    ['with a start that is no number', Number.NaN, true],
    ['begun on a machine whose clock is ahead', NOW + HOUR_MS, false],
    ['with a start far in the future', NOW + 25 * HOUR_MS, true]
] as const)('an open walk %s', ([, started, stale]) => {
    expect(isStale(started, NOW)).toBe(stale);
});

test('Nango has forgotten after three days at the latest', () => {
    expect([71, 72].map((hours) => isForgotten(NOW - hours * HOUR_MS, NOW))).toEqual([false, true]);
});
