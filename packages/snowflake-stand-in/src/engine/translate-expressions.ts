/**
 * Expressions that mean the same in DuckDB but are written otherwise: casts, paths, VALUES, and the functions that the
 * translator library leaves as they are. Names that start with SF_ are macros of macros.ts.
 */
import { functionCall, identifier, inside, isIdentifier, isNode, list, numberLiteral, stringNode } from './ast.js';
import { corrected } from './corrected-calls.js';
import { flattened } from './flatten.js';
import { plain, storageType, temporal } from './data-types.js';
import { readByFormat, writtenFormat } from './input-formats.js';
import { writtenType } from './written-types.js';

import type { Ast, AstNode, Identifier } from './ast.js';
import type { DataType } from './data-types.js';
import type { InputFormats } from './input-formats.js';

export function changeNode(node: AstNode, formats: InputFormats): Ast {
    const right = flattened(node) ?? corrected(node);
    if (right !== null) return right;
    const cast = inside(node, 'cast') ?? inside(node, 'try_cast');
    if (cast) return changeCast(node, cast, formats);
    const division = inside(node, 'div');
    if (division) return divided(division['left'] ?? null, division['right'] ?? null);
    const values = inside(node, 'values');
    if (values) return nameValues(values);
    const parameter = inside(node, 'parameter');
    if (parameter?.['style'] === 'Dollar' && typeof parameter['index'] === 'number') {
        return {
            column: {
                name: identifier(`COLUMN${parameter['index']}`),
                table: null,
                join_mark: false,
                trailing_comments: []
            }
        };
    }
    const dot = inside(node, 'dot');
    if (dot) return shortenPath(node);
    const called = inside(node, 'function');
    if (called && DATE_ADDITIONS.has(String(called['name']).toUpperCase())) return withBracedAmount(called);
    if (called) return changeFunction(node, readArgument(called, formats));
    return node;
}

const DATE_ADDITIONS = new Set(['DATEADD', 'TIMEADD', 'TIMESTAMPADD']);

/** DuckDB has `INTERVAL (-3) HOUR`, but no `INTERVAL -3 HOUR`. */
function withBracedAmount(called: AstNode): AstNode {
    const args = list(called['args']).map((arg) =>
        inside(arg, 'neg') ? { paren: { this: arg, trailing_comments: [] } } : arg
    );
    return { function: { ...called, args } };
}

/** DuckDB's macro asks both sides for a type, which a bare NULL has not. */
function divided(left: Ast, right: Ast): Ast {
    for (const side of [left, right]) if (isNode(side) && 'null' in side) return side;
    return functionCall('SF_DIV', left, right);
}

/** `db.schema.table.column`: the table has its own name as alias, so the path before it goes. */
function shortenPath(node: AstNode): Ast {
    const path: Identifier[] = [];
    let at: Ast | undefined = node;
    for (let dot = inside(at, 'dot'); dot; dot = inside(at, 'dot')) {
        if (!isIdentifier(dot['field'])) return node;
        path.unshift(dot['field']);
        at = dot['this'];
    }
    const column = inside(at, 'column');
    const [table, name] = path.slice(-2);
    if (!column || !table || !name || path.length > 2) {
        const single = path[0];
        if (column && single && path.length === 1 && isIdentifier(column['name']) && isIdentifier(column['table'])) {
            return { column: { ...column, table: column['name'], name: single } };
        }
        return node;
    }
    return { column: { ...column, table, name } };
}

function nameValues(values: AstNode): AstNode {
    if (values['alias'] !== null && list(values['column_aliases']).length > 0) return { values };
    const width = list(inside({ row: list(values['expressions'])[0] ?? null }, 'row')?.['expressions']).length;
    const columns = Array.from({ length: width }, (_, index) => identifier(`COLUMN${index + 1}`));
    return { values: { ...values, alias: values['alias'] ?? identifier('VALUES'), column_aliases: columns } };
}

function changeCast(node: AstNode, written: AstNode, formats: InputFormats): Ast {
    const type = writtenType(written['to'] ?? null);
    if (!type) return node;
    const value = readByFormat(written['this'] ?? null, type.type, formats(type.type));
    const cast = { ...written, this: value };
    if (type.type === 'TEXT' && 'cast' in node) return functionCall('SF_TEXT', value);
    if (type.type === 'TIMESTAMP_TZ') return functionCall('SF_TZ', value);
    if (type.type === 'TIMESTAMP_LTZ' && 'cast' in node) return functionCall('SF_LTZ', value);
    if (type.type === 'VARIANT' || type.type === 'OBJECT' || type.type === 'ARRAY')
        return functionCall('SF_VARIANT', value);
    const kind = 'cast' in node ? 'cast' : 'try_cast';
    return { [kind]: { ...cast, to: { data_type: 'custom', name: storageType(type) }, double_colon_syntax: false } };
}

function castTo(value: Ast, type: DataType): AstNode {
    return {
        cast: {
            this: value,
            to: { data_type: 'custom', name: storageType(type) },
            trailing_comments: [],
            double_colon_syntax: false,
            format: null,
            default: null
        }
    };
}

