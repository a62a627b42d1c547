/** CREATE TABLE, also AS SELECT, LIKE and CLONE. https://docs.snowflake.com/en/sql-reference/sql/create-table */
import { parseStatement, toDuckDb } from '../../ast.js';
import { booleanProperty, numberProperty, readProperties, textProperty } from '../../properties.js';
import { execute, prepare } from '../../query.js';
import { keepInStep } from '../../row-counts.js';
import { physicalIdentifier } from '../../store.js';
import { storedIdentifier } from '../../stored-names.js';
import { itemTextsOf } from '../../substitute.js';
import { describeQuery } from '../relations/described-query.js';
import { readColumns } from './column-definitions.js';

import type { Table } from '../../objects/tree.js';
import type { Property } from '../../properties.js';
import type { Work } from '../../query.js';
import type { Reader } from '../../reader.js';
import type { CreateOptions, Place } from '../creation.js';
import type { NewColumn } from '../../column.js';
import type { ColumnWithDefault } from './column-definitions.js';

/** From behind the name on. */
export async function createTable(work: Work, reader: Reader, place: Place, { words }: CreateOptions): Promise<void> {
    const add = (columns: readonly NewColumn[], properties: ReadonlyMap<string, Property>): Table =>
        addTable(work, place, columns, words, properties);
    if (reader.accept('LIKE')) {
        likeAnother(work, reader, add);
        return;
    }
    if (reader.accept('CLONE')) {
        await clone(work, reader, add);
        return;
    }
    const { columns, constraints } = reader.isSymbol('(') ? readColumns(reader) : { columns: [], constraints: [] };
    const properties = readProperties(reader);
    if (!reader.accept('AS')) {
        reader.end();
        const empty = add(columns.map(withStoredDefault), properties);
        empty.constraints = constraints;
        await work.store.ensure(empty);
        return;
    }
    const query = reader.rest;
    const described = columns.length > 0 ? columns.map(withStoredDefault) : await describeQuery(work, query);
    const translation = await prepare(work, { sql: query, itemTexts: itemTextsOf(query) });
    const table = add(described, properties);
    table.constraints = constraints;
    await work.store.ensure(table);
    const names = table.columns.map((column) => storedIdentifier(column.name)).join(', ');
    await execute(work, `INSERT INTO ${physicalIdentifier(table)} (${names}) ${translation.sql}`);
    await keepInStep(work, table);
}

type Add = (columns: readonly NewColumn[], properties: ReadonlyMap<string, Property>) => Table;

/** The other's columns and keys; the other may be a view. */
function likeAnother(work: Work, reader: Reader, add: Add): { readonly source: Table | null; readonly table: Table } {
    const source = work.context.findRelation(reader.qualifiedName(), 'Table', 'CREATE TABLE');
    const columns = source.columns.map((column) => ({ ...column }));
    const table = add(columns, new Map());
    if (source.type !== 'TABLE') return { source: null, table };
    table.constraints = source.constraints;
    return { source, table };
}

async function clone(work: Work, reader: Reader, add: Add): Promise<void> {
    const { source, table } = likeAnother(work, reader, add);
    if (source === null) return;
    await work.store.ensure(source);
    await work.store.ensure(table);
    await execute(work, `INSERT INTO ${physicalIdentifier(table)} SELECT * FROM ${physicalIdentifier(source)}`);
    await keepInStep(work, table);
}

const TEMPORARY = ['TEMPORARY', 'TEMP', 'VOLATILE', 'LOCAL', 'GLOBAL'];

function addTable(
    { context }: Work,
    { schema, name, owner }: Place,
    columns: readonly NewColumn[],
    words: ReadonlySet<string>,
    properties: ReadonlyMap<string, Property>
): Table {
    const isTransient = words.has('TRANSIENT') || schema.options === 'TRANSIENT';
    return context.account.addTable(
        schema,
        {
            name,
            owner,
            kind: TEMPORARY.some((word) => words.has(word)) ? 'TEMPORARY' : isTransient ? 'TRANSIENT' : 'TABLE',
            comment: textProperty(properties, 'COMMENT') ?? '',
            clusterBy: textProperty(properties, 'CLUSTER BY') ?? '',
            automaticClustering: properties.has('CLUSTER BY'),
            retentionDays: numberProperty(properties, 'DATA_RETENTION_TIME_IN_DAYS') ?? schema.retentionDays,
            changeTracking: booleanProperty(properties, 'CHANGE_TRACKING') ?? false,
            schemaEvolution: booleanProperty(properties, 'ENABLE_SCHEMA_EVOLUTION') ?? false,
            external: words.has('EXTERNAL'),
            rows: words.has('EXTERNAL') ? null : 0,
            iceberg: words.has('ICEBERG'),
            hybrid: words.has('HYBRID'),
            event: words.has('EVENT'),
            dynamic: words.has('DYNAMIC')
        },
        columns
    );
}

export function withStoredDefault({ column, defaultSql }: Omit<ColumnWithDefault, 'constraints'>): NewColumn {
    if (defaultSql === null) return column;
    const select = toDuckDb(parseStatement(`SELECT ${defaultSql}`));
    return { ...column, storedDefault: select.replace(/^SELECT\s+/i, '') };
}
