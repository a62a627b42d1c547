/**
 * Warehouses. Load and state are of the moment, so these are listed and never synced.
 * https://docs.snowflake.com/en/sql-reference/sql/show-warehouses
 */
import { z } from 'zod';
import { recordId } from '../../snowflake/identifiers.js';
import type { ShowRow } from '../show-row.js';

export const WarehouseSchema = z.object({
    id: z.string().describe('The name as Snowflake shows it, quoted where it needs quotes.'),
    name: z.string(),
    state: z.string().nullable().describe('STARTED, SUSPENDED, RESIZING ...'),
    type: z.string().nullable().describe('STANDARD, SNOWPARK-OPTIMIZED ...'),
    size: z.string().nullable().describe('X-Small, Small ...'),
    min_cluster_count: z.number().nullable(),
    max_cluster_count: z.number().nullable(),
    started_clusters: z.number().nullable(),
    running: z.number().nullable().describe('Statements that run now.'),
    queued: z.number().nullable().describe('Statements that wait now.'),
    is_default: z.boolean().nullable(),
    is_current: z.boolean().nullable(),
    auto_suspend: z.number().nullable().describe('Seconds of idleness after which it suspends; null: never.'),
    auto_resume: z.boolean().nullable(),
    available: z.number().nullable().describe('Per cent of the compute resources.'),
    created_on: z.string().nullable().describe('ISO 8601, UTC.'),
    resumed_on: z.string().nullable().describe('ISO 8601, UTC.'),
    updated_on: z.string().nullable().describe('ISO 8601, UTC.'),
    owner: z.string().nullable(),
    owner_role_type: z.string().nullable(),
    comment: z.string().nullable(),
    enable_query_acceleration: z.boolean().nullable(),
    query_acceleration_max_scale_factor: z.number().nullable(),
    resource_monitor: z.string().nullable(),
    scaling_policy: z.string().nullable(),
    resource_constraint: z.string().nullable(),
    generation: z.string().nullable()
});
export type Warehouse = z.infer<typeof WarehouseSchema>;

export function toWarehouse(row: ShowRow): Warehouse {
    const name = row.required('name');
    return {
        id: recordId(name),
        name,
        state: row.word('state'),
        type: row.word('type'),
        size: row.word('size'),
        min_cluster_count: row.count('min_cluster_count'),
        max_cluster_count: row.count('max_cluster_count'),
        started_clusters: row.count('started_clusters'),
        running: row.count('running'),
        queued: row.count('queued'),
        is_default: row.flag('is_default'),
        is_current: row.flag('is_current'),
        auto_suspend: row.count('auto_suspend'),
        auto_resume: row.flag('auto_resume'),
        available: row.count('available'),
        created_on: row.time('created_on'),
        resumed_on: row.time('resumed_on'),
        updated_on: row.time('updated_on'),
        owner: row.text('owner'),
        owner_role_type: row.word('owner_role_type'),
        comment: row.text('comment'),
        enable_query_acceleration: row.flag('enable_query_acceleration'),
        query_acceleration_max_scale_factor: row.count('query_acceleration_max_scale_factor'),
        resource_monitor: row.word('resource_monitor'),
        scaling_policy: row.word('scaling_policy'),
        resource_constraint: row.word('resource_constraint'),
        generation: row.word('generation')
    };
}
