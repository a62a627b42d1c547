/** Parts of dates and times by all their names. https://docs.snowflake.com/en/sql-reference/functions-date-time#supported-date-and-time-parts */
import { functionCall, inside, isIdentifier, numberLiteral } from './ast.js';
import { unsupported } from './failures.js';

import type { Ast, AstNode } from './ast.js';

type Unit =
    | 'year'
    | 'quarter'
    | 'month'
    | 'week'
    | 'day'
    | 'hour'
    | 'minute'
    | 'second'
    | 'millisecond'
    | 'microsecond';

const NAMES: Readonly<Record<Unit, string>> = {
    year: 'year y yy yyy yyyy yr years yrs',
    quarter: 'quarter q qtr qtrs quarters',
    month: 'month mm mon mons months',
    week: 'week w wk weekofyear woy wy',
    day: 'day d dd days dayofmonth',
    hour: 'hour h hh hr hours hrs',
    minute: 'minute m mi min minutes mins',
    second: 'second s sec seconds secs',
    millisecond: 'millisecond ms msec milliseconds',
    microsecond: 'microsecond us usec microseconds'
};

const UNITS: ReadonlyMap<string, Unit> = new Map(
    (
        ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second', 'millisecond', 'microsecond'] as const
    ).flatMap((unit) => NAMES[unit].split(' ').map((name) => [name, unit] as const))
);

/** As DuckDB names it. */
export function dateUnit(written: Ast): Unit {
    const column = inside(written, 'column')?.['name'];
    const name =
        inside(written, 'literal')?.['value'] ??
        inside(written, 'var')?.['this'] ??
        (column !== undefined && isIdentifier(column) ? column.name : undefined);
    const unit = UNITS.get(String(name).toLowerCase());
    if (unit === undefined) throw unsupported(`the date or time part ${String(name ?? 'of an expression')}`);
    return unit;
}

/** Days and what is made of them keep a date a date; hours and less make a timestamp of it. */
export function addedInterval(unit: Unit, amount: Ast, to: Ast): AstNode {
    const times = (macro: string, factor: number): AstNode =>
        functionCall(macro, amount, numberLiteral(String(factor)), to);
    switch (unit) {
        case 'year':
            return times('SF_ADD_MONTHS', 12);
        case 'quarter':
            return times('SF_ADD_MONTHS', 3);
        case 'month':
            return times('SF_ADD_MONTHS', 1);
        case 'week':
            return times('SF_ADD_DAYS', 7);
        case 'day':
            return times('SF_ADD_DAYS', 1);
        case 'hour':
            return times('SF_ADD_TIME', 3_600_000_000);
        case 'minute':
            return times('SF_ADD_TIME', 60_000_000);
        case 'second':
            return times('SF_ADD_TIME', 1_000_000);
        case 'millisecond':
            return times('SF_ADD_TIME', 1000);
        case 'microsecond':
            return times('SF_ADD_TIME', 1);
        default:
            return unit satisfies never;
    }
}
