/** Roles come when all that they have have come; whatever counts say, each comes once. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ListedRole } from '../../../shared/catalog/kinds/roles.js';
import { RoleGraph } from '../../../shared/catalog/role-graph.js';
import { compareNames } from '../../../shared/snowflake/identifiers.js';

function roleOf(name: string, granted: number | null): ListedRole {
    const unset = {
        is_default: null,
        is_current: null,
        is_inherited: null,
        created_on: null,
        owner: null,
        comment: null
    };
    return { id: name, name, ...unset, assigned_to_users: 0, granted_to_roles: 0, granted_roles: granted };
}

/** For each role but the first its parents, which stand before it. */
const hierarchies = fc
    .integer({ min: 1, max: 30 })
    .chain((count) =>
        fc.tuple(
            ...Array.from({ length: count }, (_, n) =>
                fc.uniqueArray(fc.nat(Math.max(0, n - 1)), { maxLength: n && 3 })
            )
        )
    )
    .map((parents) => new Map(parents.map((above, n) => [`R${n}`, above.map((parent) => `R${parent}`)])));

test('each role comes once, when all of its children have come, level by level', () => {
    fc.assert(
        fc.property(hierarchies, fc.array(fc.nat(29), { maxLength: 3 }), (parents, wrong) => {
            const children = (name: string): string[] =>
                [...parents].filter(([, above]) => above.includes(name)).map(([child]) => child);
            const misCounted = new Set(wrong.map((n) => `R${n}`));
            const graph = new RoleGraph(
                [...parents.keys()].map((name) => roleOf(name, children(name).length + (misCounted.has(name) ? 1 : 0)))
            );
            const met: string[] = [];
            let level = '';
            for (const { name, roles, isLeftOver } of graph.levels()) {
                expect(compareNames(level, name)).toBe(-1);
                level = name;
                if (!isLeftOver) {
                    for (const role of roles)
                        expect(graph.childrenOf(role.name)).toEqual(children(role.name).sort(compareNames));
                }
                for (const role of roles) {
                    graph.meet(role.name, { roles: parents.get(role.name) ?? [], users: [] });
                    met.push(role.name);
                }
            }
            expect(met.toSorted()).toEqual([...parents.keys()].toSorted());
            for (const name of met) expect(graph.childrenOf(name)).toEqual(children(name).sort(compareNames));
        })
    );
});

test('a role whose members are hidden leaves those over that have it, and no others', () => {
    const graph = new RoleGraph([roleOf('A', 1), roleOf('B', 0), roleOf('C', 1), roleOf('D', 0), roleOf('E', null)]);
    const levels: string[][] = [];
    for (const { roles } of graph.levels()) {
        levels.push(roles.map(({ name }) => name));
        for (const { name } of roles)
            graph.meet(name, name === 'B' ? null : { roles: name === 'D' ? ['C'] : [], users: [] });
    }
    expect(levels).toEqual([['B', 'D'], ['C'], ['A', 'E']]);
});
