/**
 * ALTER TABLE: columns (add, drop, rename, change), keys and the clustering key. Rows follow the catalogue.
 * https://docs.snowflake.com/en/sql-reference/sql/alter-table
 */
import { columnOf } from '../../column.js';
import { readColumn, readConstraint, readType, startsConstraint } from './column-definitions.js';
import { withStoredDefault } from './create.js';
import { storageType } from '../../data-types.js';
import { alreadyExists, doesNotExist, invalidIdentifier } from '../../failures.js';
import { readProperties, textProperty } from '../../properties.js';
import { execute } from '../../query.js';
import { columnDefinition, physicalIdentifier } from '../../store.js';
import { storedIdentifier } from '../../stored-names.js';

import type { Column } from '../../column.js';
import type { Constraint } from '../../objects/table.js';
import type { Table } from '../../objects/tree.js';
import type { Work } from '../../query.js';
import type { Reader } from '../../reader.js';

/** From behind the name on; false when it is something that other objects can be told as well. */
export async function changeTable(work: Work, table: Table, reader: Reader): Promise<boolean> {
    if (reader.accept('ADD')) {
        if (startsConstraint(reader)) addConstraint(reader, table);
        else await addColumns(work, reader, table);
    } else if (reader.accept('DROP', 'CONSTRAINT')) dropConstraint(table, { name: reader.name() });
    else if (reader.accept('DROP', 'PRIMARY', 'KEY')) dropConstraint(table, { kind: 'PRIMARY KEY' });
    else if (reader.accept('DROP', 'COLUMN')) await dropColumns(work, reader, table);
    else if (reader.accept('RENAME', 'COLUMN')) await renameColumn(work, reader, table);
    else if (reader.accept('ALTER') || reader.accept('MODIFY')) await changeColumns(work, reader, table);
    else if (reader.accept('DROP', 'CLUSTERING', 'KEY')) table.clusterBy = '';
    else if (reader.isNext('CLUSTER')) {
        table.clusterBy = textProperty(readProperties(reader), 'CLUSTER BY') ?? '';
        table.automaticClustering = true;
    } else return false;
    return true;
}

/** Runs only where the table has rows already; otherwise its place is made with the new columns later. */
async function follow(work: Work, table: Table, change: string): Promise<void> {
    if (work.store.has(table)) await execute(work, `ALTER TABLE ${physicalIdentifier(table)} ${change}`);
}

async function addColumns(work: Work, reader: Reader, table: Table): Promise<void> {
    reader.accept('COLUMN');
    const ifNotExists = reader.accept('IF', 'NOT', 'EXISTS');
    do {
        const read = readColumn(reader);
        const column = columnOf(withStoredDefault(read));
        if (table.columns.some((other) => other.name === column.name)) {
            if (ifNotExists) continue;
            throw alreadyExists(column.name);
        }
        await follow(work, table, `ADD COLUMN ${columnDefinition({ ...column, nullable: true })}`);
        table.columns.push(column);
        table.constraints = [...table.constraints, ...read.constraints];
    } while (reader.acceptSymbol(','));
}

async function dropColumns(work: Work, reader: Reader, table: Table): Promise<void> {
    const ifExists = reader.accept('IF', 'EXISTS');
    do {
        const name = reader.name();
        if (ifExists && !table.columns.some((column) => column.name === name)) continue;
        findColumn(table, name);
        await follow(work, table, `DROP COLUMN ${storedIdentifier(name)}`);
        table.columns = table.columns.filter((column) => column.name !== name);
        table.constraints = table.constraints.filter(({ columns }) => !columns.includes(name));
    } while (reader.acceptSymbol(','));
}

async function renameColumn(work: Work, reader: Reader, table: Table): Promise<void> {
    const column = findColumn(table, reader.name());
    reader.expect('TO');
    const name = reader.name();
    await follow(work, table, `RENAME COLUMN ${storedIdentifier(column.name)} TO ${storedIdentifier(name)}`);
    table.constraints = table.constraints.map((constraint) => ({
        ...constraint,
        columns: constraint.columns.map((other) => (other === column.name ? name : other))
    }));
    column.name = name;
}

function addConstraint(reader: Reader, table: Table): void {
    const constraint = readConstraint(reader);
    for (const name of constraint.columns) findColumn(table, name);
    table.constraints = [...table.constraints, constraint];
    markKeys(table);
}

function dropConstraint(table: Table, which: Partial<Pick<Constraint, 'name' | 'kind'>>): void {
    const dropped = table.constraints.find(({ name, kind }) => name === which.name || kind === which.kind);
    if (dropped === undefined) throw doesNotExist('Constraint', which.name ?? 'PRIMARY KEY');
    table.constraints = table.constraints.filter((other) => other !== dropped);
    for (const column of table.columns) if (dropped.kind === 'PRIMARY KEY') column.primaryKey = false;
    markKeys(table);
}

function markKeys(table: Table): void {
    const primary = new Set(table.constraints.flatMap((key) => (key.kind === 'PRIMARY KEY' ? key.columns : [])));
    for (const column of table.columns) column.primaryKey ||= primary.has(column.name);
}

async function changeColumns(work: Work, reader: Reader, table: Table): Promise<void> {
    const parenthesis = reader.acceptSymbol('(');
    do {
        reader.accept('COLUMN');
        const column = findColumn(table, reader.name());
        const stored = storedIdentifier(column.name);
        if (reader.accept('COMMENT')) column.comment = reader.string();
        else if (reader.accept('SET', 'NOT', 'NULL')) {
            await follow(work, table, `ALTER COLUMN ${stored} SET NOT NULL`);
            column.nullable = false;
        } else if (reader.accept('DROP', 'NOT', 'NULL')) {
            await follow(work, table, `ALTER COLUMN ${stored} DROP NOT NULL`);
            column.nullable = true;
        } else if (reader.accept('DROP', 'DEFAULT')) {
            await follow(work, table, `ALTER COLUMN ${stored} DROP DEFAULT`);
            column.default = null;
            column.storedDefault = null;
        } else {
            if (reader.accept('SET')) reader.expect('DATA');
            reader.accept('TYPE');
            const type = readType(reader);
            await follow(work, table, `ALTER COLUMN ${stored} TYPE ${storageType(type)}`);
            column.type = type;
        }
    } while (reader.acceptSymbol(','));
    if (parenthesis) reader.expectSymbol(')');
}

function findColumn(table: Table, name: string): Column {
    const column = table.columns.find((candidate) => candidate.name === name);
    if (!column) throw invalidIdentifier(name);
    return column;
}
