/** SHOW of tables, views and both together. Rows go by database, schema and name. */
import { numberCell, onOff, showColumns, timestampCell, yesNo } from './cells.js';
import { relationsIn } from './listing.js';
import { listed, ownerRoleType, start, TERSE, terseRow } from './show-schema-rows.js';

import type { CellText } from './cells.js';
import type { Context } from './context.js';
import type { Listing } from './listing.js';
import type { Relation, Table, View } from './objects.js';
import type { ShowCommand, TableKind } from './show-command.js';

const droppedOn = (history: boolean): string => (history ? 'dropped_on:time' : '');

const tables: Listing = {
    columns: (terse, history) =>
        terse
            ? TERSE
            : showColumns(`created_on:time name database_name schema_name kind comment cluster_by rows:number bytes:number
                owner retention_time ${droppedOn(history)} automatic_clustering change_tracking
                search_optimization search_optimization_progress search_optimization_bytes:number is_external
                enable_schema_evolution owner_role_type is_event budget is_hybrid is_iceberg is_dynamic
                is_immutable is_interactive row_timestamp error_logging`),
    objects: (context, command) => listed(tablesIn(context, command), tableRow)
};

function* tablesIn(context: Context, command: ShowCommand): Generator<Table, void, undefined> {
    for (const relation of relationsIn(context, command)) {
        if (relation.type === 'TABLE' && isOfKind(relation, command.tableKind)) yield relation;
    }
}

function isOfKind(table: Table, kind: TableKind | null): boolean {
    switch (kind) {
        case 'EXTERNAL':
            return table.external;
        case 'DYNAMIC':
            return table.dynamic;
        case 'ICEBERG':
            return table.iceberg;
        case 'EVENT':
            return table.event;
        case 'HYBRID':
            return table.hybrid;
        default:
            return true;
    }
}

function tableRow(table: Table, terse: boolean, history: boolean): CellText[] {
    if (terse) return terseRow(table, table.kind);
    return [
        ...start(table),
        table.kind,
        table.comment,
        table.clusterBy,
        numberCell(table.rows),
        numberCell(table.bytes),
        table.owner,
        String(table.retentionDays),
        ...(history ? [null] : []),
        onOff(table.automaticClustering),
        onOff(table.changeTracking),
        onOff(table.searchOptimization),
        table.searchOptimization ? '100' : null,
        table.searchOptimization ? '0' : null,
        yesNo(table.external),
        yesNo(table.schemaEvolution),
        ownerRoleType(table),
        yesNo(table.event),
        null,
        yesNo(table.hybrid),
        yesNo(table.iceberg),
        yesNo(table.dynamic),
        yesNo(table.immutable),
        'N',
        'OFF',
        'OFF'
    ];
}

const views: Listing = {
    columns: (terse) =>
        terse
            ? TERSE
            : showColumns(`created_on:time name reserved database_name schema_name owner comment text is_secure
                is_materialized owner_role_type change_tracking`),
    objects: (context, command) => listed(viewsIn(context, command), (view, terse) => viewRow(context, view, terse))
};

function* viewsIn(context: Context, command: ShowCommand): Generator<View, void, undefined> {
    const semantic = command.kind === 'SEMANTIC VIEWS';
    for (const relation of relationsIn(context, command)) {
        if (relation.type === 'VIEW' && relation.semantic === semantic) yield relation;
    }
}

const semanticViews: Listing = {
    columns: (terse) =>
        terse
            ? TERSE
            : showColumns('created_on:time name database_name schema_name comment owner owner_role_type extension'),
    objects: (context, command) => listed(viewsIn(context, command), semanticViewRow)
};

function semanticViewRow(view: View, terse: boolean): CellText[] {
    if (terse) return terseRow(view, 'SEMANTIC_VIEW');
    return [...start(view), view.comment, view.owner, ownerRoleType(view), null];
}

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

const objects: Listing = {
    columns: (terse) =>
        terse
            ? TERSE
            : showColumns(`created_on:time name database_name schema_name kind comment cluster_by rows:number bytes:number
                owner retention_time owner_role_type budget is_hybrid is_dynamic is_iceberg`),
    objects: (context, command) => listed(relationsIn(context, command), objectRow)
};

function objectRow(relation: Relation, terse: boolean): CellText[] {
    const table = relation.type === 'TABLE' ? relation : null;
    // Unlike SHOW TABLES it says of a transient table only that it is one.
    const kind = table === null ? 'VIEW' : table.kind === 'TRANSIENT' ? 'TABLE' : table.kind;
    if (terse) return terseRow(relation, kind);
    return [
        ...start(relation),
        kind,
        relation.comment,
        table?.clusterBy ?? '',
        numberCell(table?.rows ?? 0),
        numberCell(table?.bytes ?? 0),
        relation.owner,
        String(table?.retentionDays ?? relation.schema.retentionDays),
        ownerRoleType(relation),
        null,
        yesNo(table?.hybrid ?? false),
        yesNo(table?.dynamic ?? false),
        yesNo(table?.iceberg ?? false)
    ];
}

export const relationListings = {
    TABLES: tables,
    VIEWS: views,
    'SEMANTIC VIEWS': semanticViews,
    OBJECTS: objects
};
