/** COMMENT ON. https://docs.snowflake.com/en/sql-reference/sql/comment */
import { EXECUTED } from '../cells.js';
import { insufficientPrivileges } from '../failures.js';
import { findIf } from '../existence.js';
import { readKind, kindOf } from '../kinds/index.js';
import { touchRelation } from '../kinds/relations/relations.js';

import type { ResultSet } from '../../types.js';
import type { Context } from '../context.js';
import type { Reader } from '../reader.js';

export function comment(context: Context, reader: Reader): ResultSet {
    const ifExists = reader.accept('IF', 'EXISTS');
    reader.expect('ON');
    if (reader.accept('COLUMN')) return commentOnColumn(context, reader);
    const named = readKind(reader);
    const parts = reader.qualifiedName();
    reader.expect('IS');
    const text = reader.string();
    reader.end();
    const object = findIf(ifExists, () => named.find(context, parts));
    if (object === null) return EXECUTED;
    if (!context.access.mayChange(object)) throw insufficientPrivileges(named.type.toLowerCase(), object.name);
    object.comment = text;
    kindOf(object).touch?.(object, context.account.now());
    return EXECUTED;
}

function commentOnColumn(context: Context, reader: Reader): ResultSet {
    const parts = reader.qualifiedName();
    reader.expect('IS');
    const text = reader.string();
    const relation = context.findRelation(parts.slice(0, -1), 'Table', 'COMMENT');
    const column = relation.columns.find((candidate) => candidate.name === parts.at(-1));
    if (column) column.comment = text;
    touchRelation(relation, context.account.now());
    return EXECUTED;
}
