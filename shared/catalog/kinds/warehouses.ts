/**
 * Warehouses. Load and state are of the moment, so these are listed and never synced. Their SHOW knows LIKE alone.
 * https://docs.snowflake.com/en/sql-reference/sql/show-warehouses
 */
import { accountObject, count, counts, flag, flags, text, times, word, words } from '../fields.js';
import { IN_ACCOUNT, LIKE_ALONE, listedKind } from '../kind.js';
import { ADMINISTRATION, leftOut, MOMENT } from '../left-out.js';

const fields = {
    ...accountObject,
    state: word('STARTED, SUSPENDED, RESIZING ...'),
    type: word('STANDARD, SNOWPARK-OPTIMIZED ...'),
    size: word('X-Small, Small ...'),
    ...counts('min_cluster_count, max_cluster_count, started_clusters'),
    running: count('Statements that run now.'),
    queued: count('Statements that wait now.'),
    ...flags('is_default, is_current'),
    auto_suspend: count('Seconds of idleness after which it suspends; null: never.'),
    auto_resume: flag(),
    available: count('Per cent of the compute resources.'),
    ...times('created_on, resumed_on, updated_on'),
    owner: text(),
    owner_role_type: word(),
    comment: text(),
    enable_query_acceleration: flag(),
    query_acceleration_max_scale_factor: count(),
    ...words('resource_monitor, scaling_policy, resource_constraint, generation')
};

export const warehouses = listedKind('warehouses', { ...IN_ACCOUNT, ...LIKE_ALONE }, fields, {
    leftOut: {
        ...leftOut('provisioning quiescing other actives pendings failed suspended', MOMENT),
        uuid: "Snowflake's own id of a warehouse, of no use elsewhere",
        ...leftOut(
            'budget query_throughput_multiplier max_query_performance_level disabled_reasons tables',
            ADMINISTRATION
        )
    },
    description: 'Lists warehouses with size, state and load: which one to name for a statement, and whether it runs.'
});
