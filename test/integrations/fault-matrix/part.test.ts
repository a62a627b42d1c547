import { expect, test } from 'vitest';
import { INTEGRATIONS_FOLDER } from '../../../scripts/nango.js';
import { Project } from 'nango-stand-in/project.js';
import { INTEGRATIONS } from '../../../local/world.js';
import { ALL_FAULTS } from './matrix.js';
import { KIN, partOf } from './part.js';

const functions = new Project(INTEGRATIONS_FOLDER).functions();
const named = functions.map(({ integration, name }) => `${integration}/${name}`);

test.each(KIN)('some bear every fault on each connection, since $reason', ({ members, whole }) => {
    const kin = named.filter((each) => members.test(each));
    expect(kin.length).toBeGreaterThan(0);
    for (const integration of INTEGRATIONS)
        expect(kin.filter((each) => each.startsWith(`${integration}/`) && whole.test(each))).not.toEqual([]);
});

test('those that others stand for bear every fault between them', () => {
    for (const { members, whole } of KIN) {
        const others = functions.filter(({ integration, name }) => {
            const full = `${integration}/${name}`;
            return members.test(full) && !whole.test(full);
        });
        const borne = new Set(others.flatMap((fn) => partOf(fn, functions, ALL_FAULTS)));
        expect(borne.size).toBe(Math.min(ALL_FAULTS.length, 2 * others.length));
    }
});

test('a new function bears every fault', () => {
    const [some] = functions;
    if (some === undefined) throw new Error('no function');
    const fresh = { ...some, integration: 'snowflake-password', name: 'trial' };
    expect(partOf(fresh, [...functions, fresh], ALL_FAULTS)).toEqual(ALL_FAULTS);
});
