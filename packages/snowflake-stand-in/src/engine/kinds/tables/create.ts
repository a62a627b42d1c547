/** CREATE TABLE (also AS SELECT, LIKE and CLONE) and CREATE VIEW. */
import { parseStatement, toDuckDb } from '../../ast.js';
import { statusResult } from '../../cells.js';
import { readColumns } from './column-definitions.js';
import { keepInStep } from '../../statements/dml.js';
import { alreadyExists, insufficientPrivileges } from '../../failures.js';
import { booleanProperty, numberProperty, readProperties, textProperty } from '../../properties.js';
import { execute, fits, prepare } from '../../query.js';
import { snowflakeType } from '../../results.js';
import { physicalIdentifier } from '../../store.js';
import { shownName, storedIdentifier } from '../../stored-names.js';
import { itemTextsOf } from '../../substitute.js';

import type { ResultSet } from '../../../types.js';
import type { NewColumn } from '../../new-objects.js';
import type { ColumnWithDefault } from './column-definitions.js';
import type { CreateOptions } from '../../create-options.js';
import type { Schema, Table } from '../../objects.js';
import type { Property } from '../../properties.js';
import type { Work } from '../../query.js';
import type { Reader } from '../../reader.js';

export async function createRelation(
    work: Work,
    reader: Reader,
    kind: 'TABLE' | 'VIEW',
    options: CreateOptions
): Promise<ResultSet> {
    const parts = reader.qualifiedName();
    const { schema, name } = work.context.place(parts, `CREATE ${kind}`);
    if (!work.context.access.mayCreateIn(schema, kind)) throw insufficientPrivileges('schema', schema.name);
    const existing = schema.relations.get(name);
    if (existing && !options.orReplace) {
        if (options.ifNotExists) return statusResult(`${name} already exists, statement succeeded.`);
        throw alreadyExists(name);
    }
    if (kind === 'VIEW') await createView(work, reader, schema, name, options);
    else await createTable(work, reader, schema, name, options);
    if (existing) {
        work.context.account.grants.forget(existing);
        if (existing.type === 'TABLE') await work.store.drop(existing);
    }
    const word = kind === 'VIEW' ? 'View' : 'Table';
    return statusResult(`${word} ${name} successfully created.`);
}

async function createView(
    work: Work,
    reader: Reader,
    schema: Schema,
    name: string,
    options: CreateOptions
): Promise<void> {
    const names: { name: string; comment: string | null }[] = [];
    if (reader.acceptSymbol('(')) {
        do {
            const column = reader.name();
            names.push({ name: column, comment: reader.accept('COMMENT') ? reader.string() : null });
        } while (reader.acceptSymbol(','));
        reader.expectSymbol(')');
    }
    const properties = readProperties(reader);
    reader.expect('AS');
    const query = reader.rest;
    const described = await describeQuery(work, query);
    const columns = described.map((column, index) => ({ ...column, ...names[index] }));
    work.context.account.addView(
        schema,
        {
            name,
            owner: work.context.session.role,
            comment: textProperty(properties, 'COMMENT') ?? '',
            text: reader.sql.replace(/;\s*$/, ''),
            query,
            secure: options.words.has('SECURE') || properties.has('SECURE'),
            materialized: options.words.has('MATERIALIZED'),
            changeTracking: booleanProperty(properties, 'CHANGE_TRACKING') ?? false
        },
        columns
    );
}

async function describeQuery(work: Work, query: string): Promise<NewColumn[]> {
    const translation = await prepareQuery(work, query);
    const result = await execute(work, `SELECT * FROM (${translation.sql}) LIMIT 0`);
    const names = result.columnNames().map(shownName);
    return result.columnTypes().map((type, index) => {
        const own = snowflakeType(type);
        const hint = translation.hints?.length === names.length ? translation.hints[index] : null;
        const name = names[index] ?? '';
        return { name, type: hint && fits(hint.type.type, own.type) ? hint.type : own, nullable: true };
    });
}

async function prepareQuery(work: Work, query: string): ReturnType<typeof prepare> {
    // A view or an empty table can be made without a warehouse: only its rows need one.
    const { context } = work;
    const warehouse = context.session.warehouse;
    context.session.warehouse = warehouse ?? '';
    try {
        return await prepare(work, { sql: query, itemTexts: itemTextsOf(query) });
    } finally {
        context.session.warehouse = warehouse;
    }
}

async function createTable(
    work: Work,
    reader: Reader,
    schema: Schema,
    name: string,
    options: CreateOptions
): Promise<void> {
    const { context } = work;
    if (reader.accept('LIKE') || reader.accept('CLONE')) {
        const clones = reader.tokens[reader.position - 1]?.text.toUpperCase() === 'CLONE';
        const source = context.findRelation(reader.qualifiedName(), 'Table', 'CREATE TABLE');
        const table = addTable(
            work,
            schema,
            name,
            source.columns.map((column) => ({ ...column })),
            options,
            new Map()
        );
        if (source.type === 'TABLE') table.constraints = source.constraints;
        if (clones && source.type === 'TABLE') {
            await work.store.ensure(source);
            await work.store.ensure(table);
            await execute(work, `INSERT INTO ${physicalIdentifier(table)} SELECT * FROM ${physicalIdentifier(source)}`);
            await keepInStep(work, table);
        }
        return;
    }
    const { columns, constraints } = reader.isSymbol('(') ? readColumns(reader) : { columns: [], constraints: [] };
    const properties = readProperties(reader);
    if (!reader.accept('AS')) {
        reader.end();
        const empty = addTable(work, schema, name, columns.map(withStoredDefault), options, properties);
        empty.constraints = constraints;
        await work.store.ensure(empty);
        return;
    }
    const query = reader.rest;
    const described = columns.length > 0 ? columns.map(withStoredDefault) : await describeQuery(work, query);
    const translation = await prepare(work, { sql: query, itemTexts: itemTextsOf(query) });
    const table = addTable(work, schema, name, described, options, properties);
    table.constraints = constraints;
    await work.store.ensure(table);
    const names = table.columns.map((column) => storedIdentifier(column.name)).join(', ');
    await execute(work, `INSERT INTO ${physicalIdentifier(table)} (${names}) ${translation.sql}`);
    await keepInStep(work, table);
}

function addTable(
    work: Work,
    schema: Schema,
    name: string,
    columns: readonly NewColumn[],
    options: CreateOptions,
    properties: ReadonlyMap<string, Property>
): Table {
    const { words } = options;
    const temporary = ['TEMPORARY', 'TEMP', 'VOLATILE', 'LOCAL', 'GLOBAL'].some((word) => words.has(word));
    return work.context.account.addTable(
        schema,
        {
            name,
            owner: work.context.session.role,
            kind: temporary
                ? 'TEMPORARY'
                : words.has('TRANSIENT') || schema.options === 'TRANSIENT'
                  ? 'TRANSIENT'
                  : 'TABLE',
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
