/**
 * Turns a parsed statement into DuckDB's SQL: names become those of the store, objects are looked up with the role's
 * rights, types and functions that DuckDB has otherwise are replaced. Everything left is the translator library's work.
 */
import {
    identifier,
    identifierName,
    inside,
    isIdentifier,
    isNode,
    list,
    functionCall,
    parseStatement,
    rewrite,
    toDuckDb,
    visit
} from './ast.js';
import { firstSelect, hintsOf } from './column-hints.js';
import { plainForm } from './dml-forms.js';
import { insufficientPrivileges } from './failures.js';
import { inputFormats } from './input-formats.js';
import { physicalName } from './store.js';
import { storedName } from './stored-names.js';
import { changeNode } from './translate-expressions.js';

import type { Ast, AstNode } from './ast.js';
import type { Context } from './context.js';
import type { ColumnHint } from './column-hints.js';
import type { Relation } from './objects/tree.js';

export interface Translation {
    readonly sql: string;
    /** What the statement reads and writes, in the order of its text. */
    readonly relations: readonly Relation[];
    /** The target of an INSERT, UPDATE, DELETE or MERGE. */
    readonly target: Relation | null;
    /** For each selected column the one it comes from, or the type of a literal; null where that cannot be said. */
    readonly hints: readonly (ColumnHint | null)[] | null;
    /** Whether a warehouse has to work for it. */
    readonly reads: boolean;
}

const WRITE_PRIVILEGES: Readonly<Record<string, string>> = {
    insert: 'INSERT',
    update: 'UPDATE',
    delete: 'DELETE',
    merge: 'INSERT'
};

export function translate(statement: Ast, context: Context, itemTexts: readonly string[] = []): Translation {
    const relations: Relation[] = [];
    const sources = new Map<string, Relation>();
    const ctes = cteNames(statement);
    const formats = inputFormats(context);
    const command = isNode(statement) ? (Object.keys(statement)[0] ?? '') : '';
    let target: Relation | null = null;
    let reads = false;

    const resolve = (table: AstNode, isTarget: boolean): AstNode => {
        const parts = [table['catalog'], table['schema'], table['name']].flatMap((part) =>
            isIdentifier(part) ? [identifierName(part)] : []
        );
        const name = parts.at(-1) ?? '';
        if (parts.length === 1 && ctes.has(name)) return table;
        const relation = context.findRelation(parts);
        const writes = WRITE_PRIVILEGES[command];
        if (isTarget) {
            target = relation;
            if (writes && !context.access.mayWrite(relation, writes)) {
                throw insufficientPrivileges(relation.type.toLowerCase(), name);
            }
        } else if (!context.access.mayRead(relation)) {
            throw insufficientPrivileges(relation.type.toLowerCase(), name);
        }
        relations.push(relation);
        reads = true;
        const alias = isIdentifier(table['alias']) ? table['alias'] : null;
        sources.set(alias ? identifierName(alias) : name, relation);
        return {
            ...table,
            catalog: null,
            schema: null,
            name: identifier(physicalName(relation)),
            alias: alias ?? (command === 'insert' && isTarget ? null : identifier(name))
        };
    };

    const resolved = convertInserted(resolveTables(selectFromValues(statement), command, resolve), () => target);
    const named = nameItems(resolved, itemTexts);
    const hints = hintsOf(named, sources);
    const changed = rewrite(named, (node) => {
        if (inside(node, 'function') && /^(GENERATOR|TABLE)$/i.test(String(inside(node, 'function')?.['name']))) {
            reads = true;
        }
        return changeNode(node, formats);
    });
    return { sql: toDuckDb(storeNames(changed)), relations, target, hints, reads };
}

/** Finds every table reference; those of the target stand bare in their statement. */
function resolveTables(statement: Ast, command: string, resolve: (table: AstNode, isTarget: boolean) => AstNode): Ast {
    const written = inside(statement, command);
    const targetKey = command === 'merge' ? 'this' : 'table';
    if (written && WRITE_PRIVILEGES[command]) {
        const body = plainForm(written, command);
        const target = body[targetKey];
        const bare = inside(target, 'table');
        const done = bare ? { table: resolve(bare, true) } : isNode(target) ? resolve(target, true) : (target ?? null);
        const using = list(body['using']).map((table) =>
            isNode(table) && 'name' in table ? resolve(table, false) : table
        );
        const rest = { ...body, [targetKey]: null, ...(command === 'delete' ? { using: null } : {}) };
        const inner = rewrite(rest, (node) => resolveNode(node, resolve));
        return {
            [command]: {
                ...(isNode(inner) ? inner : {}),
                [targetKey]: done,
                ...(command === 'delete' ? { using } : {})
            }
        };
    }
    return rewrite(statement, (node) => resolveNode(node, resolve));
}

