/**
 * Warehouses. Load and state are of the moment, so these are listed and never synced. Their SHOW knows LIKE alone.
 * https://docs.snowflake.com/en/sql-reference/sql/show-warehouses
 */
import type { z } from 'zod';
import { accountObject, count, flag, text, textUnless, time } from '../fields.js';
import { IN_ACCOUNT, listingOf } from '../kind.js';

const fields = {
    ...accountObject,
    state: text('STARTED, SUSPENDED, RESIZING ...'),
    type: text('STANDARD, SNOWPARK-OPTIMIZED ...'),
    size: text('X-Small, Small ...'),
    min_cluster_count: count(),
    max_cluster_count: count(),
    started_clusters: count(),
    running: count('Statements that run now.'),
    queued: count('Statements that wait now.'),
    is_default: flag(),
    is_current: flag(),
    auto_suspend: count('Seconds of idleness after which it suspends; null: never.'),
    auto_resume: flag(),
    available: count('Per cent of the compute resources.'),
    created_on: time(),
    resumed_on: time(),
    updated_on: time(),
    owner: text(),
    owner_role_type: text(),
    comment: text(),
    enable_query_acceleration: flag(),
    query_acceleration_max_scale_factor: count(),
    resource_monitor: textUnless('null'),
    scaling_policy: text(),
    resource_constraint: text(),
    generation: text()
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
