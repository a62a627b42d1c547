/** ALTER TABLE: rename, columns (add, drop, rename, change), clustering key, properties. Rows follow the catalogue. */
import { columnOf } from '../../new-objects.js';
import { renameOrSet } from '../../alter-container.js';
import { statusResult } from '../../cells.js';
import { readColumn, readConstraint, readType, startsConstraint } from './column-definitions.js';
import { withStoredDefault } from './create.js';
import { storageType } from '../../data-types.js';
import { alreadyExists, doesNotExist, insufficientPrivileges, invalidIdentifier } from '../../failures.js';
import { readProperties, textProperty } from '../../properties.js';
import { execute } from '../../query.js';
import { Reader } from '../../reader.js';
import { columnDefinition, physicalIdentifier } from '../../store.js';
import { storedIdentifier } from '../../stored-names.js';
import { StatementFailure } from '../../../types.js';

import type { ResultSet } from '../../../types.js';
import type { Column, Constraint, Table } from '../../objects.js';
import type { Work } from '../../query.js';

const DONE = statusResult('Statement executed successfully.');

export async function alterTable(work: Work, reader: Reader): Promise<ResultSet> {
    const again = new Reader(reader.sql, reader.tokens);
    again.expect('ALTER', 'TABLE');
    const ifExists = reader.accept('IF', 'EXISTS');
    const parts = reader.qualifiedName();
    let table: Table;
    try {
        const relation = work.context.findRelation(parts, 'Table', 'ALTER TABLE');
        if (relation.type !== 'TABLE') return renameOrSet(work, again, 'VIEW');
        table = relation;
    } catch (error) {
        if (ifExists && error instanceof StatementFailure) return DONE;
        throw error;
    }
    if (!work.context.access.mayChange(table)) throw insufficientPrivileges('table', table.name);
    table.lastDdl = work.context.account.now();
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
    } else return renameOrSet(work, again, 'TABLE');
    return DONE;
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
