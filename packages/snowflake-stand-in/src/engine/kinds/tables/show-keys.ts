/**
 * SHOW PRIMARY KEYS, UNIQUE KEYS and IMPORTED KEYS: a row for each column of each key.
 * https://docs.snowflake.com/en/sql-reference/sql/show-primary-keys
 */
import { createHash } from 'node:crypto';
import { numberCell, showColumns, timestampCell } from '../../cells.js';
import { relationsIn } from '../../listing.js';

import type { ColumnMeta } from '../../../types.js';
import type { CellText } from '../../cells.js';
import type { Context } from '../../context.js';
import type { Listed, Listing, ShowCommand } from '../../listing.js';
import type { Constraint } from '../../objects/table.js';
import type { Relation, Table } from '../../objects/tree.js';

const KEYS = showColumns(`created_on:time database_name schema_name table_name column_name key_sequence:number
    constraint_name rely comment`);
const IMPORTED = showColumns(`created_on:time pk_database_name pk_schema_name pk_table_name pk_column_name
    fk_database_name fk_schema_name fk_table_name fk_column_name key_sequence:number update_rule delete_rule fk_name
    pk_name deferrability rely comment`);

export const keyListings: readonly Listing[] = [
    listing('PRIMARY KEYS', KEYS, (_context, table) => rowsOf(table, 'PRIMARY KEY')),
    listing('UNIQUE KEYS', KEYS, (_context, table) => rowsOf(table, 'UNIQUE')),
    listing('IMPORTED KEYS', IMPORTED, importedRows)
];

function listing(
    name: string,
    columns: readonly ColumnMeta[],
    rows: (context: Context, table: Table) => CellText[][]
): Listing {
    return {
        name,
        clauses: { terse: 'ignored', history: false, like: false, scopes: 'relation', paging: false },
        cutAtCap: false,
        columns: () => columns,
        *objects(context: Context, command: ShowCommand): Generator<Listed, void, undefined> {
            for (const relation of relationsIn(context, command)) {
                if (relation.type !== 'TABLE') continue;
                for (const row of rows(context, relation)) {
                    yield { name: relation.name, securable: relation, row: () => row };
                }
            }
        }
    };
}

/** What statements declared, and what the columns say beyond it. */
function constraintsOf(table: Table, kind: 'PRIMARY KEY' | 'UNIQUE'): Constraint[] {
    const declared = table.constraints.filter((constraint) => constraint.kind === kind);
    const known = new Set(declared.flatMap(({ columns }) => columns));
    const flag = kind === 'PRIMARY KEY' ? 'primaryKey' : 'uniqueKey';
    const more = table.columns.flatMap((column) => (column[flag] && !known.has(column.name) ? [column.name] : []));
    const groups = kind === 'PRIMARY KEY' ? (more.length > 0 ? [more] : []) : more.map((name) => [name]);
    return [...declared, ...groups.map((columns) => ({ kind, name: null, columns, references: null }))];
}

function rowsOf(table: Table, kind: 'PRIMARY KEY' | 'UNIQUE'): CellText[][] {
    return constraintsOf(table, kind).flatMap((key) =>
        key.columns.map((column, index) => [
            timestampCell(table.createdOn),
            ...pathOf(table),
            column,
            numberCell(index + 1),
            nameOf(table, key),
            'false',
            null
        ])
    );
}

function importedRows(context: Context, table: Table): CellText[][] {
    return table.constraints.flatMap((key) => {
        const target = key.references && referenced(context, table, key.references.table);
        if (!key.references || target?.type !== 'TABLE') return [];
        const primary = constraintsOf(target, 'PRIMARY KEY')[0];
        const columns = key.references.columns.length > 0 ? key.references.columns : (primary?.columns ?? []);
        return key.columns.map((column, index) => [
            timestampCell(table.createdOn),
            ...pathOf(target),
            columns[index] ?? null,
            ...pathOf(table),
            column,
            numberCell(index + 1),
            'NO ACTION',
            'NO ACTION',
            nameOf(table, key),
            primary ? nameOf(target, primary) : null,
            'NOT DEFERRABLE',
            'false',
            null
        ]);
    });
}

/** A path that does not say all is of the table's own database and schema. */
function referenced({ account }: Context, { schema }: Table, path: readonly string[]): Relation | undefined {
    const [name = '', of = schema.name, database = schema.database.name] = path.toReversed();
    return account.databases.get(database)?.schemas.get(of)?.relations.get(name);
}

function pathOf({ schema, name }: Table): CellText[] {
    return [schema.database.name, schema.name, name];
}

/** Snowflake gives a key that nobody named a name of its own, which stays the same. */
function nameOf(table: Table, key: Constraint): string {
    if (key.name !== null) return key.name;
    const digest = createHash('md5').update(`${table.id} ${key.kind} ${key.columns.join()}`).digest('hex');
    return `SYS_CONSTRAINT_${digest.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}`;
}
