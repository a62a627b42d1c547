/**
 * What SHOW commands give, column by column: read into a model, or left out with the reason. The one list of both: a
 * column that is on neither is new, and is named in the log, as Snowflake announces no new columns any more.
 */

/** It would update every record in each run, with nothing changed. */
const MOVES = 'changes by itself';
/** Of a warehouse's load, the columns that nobody documents. */
const MOMENT = "a warehouse's load of the moment, undocumented";
const RESERVED = 'reserved, always empty';
const ELSEWHERE = 'the same fact in another field';
/** How an object is administered, where a model holds what it is and how to read it. */
const ADMINISTRATION = 'administration of the object, not needed to find or read it';
const DELETED = 'only with HISTORY, which is not asked for';

interface Columns {
    /** Names of columns that the model of this kind is read from. */
    readonly read: string;
    readonly leftOut: Readonly<Record<string, string>>;
}

const OF_SCHEMA = 'created_on name database_name schema_name owner owner_role_type comment';

export const COLUMNS_OF: Readonly<Record<string, Columns>> = {
    DATABASES: {
        read: 'created_on name kind owner owner_role_type comment origin options retention_time is_default is_current',
        leftOut: {
            object_visibility: ADMINISTRATION,
            data_quality_monitoring_settings: ADMINISTRATION,
            resharing_settings: ADMINISTRATION,
            dropped_on: DELETED
        }
    },
    SCHEMAS: {
        read: 'created_on name database_name owner owner_role_type comment options retention_time is_default is_current is_nested',
        leftOut: {
            classification_profile_database: ADMINISTRATION,
            classification_profile_schema: ADMINISTRATION,
            classification_profile: ADMINISTRATION,
            object_visibility: ADMINISTRATION,
            dropped_on: DELETED
        }
    },
    TABLES: {
        read: `${OF_SCHEMA} kind cluster_by rows bytes retention_time automatic_clustering change_tracking search_optimization enable_schema_evolution is_external is_event is_hybrid is_iceberg is_dynamic is_immutable is_interactive`,
        leftOut: {
            search_optimization_progress: MOVES,
            search_optimization_bytes: MOVES,
            row_timestamp: ADMINISTRATION,
            error_logging: ADMINISTRATION,
            budget: ADMINISTRATION,
            dropped_on: DELETED
        }
    },
    VIEWS: {
        read: `${OF_SCHEMA} text is_secure is_materialized change_tracking`,
        leftOut: { reserved: RESERVED }
    },
    'SEMANTIC VIEWS': { read: `${OF_SCHEMA} extension`, leftOut: {} },
    COLUMNS: {
        read: 'database_name schema_name table_name column_name data_type null? default kind expression comment autoincrement schema_evolution_record',
        leftOut: { write_default: ADMINISTRATION }
    },
    ROLES: {
        read: 'created_on name is_default is_current is_inherited assigned_to_users granted_to_roles granted_roles owner comment',
        leftOut: { is_from_organization_user_group: ADMINISTRATION }
    },
    USERS: {
        read: 'created_on name login_name email first_name last_name display_name type owner comment disabled must_change_password snowflake_lock default_role default_secondary_roles default_warehouse default_namespace ext_authn_duo ext_authn_uid has_password has_rsa_public_key has_mfa has_pat has_workload_identity last_success_login expires_at_time locked_until_time',
        leftOut: {
            mins_to_unlock: MOVES,
            days_to_expiry: MOVES,
            mins_to_bypass_mfa: MOVES,
            is_from_organization_user: ADMINISTRATION
        }
    },
    WAREHOUSES: {
        read: 'created_on name state type size min_cluster_count max_cluster_count started_clusters running queued is_default is_current auto_suspend auto_resume available resumed_on updated_on owner owner_role_type comment enable_query_acceleration query_acceleration_max_scale_factor resource_monitor scaling_policy resource_constraint generation',
        leftOut: {
            provisioning: MOMENT,
            quiescing: MOMENT,
            other: MOMENT,
            actives: MOMENT,
            pendings: MOMENT,
            failed: MOMENT,
            suspended: MOMENT,
            uuid: "Snowflake's own id of a warehouse, of no use elsewhere",
            budget: ADMINISTRATION,
            query_throughput_multiplier: ADMINISTRATION,
            max_query_performance_level: ADMINISTRATION,
            disabled_reasons: ADMINISTRATION,
            tables: ADMINISTRATION
        }
    },
    STAGES: {
        read: `${OF_SCHEMA} url has_credentials has_encryption_key region type cloud notification_channel storage_integration endpoint directory_enabled`,
        leftOut: {}
    },
    STREAMS: {
        read: `${OF_SCHEMA} table_name source_type base_tables type stale stale_after mode invalid_reason`,
        leftOut: {}
    },
    TASKS: {
        read: `${OF_SCHEMA} id warehouse schedule predecessors state definition condition allow_overlapping_execution error_integration success_integration last_committed_on last_suspended_on last_suspended_reason config`,
        leftOut: {
            task_relations: ELSEWHERE,
            scheduling_mode: ADMINISTRATION,
            target_completion_interval: ADMINISTRATION,
            execute_as_user: ADMINISTRATION,
            overlap_policy: ADMINISTRATION,
            created_by_user: ADMINISTRATION,
            budget: ADMINISTRATION
        }
    },
    GRANTS: {
        read: 'created_on privilege granted_on name role granted_to grantee_name grant_option granted_by is_inherited inherited_from inherited_from_database inherited_from_schema',
        leftOut: {
            grant_on: 'of FUTURE GRANTS, which is not asked for',
            grant_to: 'of FUTURE GRANTS, which is not asked for'
        }
    }
};

