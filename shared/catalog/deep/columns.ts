/**
 * Columns as COLUMNS of INFORMATION_SCHEMA and ACCOUNT_USAGE has them, written as SHOW COLUMNS writes them: one mapper makes
 * records of both. What the view does not say is null: `kind`, `expression`, and what is inside a structured type.
 * https://docs.snowflake.com/en/sql-reference/info-schema/columns
 */
import type { Cell, Row } from '../../snowflake/client.js';
import { ShowRow, showColumnsOf } from '../show-row.js';
import type { DeepKind } from './deep-kind.js';

const ASKED = [
    'COLUMN_NAME',
    'DATA_TYPE',
    'IS_NULLABLE',
    'CHARACTER_MAXIMUM_LENGTH',
    'NUMERIC_PRECISION',
    'NUMERIC_SCALE',
    'DATETIME_PRECISION',
    'COLUMN_DEFAULT',
    'IDENTITY_START',
    'IDENTITY_INCREMENT',
    'IDENTITY_ORDERED',
    'SCHEMA_EVOLUTION_RECORD',
    'COMMENT'
] as const;

const SHOWN = showColumnsOf([
    'database_name',
    'schema_name',
    'table_name',
    'column_name',
    'data_type',
    'null?',
    'default',
    'autoincrement',
    'schema_evolution_record',
    'comment'
]);

export const deepColumns: DeepKind = {
    view: 'COLUMNS',
    columns: ASKED,
    orderBy: 'ORDINAL_POSITION',
    toShowRow([database = null, schema = null, table = null], cells) {
        const [name = null, , nullable = null] = cells;
        const [byDefault = null, start = null, increment = null, ordered = null, evolution = null, comment = null] =
            cells.slice(7);
        return new ShowRow(SHOWN, [
            database,
            schema,
            table,
            name,
            dataType(cells),
            nullable === 'NO' ? 'NOT_NULL' : 'true',
            byDefault,
            start === null ? null : identity(start, increment, ordered),
            evolution,
            comment
        ]);
    }
};

/** `IDENTITY START 1 INCREMENT 1 NOORDER` */
function identity(start: string, increment: Cell, ordered: Cell): string {
    return `IDENTITY START ${start} INCREMENT ${increment ?? '1'} ${ordered === 'YES' ? 'ORDER' : 'NOORDER'}`;
}

/** An account has many columns and few types. */
const written = new Map<string, string>();
const MOST_TYPES = 1000;

function dataType(cells: Row): Cell {
    if (cells[1] === null) return null;
    const facts = cells.slice(1, 7).join(' ');
    const known = written.get(facts);
    if (known !== undefined) return known;
    const text = JSON.stringify(typeOf(cells));
    if (written.size >= MOST_TYPES) written.clear();
    written.set(facts, text);
    return text;
}

const MOST_BYTES_OF_A_CHARACTER = 4;

/** As SHOW COLUMNS describes a type, its fields in the same order. */
function typeOf([, type, isNullable, length, precision, scale, fraction]: Row): Record<string, unknown> {
    const nullable = isNullable !== 'NO';
    switch (type) {
        case 'NUMBER':
            return { type: 'FIXED', precision: numberOf(precision), scale: numberOf(scale), nullable };
        case 'FLOAT':
            return { type: 'REAL', nullable };
        case 'TEXT': {
            // CHARACTER_OCTET_LENGTH ends at 16 MB, where SHOW COLUMNS goes on.
            const characters = numberOf(length);
            const byteLength = characters === null ? null : characters * MOST_BYTES_OF_A_CHARACTER;
            return { type, length: characters, byteLength, nullable, fixed: false };
        }
        case 'BINARY':
            return { type, length: numberOf(length), byteLength: numberOf(length), nullable, fixed: true };
        case 'TIME':
        case 'TIMESTAMP_NTZ':
        case 'TIMESTAMP_LTZ':
        case 'TIMESTAMP_TZ':
            return { type, precision: 0, scale: numberOf(fraction), nullable };
        case 'GEOGRAPHY':
        case 'GEOMETRY':
            return { type, outputType: 'OBJECT', nullable };
        default:
            return { type, nullable };
    }
}

function numberOf(cell: Cell | undefined): number | null {
    return cell === null || cell === undefined ? null : Number(cell);
}
