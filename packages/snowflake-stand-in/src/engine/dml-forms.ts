/**
 * Brings DML into the one form that the rest of the translation reads: the tables bare, each with its alias in it, and
 * the assigned columns without the table's name, which Snowflake allows and DuckDB refuses.
 */
import { identifier, identifierName, inside, isIdentifier, isNode, list, rewrite } from './ast.js';

import type { Ast, AstNode } from './ast.js';

export function plainForm(body: AstNode, command: string): AstNode {
    if (command === 'merge') {
        return {
            ...body,
            this: unwrapped(body['this'] ?? null),
            using: unwrapped(body['using'] ?? null),
            whens: rewrite(body['whens'] ?? null, withBareTargets)
        };
    }
    if (command === 'update') return { ...body, set: list(body['set']).map(withBareName) };
    if (command === 'delete' && isIdentifier(body['alias']) && isNode(body['table'])) {
        return { ...body, table: { ...body['table'], alias: body['alias'] }, alias: null };
    }
    return body;
}

/** MERGE's `t AS x` is a node around the table, where a FROM has the alias in it. */
function unwrapped(source: Ast): Ast {
    const wrapped = inside(source, 'alias');
    const table = inside(wrapped?.['this'], 'table');
    if (!table || !isIdentifier(wrapped?.['alias'])) return source;
    return { table: { ...table, alias: wrapped['alias'], alias_explicit_as: true } };
}

/** `UPDATE t SET t.a = 1`: the translator library reads `t.a` as one name. */
function withBareName(assignment: Ast): Ast {
    const [target, ...value] = list(assignment);
    if (!isIdentifier(target) || target.quoted || !target.name.includes('.')) return assignment;
    return [identifier(identifierName({ ...target, name: target.name.split('.').at(-1) ?? '' })), ...value];
}

/** `WHEN MATCHED THEN UPDATE SET t.a = 1`: a tuple of the word UPDATE and a tuple of assignments. */
function withBareTargets(node: AstNode): Ast {
    const [word, assignments] = list(inside(node, 'tuple')?.['expressions']);
    if (inside(word, 'var')?.['this'] !== 'UPDATE') return node;
    const bare = list(inside(assignments, 'tuple')?.['expressions']).map((assignment) => {
        const eq = inside(assignment, 'eq');
        const column = inside(eq?.['left'], 'column');
        return eq && column && isIdentifier(column['name'])
            ? { eq: { ...eq, left: { identifier: column['name'] } } }
            : assignment;
    });
    return { tuple: { expressions: [word ?? null, { tuple: { expressions: bare } }] } };
}
