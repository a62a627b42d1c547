/**
 * Warehouses. Load and state are of the moment, so these are listed and never synced. Their SHOW knows LIKE alone.
 * https://docs.snowflake.com/en/sql-reference/sql/show-warehouses
 */
import type { z } from 'zod';
import { accountObject, count, counts, flag, flags, text, texts, textUnless, times } from '../fields.js';
import { IN_ACCOUNT, listingOf } from '../kind.js';

const fields = {
    ...accountObject,
    state: text('STARTED, SUSPENDED, RESIZING ...'),
    type: text('STANDARD, SNOWPARK-OPTIMIZED ...'),
    size: text('X-Small, Small ...'),
    ...counts('min_cluster_count', 'max_cluster_count', 'started_clusters'),
    running: count('Statements that run now.'),
    queued: count('Statements that wait now.'),
    ...flags('is_default', 'is_current'),
    auto_suspend: count('Seconds of idleness after which it suspends; null: never.'),
    auto_resume: flag(),
    available: count('Per cent of the compute resources.'),
    ...times('created_on', 'resumed_on', 'updated_on'),
    ...texts('owner', 'owner_role_type', 'comment'),
    enable_query_acceleration: flag(),
    query_acceleration_max_scale_factor: count(),
    resource_monitor: textUnless('null'),
    ...texts('scaling_policy', 'resource_constraint', 'generation')
};

export const warehouses = {
    name: 'warehouses',
    plural: 'WAREHOUSES',
    ...IN_ACCOUNT,
    pagedIn: null,
    startsWith: false,
    listing: listingOf(IN_ACCOUNT, fields, {
        items: 'warehouses',
        takes: 'account',
        description: 'Lists warehouses with size, state and load.'
    })
};
export type Warehouse = z.infer<typeof warehouses.listing.schema>;
