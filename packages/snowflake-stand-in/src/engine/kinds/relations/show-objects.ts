/** SHOW OBJECTS: tables and views in one listing. https://docs.snowflake.com/en/sql-reference/sql/show-objects */
import { numberCell, showColumns, yesNo } from '../../cells.js';
import { IN_SCHEMA, listed, relationsIn } from '../../listing.js';
import { ownerRoleType, start, TERSE, terseRow } from '../rows.js';

import type { CellText } from '../../cells.js';
import type { Listing } from '../../listing.js';
import type { Relation } from '../../objects/tree.js';

export const objectListing: Listing = {
    name: 'OBJECTS',
    clauses: IN_SCHEMA,
    cutAtCap: true,
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
