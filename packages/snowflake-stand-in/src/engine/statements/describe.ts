/** DESCRIBE of tables, views, users, databases and schemas. https://docs.snowflake.com/en/sql-reference/sql/desc-table */
import { showColumns, timestampCell } from '../cells.js';
import { columnMeta, displayType, text } from '../data-types.js';
import { cannotOperate, doesNotExist, insufficientPrivileges } from '../failures.js';
import { byName } from '../listing.js';
import { describeNetworkPolicy } from '../kinds/network-policies/network-policies.js';
import { autoincrement } from '../kinds/relations/show-columns.js';
import { userProperties } from '../kinds/users/show.js';

import type { ResultSet } from '../../types.js';
import type { CellText } from '../cells.js';
import type { Context } from '../context.js';
import type { Column } from '../objects.js';
import type { Reader } from '../reader.js';

const TABLE_COLUMNS = [
    'name',
    'type',
    'kind',
    'null?',
    'default',
    'primary key',
    'unique key',
    'check',
    'expression',
    'comment',
    'policy name',
    'privacy domain'
].map((name) => columnMeta(name, text()));
const EVOLUTION = columnMeta('schema evolution record', text());

export function describe(context: Context, reader: Reader): ResultSet {
    reader.next();
    if (reader.accept('USER')) return describeUser(context, reader.name());
    if (reader.accept('DATABASE')) return describeDatabase(context, reader.name());
    if (reader.accept('SCHEMA')) return describeSchema(context, reader.qualifiedName());
    if (reader.accept('NETWORK', 'POLICY')) return describeNetworkPolicy(context, reader);
    if (reader.accept('SEMANTIC', 'VIEW')) return describeSemanticView(context, reader.qualifiedName());
    const view = reader.accept('VIEW');
    if (!view) for (const word of ['EXTERNAL', 'DYNAMIC', 'ICEBERG', 'TABLE']) reader.accept(word);
    const parts = reader.qualifiedName();
    if (reader.accept('TYPE')) {
        reader.expectSymbol('=');
        reader.name();
    }
    reader.end();
    const relation = context.findRelation(parts, view ? 'View' : 'Table', 'DESCRIBE');
    const rows = relation.columns.map(describeColumn);
    if (view) return { columns: TABLE_COLUMNS, rows, kind: 'show' };
    return { columns: [...TABLE_COLUMNS, EVOLUTION], rows: rows.map((row) => [...row, null]), kind: 'show' };
}

function describeColumn(column: Column): CellText[] {
    return [
        column.name,
        displayType(column.type),
        column.expression === null ? 'COLUMN' : 'VIRTUAL',
        column.nullable ? 'Y' : 'N',
        column.autoincrement ? autoincrement(column) : column.default,
        column.primaryKey ? 'Y' : 'N',
        column.uniqueKey ? 'Y' : 'N',
        null,
        column.expression,
        column.comment,
        null,
        null
    ];
}

/** A row per property. https://docs.snowflake.com/en/sql-reference/sql/desc-semantic-view */
function describeSemanticView(context: Context, parts: readonly string[]): ResultSet {
    const view = context.findRelation(parts, 'Semantic view', 'DESCRIBE');
    if (view.type !== 'VIEW' || !view.semantic) throw doesNotExist('Semantic view', parts.join('.'));
    const rows = view.columns.flatMap((column) => [
        ['DIMENSION', column.name, 'FACTS', 'TABLE', 'FACTS'],
        ['DIMENSION', column.name, 'FACTS', 'DATA_TYPE', displayType(column.type)]
    ]);
    const columns = showColumns('object_kind object_name parent_entity property property_value');
    return { columns, rows: [[null, null, null, 'COMMENT', view.comment], ...rows], kind: 'show' };
}

function describeUser(context: Context, name: string): ResultSet {
    const user = context.account.users.get(name);
    if (!user) throw doesNotExist('User', name);
    const self = context.session.user === name;
    if (!self && !context.access.managesGrants && !context.access.owns(user))
        throw insufficientPrivileges('user', name);
    return { columns: showColumns('property value default description'), rows: userProperties(user), kind: 'show' };
}

function describeDatabase(context: Context, name: string): ResultSet {
    const database = context.scopeDatabase(name);
    const rows = byName(database.schemas.values())
        .filter((schema) => context.access.seesSchema(schema))
        .map((schema) => [timestampCell(schema.createdOn), schema.name, 'SCHEMA']);
    return { columns: showColumns('created_on:time name kind'), rows, kind: 'show' };
}

function describeSchema(context: Context, parts: readonly string[]): ResultSet {
    const schema = context.scopeSchema(parts);
    if (!context.access.usesSchema(schema)) throw cannotOperate();
    const rows = byName(schema.relations.values())
        .filter((relation) => context.access.sees(relation))
        .map((relation) => [timestampCell(relation.createdOn), relation.name, relation.type]);
    return { columns: showColumns('created_on:time name kind'), rows, kind: 'show' };
}
