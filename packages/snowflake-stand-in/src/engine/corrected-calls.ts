/**
 * Functions that the translator library writes for DuckDB by name alone, although they mean something else there.
 * Each is put right by a macro (`macros.ts`), or refused where the embedded account cannot be right.
 */
import { functionCall, inside, isNode, list, stringNode } from './ast.js';
import { fixed, storageType, temporal } from './data-types.js';
import { unsupported } from './failures.js';
import { addedInterval, dateUnit } from './date-parts.js';
import { formatted } from './to-char.js';

import type { Ast, AstNode } from './ast.js';
import type { DataType } from './data-types.js';

/** Null: not one of these. */
export function corrected(node: AstNode): Ast | null {
    const difference = inside(node, 'date_diff');
    if (difference) {
        const unit = dateUnit(stringNode(String(difference['unit'])));
        const [from, to] = [difference['expression'] ?? null, difference['this'] ?? null].map(instant);
        return functionCall('SF_DATEDIFF', stringNode(unit), from ?? null, to ?? null);
    }
    const contains = inside(node, 'array_contains');
    if (contains) return functionCall('SF_ARRAY_CONTAINS', contains['this'] ?? null, contains['expression'] ?? null);
    const matches = inside(node, 'regexp_like');
    if (matches) {
        return regexpLike([matches['this'] ?? null, matches['pattern'] ?? null, ...optional(matches['flags'])]);
    }
    const type = inside(node, 'typeof');
    if (type) return functionCall('SF_TYPEOF', type['this'] ?? null);
    const number = inside(node, 'to_number');
    if (number) return toNumber(number);
    const path = inside(node, 'j_s_o_n_extract');
    if (path && inside(path['variant_extract'] ?? null, 'boolean')) {
        return functionCall('SF_PATH', path['this'] ?? null, jsonPath(path['expression'] ?? null));
    }
    const item = inside(node, 'subscript');
    // Counted from zero, and of anything that can be a VARIANT.
    if (item) return functionCall('SF_GET', item['this'] ?? null, item['index'] ?? null);
    const part = inside(node, 'substring');
    if (part) {
        const [whole = null, start = null] = [part['this'], part['start']];
        return functionCall('SF_SUBSTR', whole, start, ...optional(part['length']));
    }
    const sampled = inside(node, 'table_sample');
    if (sampled) return sample(node, sampled);
    const mean = inside(node, 'avg');
    if (mean) return average(mean);
    const listed = inside(node, 'list_agg');
    // Of no rows it is an empty text.
    if (listed) return functionCall('SF_LISTAGG', node);
    for (const frame of ['within_group', 'window_function']) {
        const framed = inside(node, frame);
        if (framed) return ofEach(frame, framed);
    }
    const text = inside(node, 'to_json');
    if (text) return functionCall('SF_TO_JSON', text['this'] ?? null);
    const keys = inside(node, 'object_keys');
    if (keys) return functionCall('SF_OBJECT_KEYS', keys['this'] ?? null);
    const called = inside(node, 'function');
    return called ? call(String(called['name']).toUpperCase(), list(called['args'])) : null;
}

function call(name: string, args: readonly Ast[]): Ast | null {
    const [first = null, second = null, third = null] = args;
    switch (name) {
        case 'DATE_TRUNC':
            return functionCall('SF_DATE_TRUNC', stringNode(dateUnit(first)), instant(second));
        case 'DATEADD':
        case 'TIMEADD':
        case 'TIMESTAMPADD':
            return addedInterval(dateUnit(first), second, instant(third));
        case 'TO_CHAR':
        case 'TO_VARCHAR':
            return args.length === 2 ? formatted(first, second) : null;
        case 'OBJECT_CONSTRUCT':
            return objectOf(args);
        case 'OBJECT_KEYS':
            return functionCall('SF_OBJECT_KEYS', first);
        case 'GET':
            return functionCall('SF_GET', first, second);
        case 'BITXOR':
            return functionCall('SF_BITXOR', first, second);
        case 'REGEXP_LIKE':
            return regexpLike(args);
        case 'CONCAT':
            return functionCall('SF_CONCAT', functionCall('LIST_VALUE', ...args.map(asText)), stringNode(''));
        case 'CONCAT_WS':
            return functionCall('SF_CONCAT', functionCall('LIST_VALUE', ...args.slice(1).map(asText)), first);
        default:
            return null;
    }
}

