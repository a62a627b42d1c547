/**
 * Columns as COLUMNS of INFORMATION_SCHEMA and ACCOUNT_USAGE has them, written as SHOW COLUMNS writes them: one mapper makes
 * records of both. What the view does not say is null: `kind`, `expression`, and what is inside a structured type.
 * https://docs.snowflake.com/en/sql-reference/info-schema/columns
 */
import { z } from 'zod';
import { anyText } from '../../schema.js';
import { jsonOf } from '../../nango/json-text.js';
import { nameSet } from '../../names.js';
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

const SHOWN_NAMES = [
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
] as const;
const SHOWN = showColumnsOf(SHOWN_NAMES);

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
    },
    asInView(row) {
        if (OF_SEMANTIC_VIEWS.has(row.word('kind') ?? '')) return row;
        return new ShowRow(
            SHOWN,
            SHOWN_NAMES.map((name) => (name === 'data_type' ? typeInView(row.text(name)) : row.text(name)))
        );
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

/** No view has them. */
const OF_SEMANTIC_VIEWS: ReadonlySet<string> = nameSet('DIMENSION, FACT, METRIC');

const PLAIN = ['type', 'nullable'];
const OF_TIME = ['type', 'precision', 'scale', 'nullable'];
const OF_TEXT = ['type', 'length', 'byteLength', 'nullable', 'fixed'];
const OF_PLACE = ['type', 'outputType', 'nullable'];
/** What `typeOf` says of each type. */
const SAID: Readonly<Record<string, readonly string[]>> = {
    FIXED: OF_TIME,
    TEXT: OF_TEXT,
    BINARY: OF_TEXT,
    TIME: OF_TIME,
    TIMESTAMP_NTZ: OF_TIME,
    TIMESTAMP_LTZ: OF_TIME,
    TIMESTAMP_TZ: OF_TIME,
    GEOGRAPHY: OF_PLACE,
    GEOMETRY: OF_PLACE
};
const ShownTypeSchema = z.record(anyText, z.unknown());

function typeInView(shown: string | null): Cell {
    const { data: type } = ShownTypeSchema.safeParse(shown === null ? null : jsonOf(shown));
    if (!type) return shown;
    const said = (typeof type['type'] === 'string' ? SAID[type['type']] : undefined) ?? PLAIN;
    return JSON.stringify(Object.fromEntries(said.filter((key) => key in type).map((key) => [key, type[key]])));
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
