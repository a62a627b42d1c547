/**
 * How text becomes a date, a time or a timestamp where a statement converts it: by the format that the conversion names,
 * else by the parameter in force, else as DuckDB reads ISO 8601 (which is AUTO here). Text that a
 * column takes in without a conversion is always read by AUTO.
 * https://docs.snowflake.com/en/sql-reference/date-time-input-output
 */
import { functionCall, inside, stringNode } from './ast.js';
import { inForce } from './parameters.js';

import type { Ast } from './ast.js';
import type { Context } from './context.js';
import type { DataType } from './data-types.js';

/** The format in force for a type; null for AUTO and for types that have none. */
export type InputFormats = (type: DataType['type']) => string | null;

const AUTO = 'AUTO';

export function inputFormats(context: Context): InputFormats {
    return (type) => {
        const kind = kindOf(type);
        if (kind === null) return null;
        return named(inForce(context, `${kind.toUpperCase()}_INPUT_FORMAT`)?.value ?? AUTO);
    };
}

/** The format that a function was given; undefined where it was given none. */
export function writtenFormat(argument: Ast | undefined): string | null | undefined {
    const literal = inside(argument, 'literal');
    return literal?.['literal_type'] === 'string' ? named(String(literal['value'])) : undefined;
}

/** `value` as text in ISO 8601, if it is text; anything else is left as it is. */
export function readByFormat(value: Ast, type: DataType['type'], format: string | null): Ast {
    const kind = kindOf(type);
    if (format === null || kind === null) return value;
    const { pattern, iso } = readable(format);
    return functionCall('SF_READ', value, ...[pattern, iso, `${kind} with format '${format}'`].map(stringNode));
}

function named(format: string): string | null {
    return format.toUpperCase() === AUTO ? null : format;
}

function kindOf(type: DataType['type']): 'date' | 'time' | 'timestamp' | null {
    if (type === 'DATE') return 'date';
    if (type === 'TIME') return 'time';
    return type.startsWith('TIMESTAMP_') ? 'timestamp' : null;
}

const ELEMENTS: Readonly<Record<string, string>> = {
    YYYY: '([0-9]{4})',
    MM: '([0-9]{2})',
    DD: '([0-9]{2})',
    HH24: '([0-9]{2})',
    MI: '([0-9]{2})',
    SS: '([0-9]{2})',
    FF: '([0-9]{1,9})',
    TZH: '([+-][0-9]{2})',
    TZM: '([0-9]{2})'
};

/** A pattern for the text, and the same instant in ISO 8601 with `#1` for the pattern's first group. */
function readable(format: string): { pattern: string; iso: string } {
    const groups = new Map<string, number>();
    let pattern = '';
    for (const [part, element, literal] of format.matchAll(
        /(YYYY|MM|DD|HH24|MI|SS|FF[0-9]?|TZH|TZM)|"([^"]*)"|[^]/gi
    )) {
        const name = element?.toUpperCase().replace(/^FF./, 'FF');
        if (name === undefined) {
            pattern += (literal ?? part).replace(/[^A-Za-z0-9]/g, '[$&]');
            continue;
        }
        groups.set(name, groups.size + 1);
        pattern += ELEMENTS[name] ?? '';
    }
    const at = (before: string, name: string, missing = ''): string =>
        groups.has(name) ? `${before}#${groups.get(name)}` : missing;
    const date = groups.has('YYYY') ? `${at('', 'YYYY')}${at('-', 'MM', '-01')}${at('-', 'DD', '-01')}` : '';
    const time = `${at('', 'HH24', '00')}${at(':', 'MI', ':00')}${at(':', 'SS', ':00')}${at('.', 'FF')}`;
    return { pattern, iso: `${date} ${time}${at('', 'TZH')}${at(':', 'TZM')}`.trim() };
}
