/** What the tests run over is there, and the same on every way to connect. */
import { expect, test } from 'vitest';
import { INTEGRATIONS, KEY_PAIR } from '../../local/world.js';
import { KINDS } from '../../shared/catalog/kinds/index.js';
import { ADDED_BY_SYNC, KIND_LISTINGS, KIND_SYNCS, namesOf, NOT_OF_A_KIND } from '../support/functions.js';

test.each(INTEGRATIONS)('%s has every function that the others have', (integration) => {
    for (const kind of ['sync', 'action', 'on-event'] as const) {
        expect(namesOf(integration, kind)).toEqual(namesOf(KEY_PAIR, kind));
    }
});

test('every kind is in the tests, by its sync and its listing', () => {
    const synced = KINDS.filter((kind) => 'sync' in kind).map(({ name }) => name);
    expect(KIND_SYNCS.map(({ name }) => name).sort()).toEqual(synced.sort());
    const listed = KINDS.map(({ name, listing: { items } }) => ({ action: `list-${name}`, kind: name, items }));
    expect(KIND_LISTINGS.map(({ action }) => action).sort()).toEqual(listed.map(({ action }) => action).sort());
    expect(KIND_LISTINGS).toEqual(expect.arrayContaining(listed));
});

test('no exception is of a function that is gone', () => {
    const syncs = namesOf(KEY_PAIR, 'sync');
    const excepted = [...Object.keys(NOT_OF_A_KIND), ...Object.keys(ADDED_BY_SYNC)];
    expect(excepted.filter((name) => !syncs.includes(name))).toEqual([]);
});
