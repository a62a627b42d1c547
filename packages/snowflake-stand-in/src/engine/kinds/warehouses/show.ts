/** SHOW WAREHOUSES. https://docs.snowflake.com/en/sql-reference/sql/show-warehouses */
import { numberCell, showColumns, timestampCell, yesNo } from '../../cells.js';
import { IN_ACCOUNT, listed } from '../../listing.js';
import { byName } from '../../names.js';

import type { CellText } from '../../cells.js';
import type { Context } from '../../context.js';
import type { Listing } from '../../listing.js';
import type { Warehouse } from '../../objects/warehouse.js';

export const warehouseListing: Listing = {
    name: 'WAREHOUSES',
    clauses: { ...IN_ACCOUNT, terse: 'ignored', paging: 'ignored' },
    cutAtCap: true,
    columns: () =>
        showColumns(`name state type size min_cluster_count:number max_cluster_count:number started_clusters:number
                running:number queued:number is_default is_current is_interactive auto_suspend:number
                auto_resume available provisioning quiescing other created_on:time resumed_on:time
                updated_on:time owner comment enable_query_acceleration
                query_acceleration_max_scale_factor:number resource_monitor actives:number pendings:number
                failed:number suspended:number uuid scaling_policy owner_role_type resource_constraint
                generation`),
    objects: (context) =>
        listed(
            byName(context.account.warehouses.values()).filter((warehouse) => context.access.seesOfAccount(warehouse)),
            (warehouse) => warehouseRow(context, warehouse)
        )
};

function warehouseRow(context: Context, warehouse: Warehouse): CellText[] {
    const started = warehouse.state === 'STARTED';
    const percent = started ? '100' : '';
    const user = context.account.users.get(context.session.user);
    return [
        warehouse.name,
        warehouse.state,
        warehouse.kind,
        warehouse.size,
        numberCell(warehouse.minClusters),
        numberCell(warehouse.maxClusters),
        started ? '1' : '0',
        '0',
        '0',
        yesNo(user?.defaultWarehouse === warehouse.name),
        yesNo(context.session.warehouse === warehouse.name),
        'N',
        numberCell(warehouse.autoSuspendSeconds),
        String(warehouse.autoResume),
        percent,
        started ? '0' : '',
        started ? '0' : '',
        started ? '0' : '',
        timestampCell(warehouse.createdOn),
        timestampCell(warehouse.resumedOn),
        timestampCell(warehouse.updatedOn),
        warehouse.owner,
        warehouse.comment,
        'false',
        '8',
        warehouse.resourceMonitor ?? 'null',
        '0',
        '0',
        '0',
        started ? '0' : '1',
        String(7e4 + warehouse.id),
        warehouse.scalingPolicy,
        'ROLE',
        null,
        warehouse.kind === 'STANDARD' ? '1' : null
    ];
}
