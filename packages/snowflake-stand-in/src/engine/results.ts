/**
 * DuckDB's results as Snowflake's: each column described with its Snowflake type, each cell as the SQL API writes it.
 * https://docs.snowflake.com/en/developer-guide/sql-api/handling-responses#getting-the-data-from-the-results
 */
import {
    DuckDBBlobValue,
    DuckDBDateValue,
    DuckDBDecimalValue,
    DuckDBListValue,
    DuckDBMapValue,
    DuckDBStructValue,
    DuckDBTimeNSValue,
    DuckDBTimeValue,
    DuckDBTimestampMillisecondsValue,
    DuckDBTimestampNanosecondsValue,
    DuckDBTimestampSecondsValue,
    DuckDBTimestampTZValue,
    DuckDBTimestampValue,
    DuckDBTypeId
} from '@duckdb/node-api';
import { jsonText } from './json-text.js';
import { binary, fixed, plain, temporal, text } from './data-types.js';

import type { DuckDBType, DuckDBValue } from '@duckdb/node-api';
import type { CellText } from './cells.js';
import type { DataType } from './data-types.js';

const DIGITS: ReadonlyMap<DuckDBTypeId, number> = new Map([
    [DuckDBTypeId.TINYINT, 3],
    [DuckDBTypeId.SMALLINT, 5],
    [DuckDBTypeId.UTINYINT, 3],
    [DuckDBTypeId.USMALLINT, 5],
    [DuckDBTypeId.INTEGER, 10],
    [DuckDBTypeId.UINTEGER, 10],
    [DuckDBTypeId.BIGINT, 18],
    [DuckDBTypeId.UBIGINT, 20],
    [DuckDBTypeId.HUGEINT, 38],
    [DuckDBTypeId.UHUGEINT, 38]
]);

export function snowflakeType(type: DuckDBType): DataType {
    const digits = DIGITS.get(type.typeId);
    if (digits !== undefined) return fixed(digits, 0);
    switch (type.typeId) {
        case DuckDBTypeId.DECIMAL:
            return decimal(type.toString());
        case DuckDBTypeId.FLOAT:
        case DuckDBTypeId.DOUBLE:
            return plain('REAL');
        case DuckDBTypeId.BOOLEAN:
            return plain('BOOLEAN');
        case DuckDBTypeId.DATE:
            return plain('DATE');
        case DuckDBTypeId.TIME:
        case DuckDBTypeId.TIME_NS:
            return temporal('TIME');
        case DuckDBTypeId.TIMESTAMP:
        case DuckDBTypeId.TIMESTAMP_S:
        case DuckDBTypeId.TIMESTAMP_MS:
        case DuckDBTypeId.TIMESTAMP_NS:
            return temporal('TIMESTAMP_NTZ');
        case DuckDBTypeId.TIMESTAMP_TZ:
            return temporal('TIMESTAMP_LTZ');
        case DuckDBTypeId.BLOB:
            return binary();
        case DuckDBTypeId.STRUCT:
            return type.toString().includes('offset_minutes') ? temporal('TIMESTAMP_TZ') : plain('OBJECT');
        case DuckDBTypeId.MAP:
            return plain('OBJECT');
        case DuckDBTypeId.LIST:
        case DuckDBTypeId.ARRAY:
            return plain('ARRAY');
        case DuckDBTypeId.VARIANT:
            return plain('VARIANT');
        default:
            return type.alias === 'JSON' ? plain('VARIANT') : text();
    }
}

function decimal(written: string): DataType {
    const [, precision, scale] = /\((\d+),\s*(\d+)\)/.exec(written) ?? [];
    return fixed(Number(precision ?? 38), Number(scale ?? 0));
}

/** `indent`: of objects and arrays, as JSON_INDENT says. */
export function cell(value: DuckDBValue, type: DataType, indent: number): CellText {
    if (value === null) return null;
    if (type.type === 'TIMESTAMP_TZ' && value instanceof DuckDBStructValue) return offsetCell(value, type.scale ?? 9);
    if (type.type === 'VARIANT' || type.type === 'OBJECT' || type.type === 'ARRAY') return jsonCell(value, indent);
    if (typeof value === 'boolean') return String(value);
    if (typeof value === 'number') return realCell(value);
    if (value instanceof DuckDBDecimalValue) return value.toString();
    if (value instanceof DuckDBDateValue) return String(value.days);
    if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString('hex').toUpperCase();
    const nanoseconds = sinceEpoch(value);
    return nanoseconds === null ? String(value) : secondsText(nanoseconds, type.scale ?? 9);
}

/** Infinity and NaN are `inf`, `-inf` and `NaN` in Snowflake. */
function realCell(value: number): string {
    if (Number.isFinite(value) || Number.isNaN(value)) return Object.is(value, -0) ? '-0' : String(value);
    return value > 0 ? 'inf' : '-inf';
}

/** Nanoseconds since 1970 or since midnight; null for what is no time. */
function sinceEpoch(value: DuckDBValue): bigint | null {
    if (value instanceof DuckDBTimestampNanosecondsValue) return value.nanos;
    if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) return value.micros * 1000n;
    if (value instanceof DuckDBTimestampMillisecondsValue) return value.millis * 1_000_000n;
    if (value instanceof DuckDBTimestampSecondsValue) return value.seconds * 1_000_000_000n;
    if (value instanceof DuckDBTimeNSValue) return value.nanos;
    if (value instanceof DuckDBTimeValue) return value.micros * 1000n;
    return null;
}

/** With as many decimals as the column's scale says, further digits cut off. Before 1970 it is a plain negative decimal. */
function secondsText(nanoseconds: bigint, scale: number): string {
    const absolute = nanoseconds < 0n ? -nanoseconds : nanoseconds;
    const seconds = absolute / 1_000_000_000n;
    const fraction = String(absolute % 1_000_000_000n)
        .padStart(9, '0')
        .slice(0, scale);
    const sign = nanoseconds < 0n && /[1-9]/.test(`${seconds}${fraction}`) ? '-' : '';
    return `${sign}${seconds}${scale === 0 ? '' : `.${fraction}`}`;
}

function offsetCell(value: DuckDBStructValue, scale: number): CellText {
    const utc = value.entries['utc'] ?? null;
    const nanoseconds = utc === null ? null : sinceEpoch(utc);
    if (nanoseconds === null) return null;
    return `${secondsText(nanoseconds, scale)} ${Number(value.entries['offset_minutes'] ?? 0) + 1440}`;
}

function jsonCell(value: DuckDBValue, indent: number): string {
    return jsonText(typeof value === 'string' ? value : JSON.stringify(plainJson(value)), indent);
}

function plainJson(value: DuckDBValue): unknown {
    if (value instanceof DuckDBStructValue) {
        return Object.fromEntries(Object.entries(value.entries).map(([key, inner]) => [key, plainJson(inner)]));
    }
    if (value instanceof DuckDBMapValue) {
        return Object.fromEntries(value.entries.map(({ key, value: inner }) => [String(key), plainJson(inner)]));
    }
    if (value instanceof DuckDBListValue) return value.items.map(plainJson);
    if (value instanceof DuckDBDecimalValue) return Number(value.toString());
    if (typeof value === 'bigint') return Number(value);
    if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
    return String(value);
}
