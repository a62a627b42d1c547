/** SHOW TABLES. Rows go by database, schema and name. https://docs.snowflake.com/en/sql-reference/sql/show-tables */
import { numberCell, onOff, showColumns, yesNo } from '../../cells.js';
import { IN_SCHEMA, listed, relationsIn } from '../../listing.js';
import { droppedOn, ownerRoleType, start, TERSE, terseRow } from '../rows.js';

import type { CellText } from '../../cells.js';
import type { Context } from '../../context.js';
import type { Listing, ShowCommand } from '../../listing.js';
import type { Table } from '../../objects/tree.js';

/** As statements and listings name them. */
export const TABLE_SORTS = ['EXTERNAL', 'DYNAMIC', 'ICEBERG', 'EVENT', 'HYBRID'] as const;

export const tableListing: Listing = {
    name: 'TABLES',
    clauses: { ...IN_SCHEMA, history: true },
    cutAtCap: false,
    sorts: TABLE_SORTS,
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
        if (relation.type === 'TABLE' && isOfSort(relation, command.sort)) yield relation;
    }
}

function isOfSort(table: Table, sort: string | null): boolean {
    switch (sort) {
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
