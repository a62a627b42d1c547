/** Views: plain, secure, materialized and semantic ones. */
import { showColumns } from '../../cells.js';
import { displayType } from '../../data-types.js';
import { doesNotExist } from '../../failures.js';
import { describeRelation } from '../relations/describe.js';
import { createRelation, findRelation, renameRelation, touchRelation } from '../relations/relations.js';
import { createView } from './create.js';
import { semanticViewListing, viewListing } from './show.js';

import type { ResultSet } from '../../../types.js';
import type { Context } from '../../context.js';
import type { View } from '../../objects/tree.js';
import type { Kind } from '../kind.js';

const type = 'VIEW';
const READ = ['REFERENCES', 'SELECT'];

export const views: Kind<View> = {
    type,
    modifiers: ['SECURE', 'MATERIALIZED', 'RECURSIVE'],
    sorts: ['MATERIALIZED', 'SEMANTIC'],
    home: 'SCHEMA',
    privileges: { [type]: READ, 'MATERIALIZED VIEW': READ, 'SEMANTIC VIEW': ['MONITOR', ...READ] },
    refusesOtherPrivileges: true,
    listings: [viewListing, semanticViewListing],

    find: findRelation(type),

    create: createRelation(type, createView),

    change: (_work, view, reader) => {
        if (!reader.accept('SET', 'SECURE')) return false;
        view.secure = true;
        return true;
    },
    rename: renameRelation,
    touch: touchRelation,

    describe: (context, reader, sort) =>
        sort === 'SEMANTIC'
            ? describeSemanticView(context, reader.qualifiedName())
            : describeRelation(context, reader, type),

    remove: (_account, _store, view) => {
        view.schema.relations.delete(view.name);
    }
};

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
