/**
 * Snowflake's data types: how one is written in DDL, shown by DESCRIBE and SHOW COLUMNS, described in result metadata,
 * and kept in DuckDB. TIMESTAMP_TZ is a struct there (instant and offset), because DuckDB forgets offsets.
 * https://docs.snowflake.com/en/sql-reference/intro-summary-data-types
 */
import type { ColumnMeta } from '../types.js';

export interface DataType {
    /** As result metadata names it: FIXED, REAL, TEXT, BOOLEAN, DATE, TIME, TIMESTAMP_NTZ ... */
    readonly type: string;
    readonly precision: number | null;
    readonly scale: number | null;
    readonly length: number | null;
}

export const MAX_TEXT_LENGTH = 16_777_216;
export const MAX_BINARY_LENGTH = 8_388_608;

export function fixed(precision = 38, scale = 0): DataType {
    return { type: 'FIXED', precision, scale, length: null };
}

export function text(length = MAX_TEXT_LENGTH): DataType {
    return { type: 'TEXT', precision: null, scale: null, length };
}

export function binary(length = MAX_BINARY_LENGTH): DataType {
    return { type: 'BINARY', precision: null, scale: null, length };
}

/** TIME and the TIMESTAMP types carry a precision of 0 and the number of fractional digits as scale. */
export function temporal(type: 'TIME' | 'TIMESTAMP_NTZ' | 'TIMESTAMP_LTZ' | 'TIMESTAMP_TZ', scale = 9): DataType {
    return { type, precision: 0, scale, length: null };
}

export function plain(type: 'REAL' | 'BOOLEAN' | 'DATE' | 'VARIANT' | 'OBJECT' | 'ARRAY' | 'GEOGRAPHY'): DataType {
    return { type, precision: null, scale: null, length: null };
}

const NAMES: Readonly<Record<string, (parameters: readonly number[]) => DataType>> = {
    NUMBER: ([precision, scale]) => fixed(precision, scale),
    DECIMAL: ([precision, scale]) => fixed(precision, scale),
    DEC: ([precision, scale]) => fixed(precision, scale),
    NUMERIC: ([precision, scale]) => fixed(precision, scale),
    INT: () => fixed(),
    INTEGER: () => fixed(),
    BIGINT: () => fixed(),
    SMALLINT: () => fixed(),
    TINYINT: () => fixed(),
    BYTEINT: () => fixed(),
    FLOAT: () => plain('REAL'),
    FLOAT4: () => plain('REAL'),
    FLOAT8: () => plain('REAL'),
    DOUBLE: () => plain('REAL'),
    'DOUBLE PRECISION': () => plain('REAL'),
    REAL: () => plain('REAL'),
    VARCHAR: ([length]) => text(length),
    STRING: ([length]) => text(length),
    TEXT: ([length]) => text(length),
    NVARCHAR: ([length]) => text(length),
    NVARCHAR2: ([length]) => text(length),
    'CHAR VARYING': ([length]) => text(length),
    CHAR: ([length]) => text(length ?? 1),
    CHARACTER: ([length]) => text(length ?? 1),
    NCHAR: ([length]) => text(length ?? 1),
    BINARY: ([length]) => binary(length),
    VARBINARY: ([length]) => binary(length),
    BOOLEAN: () => plain('BOOLEAN'),
    DATE: () => plain('DATE'),
    TIME: ([scale]) => temporal('TIME', scale),
    DATETIME: ([scale]) => temporal('TIMESTAMP_NTZ', scale),
    TIMESTAMP: ([scale]) => temporal('TIMESTAMP_NTZ', scale),
    TIMESTAMP_NTZ: ([scale]) => temporal('TIMESTAMP_NTZ', scale),
    TIMESTAMPNTZ: ([scale]) => temporal('TIMESTAMP_NTZ', scale),
    'TIMESTAMP WITHOUT TIME ZONE': ([scale]) => temporal('TIMESTAMP_NTZ', scale),
    TIMESTAMP_LTZ: ([scale]) => temporal('TIMESTAMP_LTZ', scale),
    TIMESTAMPLTZ: ([scale]) => temporal('TIMESTAMP_LTZ', scale),
    'TIMESTAMP WITH LOCAL TIME ZONE': ([scale]) => temporal('TIMESTAMP_LTZ', scale),
    TIMESTAMP_TZ: ([scale]) => temporal('TIMESTAMP_TZ', scale),
    TIMESTAMPTZ: ([scale]) => temporal('TIMESTAMP_TZ', scale),
    'TIMESTAMP WITH TIME ZONE': ([scale]) => temporal('TIMESTAMP_TZ', scale),
    VARIANT: () => plain('VARIANT'),
    OBJECT: () => plain('OBJECT'),
    ARRAY: () => plain('ARRAY'),
    GEOGRAPHY: () => plain('GEOGRAPHY')
};

