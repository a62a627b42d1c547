/** DESCRIBE TABLE and VIEW: a row per column. https://docs.snowflake.com/en/sql-reference/sql/desc-table */
import { columnMeta, displayType, text } from '../../data-types.js';
import { title } from '../../full-name.js';
import { autoincrement } from './show-columns.js';

import type { ResultSet } from '../../../types.js';
import type { CellText } from '../../cells.js';
import type { Context } from '../../context.js';
import type { Reader } from '../../reader.js';
import type { Column } from '../../column.js';

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

export function describeRelation(context: Context, reader: Reader, type: 'TABLE' | 'VIEW'): ResultSet {
    const parts = reader.qualifiedName();
    if (reader.accept('TYPE')) {
        reader.expectSymbol('=');
        reader.name();
    }
    reader.end();
    const relation = context.findRelation(parts, title(type), 'DESCRIBE');
    const rows = relation.columns.map(describeColumn);
    if (type === 'VIEW') return { columns: TABLE_COLUMNS, rows, kind: 'show' };
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
