/** What the tests run over is there, and the same on every way to connect. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { INTEGRATIONS, KEY_PAIR, WAYS } from '../../local/world.js';
import { INTEGRATIONS_FOLDER } from '../../scripts/nango.js';
import { KINDS } from '../../shared/catalog/kinds/index.js';
import { ADDED_BY_SYNC, KIND_LISTINGS, KIND_SYNCS, namesOf, NOT_OF_A_KIND, SAME_CLIENT } from '../support/functions.js';

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

test('every way to connect has a client of its own, or shares one', () => {
    expect([...INTEGRATIONS, ...Object.keys(SAME_CLIENT)].sort()).toEqual([...WAYS].sort());
});

/** What signs a key pair's requests in. */
const SIGNS = [
    '../shared/snowflake/key-pair.ts',
    '../shared/vendor/jsonwebtoken.js',
    '../shared/ways/key-pair/client.ts'
];

function modulesOf(integration: string, sync: string): string[] {
    const bundle = path.join(INTEGRATIONS_FOLDER, 'build', `${integration}_syncs_${sync}.cjs`);
    return [...readFileSync(bundle, 'utf8').matchAll(/^\/\/ (\.\.\/shared\/.*)$/gm)].map(([, file]) => file ?? '');
}

test.each(Object.entries(SAME_CLIENT))('%s reads by the modules of %s, all but those that sign in', (way, other) => {
    for (const { name } of KIND_SYNCS) {
        const modules = new Set(modulesOf(way, name));
        const lacks = modulesOf(other, name).filter((module) => !modules.has(module));
        expect(modules.size).toBeGreaterThan(SIGNS.length);
        expect([name, lacks.filter((module) => !SIGNS.includes(module))]).toEqual([name, []]);
    }
});