function optional(value: Ast | undefined): Ast[] {
    return value === undefined || value === null ? [] : [value];
}

function asText(value: Ast): AstNode {
    return functionCall('SF_TEXT', value);
}

/** Text where an instant is asked for is read as one. */
function instant(value: Ast): Ast {
    return inside(value, 'literal')?.['literal_type'] === 'string' ? cast(value, temporal('TIMESTAMP_NTZ')) : value;
}

function cast(value: Ast, type: DataType, kind: 'cast' | 'try_cast' = 'cast'): AstNode {
    const to = { data_type: 'custom', name: storageType(type) };
    return {
        [kind]: { this: value, to, trailing_comments: [], double_colon_syntax: false, format: null, default: null }
    };
}

/** `a.b[1]["odd key"]` as DuckDB has it; as an operator there it would bind less than what stands around it. */
function jsonPath(written: Ast): Ast {
    const text = String(inside(written, 'literal')?.['value'] ?? '');
    const path = text.replaceAll(/\["((?:[^"\\]|\\.)*)"\]/g, '."$1"');
    return stringNode(/^[.[]/.test(path) ? `$${path}` : `$.${path}`);
}

/** By the sum and the count, which keep digits where DuckDB's own average is a DOUBLE. */
function average(mean: AstNode): Ast {
    const { this: of = null, distinct = false } = mean;
    const count = { this: of, star: false, distinct, filter: null, original_name: 'COUNT' };
    return functionCall('SF_AVG', { sum: { ...mean, name: 'SUM' } }, { count });
}

/** A macro around aggregates, of which the order or the window is that of each. */
function ofEach(frame: string, framed: AstNode): Ast | null {
    const around = inside(framed['this'] ?? null, 'function');
    const name = String(around?.['name']);
    if (around === null || !['SF_AVG', 'SF_LISTAGG'].includes(name)) return null;
    return functionCall(name, ...list(around['args']).map((each) => ({ [frame]: { ...framed, this: each } })));
}

/** A pair whose key or value is null is left out. */
function objectOf(args: readonly Ast[]): Ast {
    if (args.length % 2 === 1 || args.some((argument) => inside(argument, 'star'))) {
        throw unsupported('OBJECT_CONSTRUCT(*)');
    }
    const pairs = Array.from({ length: args.length / 2 }, (_, at) =>
        functionCall('SF_PAIR', args[2 * at] ?? null, args[2 * at + 1] ?? null)
    );
    return functionCall('SF_OBJECT', functionCall('LIST_VALUE', asText(stringNode('')), ...pairs));
}

/** The pattern has to match the whole, unlike in DuckDB. */
function regexpLike([value = null, pattern = null, flags]: readonly Ast[]): Ast {
    const written = flags === undefined ? '' : String(inside(flags, 'literal')?.['value'] ?? '?');
    if (!/^[cis]*$/.test(written)) throw unsupported(`REGEXP_LIKE with the parameters '${written}'`);
    // Of `c` and `i` the last one counts.
    const insensitive = written.lastIndexOf('i') > written.lastIndexOf('c');
    const inline = `${insensitive ? 'i' : ''}${written.includes('s') ? 's' : ''}`;
    return functionCall('SF_RLIKE', value, stringNode(inline === '' ? '' : `(?${inline})`), pattern);
}

function toNumber(written: AstNode): Ast {
    if (isNode(written['format'])) throw unsupported('TO_NUMBER with a format');
    const digits = (key: string): number | undefined => {
        const literal = inside(written[key] ?? null, 'literal');
        return literal ? Number(literal['value']) : undefined;
    };
    const kind = isNode(written['safe']) ? 'try_cast' : 'cast';
    return cast(written['this'] ?? null, fixed(digits('precision'), digits('scale')), kind);
}

/** `SAMPLE (3 ROWS)`, which the translator library takes for per cent. */
function sample(node: AstNode, sampled: AstNode): Ast | null {
    const given = inside(sampled['sample'] ?? null, 'sample') ?? sampled['sample'];
    const inner = isNode(given) ? given : sampled;
    if (inner['method'] !== 'Row') return null;
    const method = { ...inner, method: 'Reservoir', explicit_method: true, method_before_size: true };
    const changed = isNode(given) ? { ...sampled, sample: method } : method;
    return { ...node, table_sample: changed };
}
