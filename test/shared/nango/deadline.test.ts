import { getActiveResourcesInfo } from 'node:process';
import { expect, test } from 'vitest';
import { withDeadline } from '../../../shared/nango/deadline.js';

const late = (): Error => new Error('late');
const timers = (): number => getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

test('work that settles in time gives its value or its error', async () => {
    expect(await withDeadline(Promise.resolve(1), 1000, late)).toBe(1);
    await expect(withDeadline(Promise.reject(new Error('own')), 1000, late)).rejects.toThrow('own');
});

test('work that never settles ends at the limit', async () => {
    await expect(withDeadline(new Promise(() => {}), 1, late)).rejects.toThrow('late');
});

test('no timer is left behind to keep a process alive', async () => {
    const before = timers();
    await withDeadline(Promise.resolve(), 3_600_000, late);
    expect(timers()).toBe(before);
});
