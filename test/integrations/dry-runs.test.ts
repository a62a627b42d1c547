/** Every function of the package is dry-run by some test, or stands among the exceptions with its reason. */
import { expect, test } from 'vitest';
import { FUNCTIONS as functions, SAME_CLIENT } from '../support/functions.js';
import { COVERED, EXCEPTIONS } from './dry-runs.js';

test('no compiled function is without a dry run', () => {
    const missing = functions
        .filter(({ kind, name }) => !(kind === 'on-event' && Object.hasOwn(EXCEPTIONS, name)))
        .map(({ integration, name }) => `${SAME_CLIENT[integration] ?? integration} ${name}`)
        .filter((each) => !COVERED.has(each));
    expect(missing).toEqual([]);
});

test('no dry run and no exception is of a function that is gone', () => {
    const compiled = new Set(functions.map(({ integration, name }) => `${integration} ${name}`));
    expect([...COVERED].filter((each) => !compiled.has(each))).toEqual([]);
    const events = new Set(functions.filter(({ kind }) => kind === 'on-event').map(({ name }) => name));
    expect(Object.keys(EXCEPTIONS).filter((each) => !events.has(each))).toEqual([]);
});
