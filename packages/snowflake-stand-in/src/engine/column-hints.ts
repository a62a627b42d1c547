/** What a SELECT's items tell of their types before DuckDB has run it: columns of tables, and literals. */
import { identifierName, inside, isIdentifier, list } from './ast.js';
import { fixed, plain, text } from './data-types.js';
import { writtenType } from './written-types.js';

import type { Ast, AstNode } from './ast.js';
import type { DataType } from './data-types.js';
import type { Column } from './column.js';
import type { Relation } from './objects/tree.js';

export interface ColumnHint {
    readonly type: DataType;
    readonly nullable: boolean;
}

/** The first SELECT of a statement: of a union, its left side; of a parenthesis, its inside. */
export function firstSelect(statement: Ast): AstNode | null {
    const select = inside(statement, 'select');
    if (select) return select;
    for (const kind of ['union', 'intersect', 'except']) {
        const set = inside(statement, kind);
        if (set) return firstSelect(set['left'] ?? null);
    }
    const nested = inside(statement, 'subquery') ?? inside(statement, 'paren');
    return nested ? firstSelect(nested['this'] ?? null) : null;
}

export function hintsOf(statement: Ast, sources: ReadonlyMap<string, Relation>): (ColumnHint | null)[] | null {
    const select = firstSelect(statement);
    if (!select) return null;
    const joined = list(select['joins']).length > 0;
    const hints: (ColumnHint | null)[] = [];
    const hint = (column: Column): ColumnHint => ({ type: column.type, nullable: column.nullable || joined });
    const tables = new Set(list(inside(select, 'from')?.['expressions']).map((item) => inside(item, 'table')));
    for (const item of list(select['expressions'])) {
        const star = inside(item, 'star');
        if (star) {
            const only = tables.size === 1 && !joined ? [...sources.values()] : [];
            if (
                only.length !== 1 ||
                tables.has(null) ||
                list(star['except']).length > 0 ||
                list(star['replace']).length > 0
            )
                return null;
            hints.push(...(only[0]?.columns ?? []).map(hint));
            continue;
        }
        const expression = inside(item, 'alias')?.['this'] ?? item;
        hints.push(
            literalHint(expression) ??
                castHint(expression) ??
                objectHint(expression) ??
                columnHint(expression, sources, hint)
        );
    }
    return hints;
}

function literalHint(expression: Ast): ColumnHint | null {
    const literal = inside(expression, 'literal');
    const value = String(literal?.['value'] ?? '');
    if (literal?.['literal_type'] === 'string') return { type: text([...value].length), nullable: false };
    const digits = /^(\d+)(?:\.(\d+))?$/.exec(value);
    if (literal?.['literal_type'] !== 'number' || !digits) return null;
    const whole = (digits[1] ?? '').replace(/^0+(?=\d)/, '');
    const scale = digits[2]?.length ?? 0;
    return { type: fixed(Math.max(whole === '0' ? scale : whole.length + scale, 1), scale), nullable: false };
}

/** The scale of times, which DuckDB does not keep: `x::TIMESTAMP_NTZ(3)`. */
function castHint(expression: Ast): ColumnHint | null {
    const type = writtenType((inside(expression, 'cast') ?? inside(expression, 'try_cast'))?.['to'] ?? null);
    return type?.type.startsWith('TIME') ? { type, nullable: true } : null;
}

/** DuckDB has one type for all that is JSON. */
function objectHint(expression: Ast): ColumnHint | null {
    const name = String(inside(expression, 'function')?.['name']).toUpperCase();
    return name.startsWith('OBJECT_CONSTRUCT') ? { type: plain('OBJECT'), nullable: true } : null;
}

function columnHint(
    expression: Ast,
    sources: ReadonlyMap<string, Relation>,
    hint: (column: Column) => ColumnHint
): ColumnHint | null {
    const column = inside(expression, 'column');
    if (!column || !isIdentifier(column['name'])) return null;
    const name = identifierName(column['name']);
    const qualifier = isIdentifier(column['table']) ? identifierName(column['table']) : null;
    const candidates = [...sources].flatMap(([alias, relation]) =>
        qualifier === null || qualifier === alias ? relation.columns.filter((other) => other.name === name) : []
    );
    const [only] = candidates;
    return candidates.length === 1 && only ? hint(only) : null;
}
