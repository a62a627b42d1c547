/** SHOW VIEWS and SEMANTIC VIEWS. https://docs.snowflake.com/en/sql-reference/sql/show-views */
import { onOff, showColumns, timestampCell } from '../../cells.js';
import { IN_SCHEMA, listed, relationsIn } from '../../listing.js';
import { ownerRoleType, start, TERSE, terseRow } from '../rows.js';

import type { CellText } from '../../cells.js';
import type { Context } from '../../context.js';
import type { Listing, ShowCommand } from '../../listing.js';
import type { View } from '../../objects/tree.js';

export const viewListing: Listing = {
    name: 'VIEWS',
    clauses: IN_SCHEMA,
    cutAtCap: false,
    columns: (terse) =>
        terse
            ? TERSE
            : showColumns(`created_on:time name reserved database_name schema_name owner comment text is_secure
                is_materialized owner_role_type change_tracking`),
    objects: (context, command) =>
        listed(viewsIn(context, command, false), (view, terse) => viewRow(context, view, terse))
};

/** The text of a secure view is its owner's secret. https://docs.snowflake.com/en/user-guide/views-secure */
function viewRow(context: Context, view: View, terse: boolean): CellText[] {
    if (terse) return terseRow(view, view.materialized ? 'MATERIALIZED_VIEW' : 'VIEW');
    const text = view.secure && !context.access.owns(view) ? '' : view.text;
    return [
        timestampCell(view.createdOn),
        view.name,
        '',
        view.schema.database.name,
        view.schema.name,
        view.owner,
        view.comment,
        text,
        String(view.secure),
        String(view.materialized),
        ownerRoleType(view),
        onOff(view.changeTracking)
    ];
}

export const semanticViewListing: Listing = {
    name: 'SEMANTIC VIEWS',
    clauses: IN_SCHEMA,
    cutAtCap: false,
    columns: (terse) =>
        terse
            ? TERSE
            : showColumns('created_on:time name database_name schema_name comment owner owner_role_type extension'),
    objects: (context, command) => listed(viewsIn(context, command, true), semanticViewRow)
};

function semanticViewRow(view: View, terse: boolean): CellText[] {
    if (terse) return terseRow(view, 'SEMANTIC_VIEW');
    return [...start(view), view.comment, view.owner, ownerRoleType(view), null];
}

function* viewsIn(context: Context, command: ShowCommand, semantic: boolean): Generator<View, void, undefined> {
    for (const relation of relationsIn(context, command)) {
        if (relation.type === 'VIEW' && relation.semantic === semantic) yield relation;
    }
}
