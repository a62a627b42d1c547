/** ALTER TABLE: rename, columns (add, drop, rename, change), clustering key, properties. Rows follow the catalogue. */
import { columnOf } from './new-objects.js';
import { renameOrSet } from './alter-container.js';
import { statusResult } from './cells.js';
import { readColumn, readType } from './column-definitions.js';
import { withStoredDefault } from './create-relation.js';
import { storageType } from './data-types.js';
import { alreadyExists, insufficientPrivileges, invalidIdentifier } from './failures.js';
import { readProperties, textProperty } from './properties.js';
import { execute } from './query.js';
import { Reader } from './reader.js';
import { columnDefinition, physicalIdentifier } from './store.js';
import { storedIdentifier } from './stored-names.js';
import { StatementFailure } from '../types.js';

import type { ResultSet } from '../types.js';
import type { Column, Table } from './objects.js';
import type { Work } from './query.js';

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
    if (reader.accept('ADD')) await addColumns(work, reader, table);
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
        const column = columnOf(withStoredDefault(readColumn(reader)));
        if (table.columns.some((other) => other.name === column.name)) {
            if (ifNotExists) continue;
            throw alreadyExists(column.name);
        }
        await follow(work, table, `ADD COLUMN ${columnDefinition({ ...column, nullable: true })}`);
        table.columns.push(column);
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
    } while (reader.acceptSymbol(','));
}

async function renameColumn(work: Work, reader: Reader, table: Table): Promise<void> {
    const column = findColumn(table, reader.name());
    reader.expect('TO');
    const name = reader.name();
    await follow(work, table, `RENAME COLUMN ${storedIdentifier(column.name)} TO ${storedIdentifier(name)}`);
    column.name = name;
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
