/**
 * Bind values as literals. Clients send dates as milliseconds, times and timestamps as nanoseconds since 1970 (for
 * TIMESTAMP_TZ a space and the offset + 1440), or any of them as text.
 * https://docs.snowflake.com/en/developer-guide/sql-api/submitting-requests#using-bind-variables-in-a-statement
 */
import { StatementFailure } from '../types.js';
import { stringLiteral } from './names.js';

import type { BindValue } from '../types.js';

const NANOSECONDS_PER_DAY = 86_400_000_000_000n;

export function bindLiteral(bind: BindValue | undefined, position: number): string {
    if (!bind) {
        return fail('002049', `SQL compilation error: error line 1 at position 0\nBind variable ${position} not set.`);
    }
    const { value } = bind;
    const type = bind.type.toUpperCase();
    if (value === null) return type === 'ANY' ? 'NULL' : `CAST(NULL AS ${castType(type)})`;
    switch (type) {
        case 'FIXED':
            if (!/^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/.test(value)) {
                return fail('100038', `Numeric value '${value}' is not recognized`, '22018');
            }
            return `(${value.trim()})`;
        case 'REAL':
            return `CAST('${value.replaceAll("'", '')}' AS DOUBLE)`;
        case 'BOOLEAN':
            return /^(true|1)$/i.test(value) ? 'TRUE' : 'FALSE';
        case 'DATE':
            return `TO_DATE('${dateText(value)}', 'AUTO')`;
        case 'TIME':
            return `TO_TIME('${timeText(value)}', 'AUTO')`;
        case 'TIMESTAMP_NTZ':
        case 'TIMESTAMP_LTZ':
        case 'TIMESTAMP_TZ':
            return `TO_${type}('${timestampText(value, type)}', 'AUTO')`;
        case 'BINARY':
            return `TO_BINARY(${stringLiteral(value)}, 'HEX')`;
        default:
            return stringLiteral(value);
    }
}

function castType(type: string): string {
    switch (type) {
        case 'FIXED':
            return 'NUMBER(38,0)';
        case 'REAL':
            return 'DOUBLE';
        case 'TEXT':
            return 'VARCHAR';
        default:
            return type;
    }
}

function dateText(value: string): string {
    return /^-?\d{5,}$/.test(value) ? new Date(Number(value)).toISOString().slice(0, 10) : safe(value);
}

function timeText(value: string): string {
    if (!/^\d+$/.test(value)) return safe(value);
    return clock(BigInt(value) % NANOSECONDS_PER_DAY);
}

function timestampText(value: string, type: string): string {
    const [, digits, offset] = /^(-?\d+)(?: (\d+))?$/.exec(value) ?? [];
    if (digits === undefined) return safe(value);
    const minutes = offset === undefined ? 0 : Number(offset) - 1440;
    const local = BigInt(digits) + BigInt(minutes) * 60_000_000_000n;
    const text = instantText(local);
    if (type === 'TIMESTAMP_NTZ') return text;
    const sign = minutes < 0 ? '-' : '+';
    const absolute = Math.abs(minutes);
    return `${text} ${sign}${two(Math.floor(absolute / 60))}:${two(absolute % 60)}`;
}

function instantText(nanoseconds: bigint): string {
    const days = floorDiv(nanoseconds, NANOSECONDS_PER_DAY);
    const date = new Date(Number(days) * 86_400_000).toISOString().slice(0, 10);
    return `${date} ${clock(nanoseconds - days * NANOSECONDS_PER_DAY)}`;
}

function clock(nanoseconds: bigint): string {
    const seconds = Number(nanoseconds / 1_000_000_000n);
    const fraction = String(nanoseconds % 1_000_000_000n).padStart(9, '0');
    return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${fraction}`;
}

function two(value: number): string {
    return String(value).padStart(2, '0');
}

function floorDiv(left: bigint, right: bigint): bigint {
    const quotient = left / right;
    return left % right < 0n ? quotient - 1n : quotient;
}

function safe(value: string): string {
    return value.replaceAll('\\', '\\\\').replaceAll("'", "''");
}

function fail(code: string, message: string, state = '42601'): never {
    throw new StatementFailure(code, state, message);
}