/** Null for a name that is no type. `name` is upper case, words parted by one space. */
export function namedType(name: string, parameters: readonly number[] = []): DataType | null {
    return NAMES[name]?.(parameters) ?? null;
}

/** Reads a type as written, e.g. `number(10, 2)` or `varchar(30)`: the short way to build columns in tests. */
export function dataType(written: string): DataType {
    const parts = /^\s*([A-Za-z_0-9 ]+?)\s*(?:\(([\d\s,]*)\))?\s*$/.exec(written);
    const parameters = (parts?.[2] ?? '').split(',').flatMap((digits) => (digits.trim() ? [Number(digits)] : []));
    const type = namedType((parts?.[1] ?? '').toUpperCase().replaceAll(/\s+/g, ' '), parameters);
    if (!type) throw new Error(`'${written}' is not a Snowflake data type`);
    return type;
}

/** As DESCRIBE TABLE shows it, e.g. `NUMBER(38,0)` or `VARCHAR(16777216)`. */
export function displayType(type: DataType): string {
    switch (type.type) {
        case 'FIXED':
            return `NUMBER(${type.precision ?? 38},${type.scale ?? 0})`;
        case 'REAL':
            return 'FLOAT';
        case 'TEXT':
            return `VARCHAR(${type.length ?? MAX_TEXT_LENGTH})`;
        case 'BINARY':
            return `BINARY(${type.length ?? MAX_BINARY_LENGTH})`;
        case 'TIME':
        case 'TIMESTAMP_NTZ':
        case 'TIMESTAMP_LTZ':
        case 'TIMESTAMP_TZ':
            return `${type.type}(${type.scale ?? 9})`;
        default:
            return type.type;
    }
}

/** The `data_type` of SHOW COLUMNS. https://docs.snowflake.com/en/sql-reference/sql/show-columns#output */
export function showColumnsType(type: DataType, nullable: boolean): string {
    switch (type.type) {
        case 'FIXED':
        case 'TIME':
        case 'TIMESTAMP_NTZ':
        case 'TIMESTAMP_LTZ':
        case 'TIMESTAMP_TZ':
            return JSON.stringify({ type: type.type, precision: type.precision, scale: type.scale, nullable });
        case 'TEXT':
            return JSON.stringify({
                type: 'TEXT',
                length: type.length,
                // Not cut where the longest text is, unlike in the metadata of a result.
                byteLength: type.length === null ? null : type.length * 4,
                nullable,
                fixed: false
            });
        case 'BINARY':
            return JSON.stringify({
                type: 'BINARY',
                length: type.length,
                byteLength: byteLength(type),
                nullable,
                fixed: true
            });
        default:
            return JSON.stringify({ type: type.type, nullable });
    }
}

export function byteLength(type: DataType): number | null {
    if (type.length === null) return null;
    return type.type === 'TEXT' ? Math.min(type.length * 4, MAX_TEXT_LENGTH) : type.length;
}

export function columnMeta(name: string, type: DataType, nullable = true): ColumnMeta {
    return {
        name,
        type: type.type,
        nullable,
        precision: type.precision,
        scale: type.scale,
        length: type.length,
        byteLength: byteLength(type)
    };
}

/** The type that keeps such a column in DuckDB. */
export function storageType(type: DataType): string {
    switch (type.type) {
        case 'FIXED':
            return `DECIMAL(${type.precision ?? 38},${type.scale ?? 0})`;
        case 'REAL':
            return 'DOUBLE';
        case 'TEXT':
            return 'VARCHAR';
        case 'BINARY':
            return 'BLOB';
        case 'TIME':
            return 'TIME_NS';
        case 'TIMESTAMP_NTZ':
            return 'TIMESTAMP_NS';
        case 'TIMESTAMP_LTZ':
            return 'TIMESTAMPTZ';
        case 'TIMESTAMP_TZ':
            return TIMESTAMP_TZ_STRUCT;
        case 'BOOLEAN':
        case 'DATE':
            return type.type;
        default:
            return 'JSON';
    }
}

/** `utc` first, so that values order by their instant. */
export const TIMESTAMP_TZ_STRUCT = 'STRUCT(utc TIMESTAMP_NS, offset_minutes SMALLINT)';
