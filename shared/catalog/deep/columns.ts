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

/** What is asked for, by where it stands in a row. */
const AT = {
    COLUMN_NAME: 0,
    DATA_TYPE: 1,
    IS_NULLABLE: 2,
    CHARACTER_MAXIMUM_LENGTH: 3,
    NUMERIC_PRECISION: 4,
    NUMERIC_SCALE: 5,
    DATETIME_PRECISION: 6,
    COLUMN_DEFAULT: 7,
    IDENTITY_START: 8,
    IDENTITY_INCREMENT: 9,
    IDENTITY_ORDERED: 10,
    SCHEMA_EVOLUTION_RECORD: 11,
    COMMENT: 12
} as const;

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
    columns: Object.keys(AT),
    orderBy: 'ORDINAL_POSITION',
    toShowRow([database = null, schema = null, table = null], cells, from) {
        const start = cells[from + AT.IDENTITY_START] ?? null;
        return new ShowRow(SHOWN, [
            database,
            schema,
            table,
            cells[from + AT.COLUMN_NAME] ?? null,
            dataType(cells, from),
            cells[from + AT.IS_NULLABLE] === 'NO' ? 'NOT_NULL' : 'true',
            cells[from + AT.COLUMN_DEFAULT] ?? null,
            start === null
                ? null
                : identity(start, cells[from + AT.IDENTITY_INCREMENT], cells[from + AT.IDENTITY_ORDERED]),
            cells[from + AT.SCHEMA_EVOLUTION_RECORD] ?? null,
            cells[from + AT.COMMENT] ?? null
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
function identity(start: string, increment: Cell | undefined, ordered: Cell | undefined): string {
    return `IDENTITY START ${start} INCREMENT ${increment ?? '1'} ${ordered === 'YES' ? 'ORDER' : 'NOORDER'}`;
}

/** What follows from some facts of a type: its text where they are all, else what follows from one more. */
interface Known {
    readonly further: Map<Cell | undefined, Known>;
    text: string | null;
}

const nothingKnown = (): Known => ({ further: new Map(), text: null });

/** An account has many columns and few types. */
let written = nothingKnown();
let writtenTypes = 0;
const MOST_TYPES = 1000;

function dataType(cells: Row, from: number): Cell {
    if (cells[from + AT.DATA_TYPE] === null) return null;
    let known = written;
    // Fact by fact: to make one text of them, for each column, takes several times as long.
    for (let at = from + AT.DATA_TYPE; at <= from + AT.DATETIME_PRECISION; at += 1) {
        let next = known.further.get(cells[at]);
        if (next === undefined) known.further.set(cells[at], (next = nothingKnown()));
        known = next;
    }
    if (known.text !== null) return known.text;
    if (writtenTypes >= MOST_TYPES) {
        written = nothingKnown();
        writtenTypes = 0;
    }
    writtenTypes += 1;
    return (known.text = JSON.stringify(typeOf(cells.slice(from))));
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