function resolveNode(node: AstNode, resolve: (table: AstNode, isTarget: boolean) => AstNode): Ast {
    const table = inside(node, 'table');
    if (!table || !isIdentifier(table['name']) || Object.keys(node).length > 1) return node;
    return { table: resolve(table, false) };
}

/** `VALUES (1, 2)` alone is `SELECT * FROM VALUES (1, 2)`. */
function selectFromValues(statement: Ast): Ast {
    if (!inside(statement, 'values')) return statement;
    const select = parseStatement('SELECT * FROM VALUES (1)');
    const from = inside(inside(select, 'select'), 'from') ?? {};
    from['expressions'] = [statement];
    return select;
}

/** What goes into a column of a type that DuckDB does not take from text is converted on its way. */
function convertInserted(statement: Ast, targetOf: () => Relation | null): Ast {
    const insert = inside(statement, 'insert');
    const target = targetOf();
    if (!insert || !target) return statement;
    const named = list(insert['columns']).flatMap((name) => (isIdentifier(name) ? [identifierName(name)] : []));
    const names = named.length > 0 ? named : target.columns.map((column) => column.name);
    const converters = names.map((name) => {
        const type = target.columns.find((column) => column.name === name)?.type.type;
        return type === 'TIMESTAMP_TZ' ? 'SF_TZ' : type === 'TIMESTAMP_LTZ' ? 'SF_LTZ' : null;
    });
    if (converters.every((converter) => converter === null)) return statement;
    const values = list(insert['values']).map((row) =>
        list(row).map((value, index) => {
            const converter = converters[index] ?? null;
            const isDefault = inside(value, 'column') !== null || inside(value, 'var') !== null;
            return converter === null || isDefault ? value : functionCall(converter, value);
        })
    );
    const select = inside(insert['query'], 'select');
    if (select && list(select['expressions']).length === converters.length) {
        select['expressions'] = list(select['expressions']).map((item, index) => {
            const converter = converters[index] ?? null;
            const alias = inside(item, 'alias');
            if (converter === null || inside(item, 'star')) return item;
            return functionCall(converter, alias?.['this'] ?? item);
        });
    }
    return { insert: { ...insert, ...(values.length > 0 ? { values } : {}) } };
}

function cteNames(statement: Ast): ReadonlySet<string> {
    const names = new Set<string>();
    visit(statement, (node) => {
        for (const cte of list(node['ctes'])) {
            const alias = isNode(cte) ? cte['alias'] : undefined;
            if (isIdentifier(alias)) names.add(identifierName(alias));
        }
    });
    return names;
}

/** Gives every selected expression without an alias the name that Snowflake gives it: its text. */
function nameItems(statement: Ast, itemTexts: readonly string[]): Ast {
    const select = firstSelect(statement);
    if (!select) return statement;
    const expressions = list(select['expressions']);
    if (expressions.length === itemTexts.length) {
        select['expressions'] = expressions.map((item, index) => {
            const plainColumn = inside(item, 'column') ?? inside(item, 'alias') ?? inside(item, 'star');
            if (plainColumn) return item;
            return aliased(item, itemTexts[index] ?? '');
        });
    }
    return statement;
}

function aliased(expression: Ast, name: string): AstNode {
    return {
        alias: {
            this: expression,
            alias: identifier(name),
            column_aliases: [],
            alias_explicit_as: true,
            alias_keyword: null,
            pre_alias_comments: [],
            trailing_comments: []
        }
    };
}

/** Every name as the store has it; names of arguments (`ROWCOUNT => 5`) are no names of columns. */
function storeNames(statement: Ast): Ast {
    if (Array.isArray(statement)) return statement.map(storeNames);
    if (!isNode(statement)) return statement;
    if (isIdentifier(statement)) return { ...statement, ...identifier(storedName(identifierName(statement))) };
    const copy: AstNode = {};
    for (const [key, inner] of Object.entries(statement)) {
        copy[key] =
            key === 'named_argument' && isNode(inner)
                ? { ...inner, value: storeNames(inner['value'] ?? null) }
                : storeNames(inner);
    }
    return copy;
}