const CONVERTED_TO: Readonly<Record<string, DataType['type']>> = {
    TO_DATE: 'DATE',
    DATE: 'DATE',
    TO_TIME: 'TIME',
    TIME: 'TIME',
    TO_TIMESTAMP: 'TIMESTAMP_NTZ',
    TO_TIMESTAMP_NTZ: 'TIMESTAMP_NTZ',
    TO_TIMESTAMP_LTZ: 'TIMESTAMP_LTZ',
    TO_TIMESTAMP_TZ: 'TIMESTAMP_TZ'
};

/** Text that the function reads by a format stands in the call as ISO 8601, and the format no longer. */
function readArgument(called: AstNode, formats: InputFormats): AstNode {
    const type = CONVERTED_TO[String(called['name']).toUpperCase()];
    const [value, second, ...others] = list(called['args']);
    if (type === undefined || value === undefined || literalNumber(value) !== undefined) return called;
    const written = writtenFormat(second);
    if (written === undefined && second !== undefined) return called;
    const read = readByFormat(value, type, written === undefined ? formats(type) : written);
    return { ...called, args: [read, ...others] };
}

function changeFunction(node: AstNode, called: AstNode): Ast {
    const args = list(called['args']);
    const [first, second] = args;
    if (first === undefined) return /^SEQ[1248]$/i.test(String(called['name'])) ? rowNumber() : node;
    switch (String(called['name']).toUpperCase()) {
        case 'SEQ1':
        case 'SEQ2':
        case 'SEQ4':
        case 'SEQ8':
            return rowNumber();
        case 'GENERATOR':
            return functionCall('RANGE', rowCount(args));
        case 'TABLE':
            return inside(first, 'function')?.['name'] === 'RANGE' ? first : node;
        case 'TO_DATE':
        case 'DATE':
            return castTo(first, plain('DATE'));
        case 'TO_TIMESTAMP_TZ':
            return functionCall('SF_TZ', first);
        case 'TO_TIMESTAMP':
        case 'TO_TIMESTAMP_NTZ':
            return second === undefined ? instant(first) : node;
        case 'TO_TIMESTAMP_LTZ':
            return functionCall('SF_LTZ', literalNumber(first) === undefined ? first : instant(first));
        case 'TO_VARCHAR':
        case 'TO_CHAR':
            return second === undefined ? functionCall('SF_TEXT', first) : node;
        case 'TO_BOOLEAN':
            return castTo(first, plain('BOOLEAN'));
        case 'TO_DOUBLE':
            return castTo(first, plain('REAL'));
        case 'TO_TIME':
        case 'TIME':
            return castTo(first, temporal('TIME'));
        case 'TO_VARIANT':
        case 'TO_OBJECT':
        case 'TO_ARRAY':
            return functionCall('SF_VARIANT', first);
        case 'TO_BINARY':
            return functionCall('UNHEX', first);
        // The translator library parses a template for these in a thread, which no WebAssembly has.
        case 'RANDSTR':
            return functionCall('SF_RANDSTR', first, second ?? numberLiteral('0'));
        case 'ZIPF':
            return functionCall('SF_ZIPF', second ?? numberLiteral('1'));
        case 'SYSTEM$TYPEOF':
            return functionCall('TYPEOF', first);
        case 'SYSTEM$WAIT':
            return stringNode(`waited ${literalText(first)} ${second ? literalText(second).toLowerCase() : 'seconds'}`);
        default:
            return node;
    }
}

function literalText(value: Ast): string {
    return String(inside(value, 'literal')?.['value'] ?? '');
}

/** The column of DuckDB's RANGE, which stands for TABLE(GENERATOR(ROWCOUNT => n)). */
function rowNumber(): AstNode {
    return { column: { name: identifier('RANGE'), table: null, join_mark: false, trailing_comments: [] } };
}

function rowCount(args: readonly Ast[]): Ast {
    for (const argument of args) {
        const named = inside(argument, 'named_argument');
        const name = named?.['name'];
        if (isIdentifier(name) && name.name.toUpperCase() === 'ROWCOUNT') return named?.['value'] ?? null;
    }
    return args.find((argument) => inside(argument, 'literal')) ?? numberLiteral('0');
}

function literalNumber(value: Ast | undefined): number | undefined {
    const literal = inside(value, 'literal');
    return literal?.['literal_type'] === 'number' ? Number(literal['value']) : undefined;
}

/** A number is seconds since 1970, a text an instant as written. */
function instant(value: Ast): Ast {
    const literal = inside(value, 'literal');
    if (literal?.['literal_type'] !== 'number') return castTo(value, temporal('TIMESTAMP_NTZ'));
    const nanoseconds = BigInt(Math.round(Number(literal['value']) * 1e6)) * 1000n;
    return functionCall('MAKE_TIMESTAMP_NS', numberLiteral(String(nanoseconds)));
}
