/** What a counted account answers to the queries of read_with. */
import { showColumns } from 'snowflake-stand-in/engine/cells.js';
import type { ResultSet } from 'snowflake-stand-in/types.js';
import { columnName, databaseName, parentOf, role, schemaName, tableName } from './listings.js';
import type { Cells } from './listings.js';
import type { Size } from './sizes.js';

/** As COLUMNS has them: DATA_TYPE, and behind IS_NULLABLE length, precision, scale, fraction. */
const TYPES: readonly (readonly (string | null)[])[] = [
    ['NUMBER', null, '38', '0', null],
    ['TEXT', '16777216', null, null, null],
    ['TIMESTAMP_NTZ', null, null, null, '9'],
    ['NUMBER', null, '12', '2', null],
    ['TEXT', '255', null, null, null],
    ['BOOLEAN', null, null, null, null]
];

const VIEW =
    /FROM (?:"(?<database>[^"]*)"\.INFORMATION_SCHEMA|SNOWFLAKE\.ACCOUNT_USAGE)\.(?<view>[A-Z_]+)(?<rest>.*?)(?: LIMIT (?<limit>\d+))?$/;

export interface MadeAnswer {
    readonly columns: ResultSet['columns'];
    readonly count: number;
    row(index: number): Cells;
}

/** Null for another statement. */
export function viewAnswer(size: Size, statement: string): MadeAnswer | null {
    const { database, view, rest = '', limit } = VIEW.exec(statement)?.groups ?? {};
    switch (view) {
        case 'COLUMNS':
            // Nothing was changed of late.
            if (rest.includes(' JOIN ')) return { columns: selected(statement), count: 0, row: () => [] };
            return columnsAfter(size, statement, database ?? null, rest, Number(limit));
        case 'GRANTS_TO_ROLES':
            return {
                columns: selected(statement),
                count: Math.max(0, size.roles - 1),
                row: (index) => [role(index + 1), role(parentOf(index + 1))]
            };
        case 'GRANTS_TO_USERS':
            return { columns: selected(statement), count: 0, row: () => [] };
        default:
            return null;
    }
}

function selected(statement: string): ResultSet['columns'] {
    const [, list = ''] = /^SELECT (?:DISTINCT )?(.*?) FROM /.exec(statement) ?? [];
    return showColumns(list.replaceAll('C.', '').replaceAll(',', ''));
}

function columnsAfter(size: Size, statement: string, database: string | null, rest: string, limit: number): MadeAnswer {
    const behind = [...rest.matchAll(/C\.\w+ > '[^']*?(\d+)'/g)].map(([, number]) => Number(number));
    const place = database === null ? behind : [Number(/\d+/.exec(database)?.[0] ?? 0), ...behind];
    const sizes = [size.schemas * size.tables * size.columns, size.tables * size.columns, size.columns];
    // A place is passed as a whole, but for a database that is asked for itself.
    const passed = place.reduce((sum, number, depth) => sum + number * (sizes[depth] ?? 0), 0);
    const start = passed + (behind.length > 0 ? (sizes[place.length - 1] ?? 0) : 0);
    const [perDatabase = 0] = sizes;
    const end = database === null ? size.databases * perDatabase : ((place[0] ?? 0) + 1) * perDatabase;
    return {
        columns: selected(statement),
        count: Math.max(0, Math.min(end - start, limit)),
        row: (index) => columnRow(size, start + index, database === null)
    };
}

function columnRow(size: Size, index: number, isOfAccount: boolean): Cells {
    const c = index % size.columns;
    const t = Math.floor(index / size.columns);
    const s = Math.floor(t / size.tables);
    const [type = null, ...facts] = TYPES[c % TYPES.length] ?? [];
    const inSchema = [schemaName(s % size.schemas), tableName(t % size.tables)];
    return [
        ...(isOfAccount ? [databaseName(Math.floor(s / size.schemas)), ...inSchema, String(t)] : inSchema),
        columnName(c),
        type,
        c % 6 === 0 ? 'NO' : 'YES',
        ...facts,
        null,
        null,
        null,
        null,
        null,
        c % 3 === 0 ? 'What the column holds' : null
    ];
}
