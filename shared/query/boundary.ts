/** The value up to which an incremental query has been read, and how a statement reads on from it. */
import type { ResultColumn } from '../snowflake/client.js';
import { quoteIdentifier } from '../snowflake/identifiers.js';
import { decodeCell } from '../snowflake/values.js';

/** Text that Snowflake converts back to its type. */
export interface Boundary {
    readonly value: string;
    readonly type: string;
}

/**
 * Without a format, text is read by DATE_INPUT_FORMAT and its like, which customers set for their account or user: a
 * day and a month could change places.
 * https://docs.snowflake.com/en/sql-reference/date-time-input-output
 */
const CONVERSIONS: Readonly<Record<string, string>> = {
    DATE: `TO_DATE(?, 'YYYY-MM-DD')`,
    TIME: `TO_TIME(?, 'HH24:MI:SS.FF9')`,
    TIMESTAMP_NTZ: `TO_TIMESTAMP_NTZ(?, 'YYYY-MM-DD"T"HH24:MI:SS.FF9')`,
    TIMESTAMP_LTZ: `TO_TIMESTAMP_LTZ(?, 'YYYY-MM-DD"T"HH24:MI:SS.FF9TZH:TZM')`,
    TIMESTAMP_TZ: `TO_TIMESTAMP_TZ(?, 'YYYY-MM-DD"T"HH24:MI:SS.FF9TZH:TZM')`
};

/** The rows from the boundary on, and those whose value is no boundary: nothing says when they changed. */
export function fromBoundary(name: string, { type }: Boundary): string {
    const column = quoteIdentifier(name);
    // Infinity and NaN are above every number, so that a comparison lets them through.
    const below = type === 'DOUBLE' ? ` OR ${column} = CAST('-inf' AS DOUBLE)` : '';
    return `${column} >= ${CONVERSIONS[type] ?? `CAST(? AS ${type})`}${below} OR ${column} IS NULL`;
}

/** A text of a checkpoint holds no more. */
const LONGEST_VALUE = 4000;

const ORDERED_TYPES = new Set(['FIXED', 'REAL', 'DECFLOAT', 'TEXT', ...Object.keys(CONVERSIONS)]);

export function hasOrder(column: ResultColumn): boolean {
    return ORDERED_TYPES.has(column.type);
}

/** What a boundary of this column is converted to. */
export function boundaryTypeOf(column: ResultColumn): string {
    switch (column.type) {
        case 'FIXED':
            return `NUMBER(38, ${column.scale ?? 0})`;
        case 'REAL':
            return 'DOUBLE';
        case 'TEXT':
            return 'VARCHAR';
        default:
            return column.type;
    }
}

/**
 * A value of the incremental column as a boundary. Null for one that would let nothing through after it, or that no
 * format can write: NaN, the infinities, and years of more than four digits.
 */
export function boundaryOf(cell: string, column: ResultColumn): Boundary | null {
    const value = boundaryValue(cell, column);
    return value === null ? null : { value, type: boundaryTypeOf(column) };
}

function boundaryValue(cell: string, column: ResultColumn): string | null {
    switch (column.type) {
        case 'FIXED':
        case 'DECFLOAT':
            return cell;
        case 'REAL':
            return Number.isFinite(Number(cell)) ? cell : null;
        case 'TEXT':
            // The beginning of a text is not above it: rows are read again, and none is passed over.
            return cell.length > LONGEST_VALUE ? cell.slice(0, LONGEST_VALUE).replace(/[\uD800-\uDBFF]$/, '') : cell;
        default:
            return momentOf(cell, column);
    }
}

/** In the form of CONVERSIONS; of a TIMESTAMP_TZ the instant, which is what Snowflake compares. */
function momentOf(cell: string, column: ResultColumn): string | null {
    const read =
        column.type === 'TIMESTAMP_TZ'
            ? decodeCell(cell.split(' ')[0] ?? cell, { ...column, type: 'TIMESTAMP_LTZ' })
            : decodeCell(cell, column);
    const text = String(read);
    if (!/^(\d{4}-|\d\d:)/.test(text)) return null;
    return text
        .replace(/Z$/, '+00:00')
        .replace(/(:\d\d:\d\d)(?:\.(\d+))?/, (_, clock: string, digits = '') => `${clock}.${digits.padEnd(9, '0')}`);
}