const COMMAND = /^SHOW (SEMANTIC VIEWS|[A-Z]+)\b/;

/** The command, and its columns that are on no list; null where there are none. */
export function newColumnsOf(
    statement: string,
    columns: readonly { readonly name: string }[]
): { readonly command: string; readonly names: readonly string[] } | null {
    const [, kind = ''] = COMMAND.exec(statement) ?? [];
    const listed = COLUMNS_OF[kind];
    if (listed === undefined) return null;
    const known = new Set([...listed.read.split(' '), ...Object.keys(listed.leftOut)]);
    const names = columns.map(({ name }) => name.toLowerCase()).filter((name) => !known.has(name));
    return names.length === 0 ? null : { command: `SHOW ${kind}`, names };
}

/** Commands that live accounts were seen to answer and that no function runs: no model is made of their columns. */
export const COMMANDS_NOT_RUN: Readonly<Record<string, string>> = {
    'DYNAMIC TABLES': 'in TABLES, by is_dynamic',
    'EVENT TABLES': 'in TABLES, by is_event',
    'EXTERNAL TABLES': 'in TABLES, by is_external',
    'ICEBERG TABLES': 'in TABLES, by is_iceberg',
    'HYBRID TABLES': 'in TABLES, by is_hybrid',
    'MATERIALIZED VIEWS': 'in VIEWS, by is_materialized',
    OBJECTS: 'in TABLES and VIEWS',
    FUNCTIONS: 'no model yet',
    PROCEDURES: 'no model yet',
    PIPES: 'no model yet',
    SEQUENCES: 'no model yet',
    SHARES: 'no model yet',
    TAGS: 'no model yet',
    'MASKING POLICIES': 'no model yet',
    'ROW ACCESS POLICIES': 'no model yet',
    'PRIMARY KEYS': 'describe-table tells by primary_key',
    'UNIQUE KEYS': 'describe-table tells by unique_key',
    'IMPORTED KEYS': 'no model yet',
    'DATABASE ROLES': 'no model yet',
    'FILE FORMATS': 'no model yet',
    ALERTS: 'no model yet',
    'USER PROGRAMMATIC ACCESS TOKENS': 'no model yet',
    PARAMETERS: 'of the session, not of the catalogue'
};
