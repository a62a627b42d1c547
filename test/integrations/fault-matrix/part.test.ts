import { expect, test } from 'vitest';
import { INTEGRATIONS_FOLDER } from '../../../scripts/nango.js';
import { Project } from 'nango-stand-in/project.js';
import { INTEGRATIONS, KEY_PAIR } from '../../../local/world.js';
import { ALL_FAULTS } from './matrix.js';
import { KIN, OF_NANGO, partOf } from './part.js';

const functions = new Project(INTEGRATIONS_FOLDER).functions();

test.each(KIN)('some bear every fault between them on each connection, since $reason', ({ members, whole }) => {
    for (const integration of INTEGRATIONS) {
        const standing = functions.filter((fn) => {
            const full = `${integration}/${fn.name}`;
            return fn.integration === integration && members.test(full) && whole.test(full);
        });
        const borne = new Set(standing.flatMap((fn) => partOf(fn, functions, ALL_FAULTS)));
        const notBorne = ALL_FAULTS.filter((fault) => !borne.has(fault));
        // What Nango fails at is borne over the key pair.
        expect(notBorne.filter((fault) => integration === KEY_PAIR || !OF_NANGO.test(fault))).toEqual([]);
        expect(borne.size).toBeGreaterThan(0);
    }
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
