/** SHOW COLUMNS: tables and views alike. https://docs.snowflake.com/en/sql-reference/sql/show-columns#output */
import { showColumns } from '../../cells.js';
import { showColumnsType } from '../../data-types.js';
import { relationsIn } from '../../listing.js';

import type { Column } from '../../column.js';
import type { Relation } from '../../objects/tree.js';
import type { Listed, Listing } from '../../listing.js';

const COLUMNS = showColumns(`table_name schema_name column_name data_type null? default kind expression comment
                database_name autoincrement schema_evolution_record write_default`);

export const columnListing: Listing = {
    name: 'COLUMNS',
    clauses: { terse: 'ignored', history: false, like: true, scopes: 'relation', paging: 'ignored' },
    cutAtCap: true,
    columns: () => COLUMNS,
    *objects(context, command): Generator<Listed, void, undefined> {
        for (const relation of relationsIn(context, command)) {
            const schema = relation.schema;
            for (const column of relation.columns) {
                yield {
                    name: column.name,
                    securable: relation,
                    row: () => [
                        relation.name,
                        schema.name,
                        column.name,
                        showColumnsType(column.type, column.nullable),
                        column.nullable ? 'true' : 'NOT_NULL',
                        column.default ?? '',
                        kindOf(relation, column),
                        column.expression ?? '',
                        column.comment ?? '',
                        schema.database.name,
                        autoincrement(column),
                        null,
                        null
                    ]
                };
            }
        }
    }
};

function kindOf(relation: Relation, column: Column): string {
    if (relation.type === 'VIEW' && relation.semantic) return 'DIMENSION';
    return column.expression === null ? 'COLUMN' : 'VIRTUAL_COLUMN';
}

/** E.g. `IDENTITY START 1 INCREMENT 1 NOORDER`. */
export function autoincrement(column: Column): string {
    const identity = column.autoincrement;
    if (!identity) return '';
    return `IDENTITY START ${identity.start} INCREMENT ${identity.step} ${identity.order ? 'ORDER' : 'NOORDER'}`;
}
