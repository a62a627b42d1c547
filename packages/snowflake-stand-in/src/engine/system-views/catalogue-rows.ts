/** What INFORMATION_SCHEMA and ACCOUNT_USAGE say alike of schemas, tables, views and columns. */
import { byteLength } from '../data-types.js';
import { yes } from './system-view.js';

import type { DataType } from '../data-types.js';
import type { Column } from '../column.js';
import type { Relation, Schema, View } from '../objects/tree.js';
import type { Values } from './system-view.js';

/** https://docs.snowflake.com/en/sql-reference/info-schema/columns#columns */
export const COLUMN_FACTS = `ORDINAL_POSITION:number COLUMN_DEFAULT IS_NULLABLE DATA_TYPE CHARACTER_MAXIMUM_LENGTH:number
    CHARACTER_OCTET_LENGTH:number NUMERIC_PRECISION:number NUMERIC_PRECISION_RADIX:number NUMERIC_SCALE:number
    DATETIME_PRECISION:number INTERVAL_TYPE INTERVAL_PRECISION:number CHARACTER_SET_CATALOG CHARACTER_SET_SCHEMA
    CHARACTER_SET_NAME COLLATION_CATALOG COLLATION_SCHEMA COLLATION_NAME DOMAIN_CATALOG DOMAIN_SCHEMA DOMAIN_NAME
    UDT_CATALOG UDT_SCHEMA UDT_NAME SCOPE_CATALOG SCOPE_SCHEMA SCOPE_NAME MAXIMUM_CARDINALITY:number DTD_IDENTIFIER
    IS_SELF_REFERENCING IS_IDENTITY IDENTITY_GENERATION IDENTITY_START IDENTITY_INCREMENT IDENTITY_MAXIMUM
    IDENTITY_MINIMUM IDENTITY_CYCLE IDENTITY_ORDERED SCHEMA_EVOLUTION_RECORD COMMENT`;

/** Types have the names that SQL has for them, where SHOW COLUMNS has those of results. */
const SQL_NAMES: Readonly<Record<string, string>> = { FIXED: 'NUMBER', REAL: 'FLOAT' };
const WITH_FRACTION = new Set(['TIME', 'TIMESTAMP_NTZ', 'TIMESTAMP_LTZ', 'TIMESTAMP_TZ']);

export function columnFacts(column: Column, at: number): Values {
    const { type, autoincrement } = column;
    return {
        COLUMN_NAME: column.name,
        ORDINAL_POSITION: at + 1,
        COLUMN_DEFAULT: column.default,
        IS_NULLABLE: yes(column.nullable),
        ...typeFacts(type),
        IS_SELF_REFERENCING: 'NO',
        IS_IDENTITY: yes(autoincrement !== null),
        ...(autoincrement && {
            IDENTITY_GENERATION: 'BY DEFAULT',
            IDENTITY_START: String(autoincrement.start),
            IDENTITY_INCREMENT: String(autoincrement.step),
            IDENTITY_CYCLE: 'NO',
            IDENTITY_ORDERED: yes(autoincrement.order)
        }),
        COMMENT: column.comment
    };
}

function typeFacts(type: DataType): Values {
    const isNumber = type.type === 'FIXED';
    return {
        DATA_TYPE: SQL_NAMES[type.type] ?? type.type,
        CHARACTER_MAXIMUM_LENGTH: type.length,
        CHARACTER_OCTET_LENGTH: byteLength(type),
        ...(isNumber && {
            NUMERIC_PRECISION: type.precision,
            NUMERIC_PRECISION_RADIX: 10,
            NUMERIC_SCALE: type.scale
        }),
        DATETIME_PRECISION: WITH_FRACTION.has(type.type) ? type.scale : null
    };
}

/** https://docs.snowflake.com/en/sql-reference/info-schema/tables#columns */
export const TABLE_FACTS = `TABLE_OWNER TABLE_TYPE IS_TRANSIENT CLUSTERING_KEY ROW_COUNT:number BYTES:number
    RETENTION_TIME:number SELF_REFERENCING_COLUMN_NAME REFERENCE_GENERATION USER_DEFINED_TYPE_CATALOG
    USER_DEFINED_TYPE_SCHEMA USER_DEFINED_TYPE_NAME IS_INSERTABLE_INTO IS_TYPED COMMIT_ACTION CREATED:time
    LAST_ALTERED:time LAST_DDL:time LAST_DDL_BY AUTO_CLUSTERING_ON COMMENT`;

export function tableFacts(relation: Relation): Values {
    const table = relation.type === 'TABLE' ? relation : null;
    return {
        TABLE_NAME: relation.name,
        TABLE_OWNER: relation.owner || null,
        TABLE_TYPE: tableType(relation),
        IS_TRANSIENT: table && yes(table.kind === 'TRANSIENT'),
        CLUSTERING_KEY: table?.clusterBy || null,
        ROW_COUNT: table?.rows ?? null,
        BYTES: table?.bytes ?? null,
        RETENTION_TIME: table?.retentionDays ?? null,
        IS_INSERTABLE_INTO: 'YES',
        IS_TYPED: 'YES',
        CREATED: relation.createdOn,
        LAST_ALTERED: lastDdl(relation) ?? relation.createdOn,
        LAST_DDL: lastDdl(relation),
        AUTO_CLUSTERING_ON: table && yes(table.automaticClustering),
        COMMENT: relation.comment || null,
        IS_TEMPORARY: yes(table?.kind === 'TEMPORARY'),
        IS_ICEBERG: yes(table?.iceberg ?? false),
        IS_DYNAMIC: yes(table?.dynamic ?? false),
        IS_IMMUTABLE: yes(table?.immutable ?? false),
        IS_HYBRID: yes(table?.hybrid ?? false)
    };
}

/** Null in the secondary database of a replication, whose DDL happens elsewhere. */
export function lastDdl(relation: Relation): number | null {
    return relation.lastDdl === undefined ? relation.createdOn : relation.lastDdl;
}

function tableType(relation: Relation): string {
    if (relation.type === 'VIEW') return relation.materialized ? 'MATERIALIZED VIEW' : 'VIEW';
    if (relation.external) return 'EXTERNAL TABLE';
    if (relation.event) return 'EVENT TABLE';
    return relation.kind === 'TEMPORARY' ? 'TEMPORARY TABLE' : 'BASE TABLE';
}

/** https://docs.snowflake.com/en/sql-reference/info-schema/views#columns */
export const VIEW_FACTS = `TABLE_OWNER VIEW_DEFINITION CHECK_OPTION IS_UPDATABLE INSERTABLE_INTO IS_SECURE CREATED:time
    LAST_ALTERED:time LAST_DDL:time LAST_DDL_BY COMMENT`;

export function viewFacts(view: View, mayReadText: boolean): Values {
    return {
        TABLE_NAME: view.name,
        TABLE_OWNER: view.owner || null,
        VIEW_DEFINITION: view.secure && !mayReadText ? null : view.text,
        CHECK_OPTION: 'NONE',
        IS_UPDATABLE: 'NO',
        INSERTABLE_INTO: 'NO',
        IS_SECURE: yes(view.secure),
        CREATED: view.createdOn,
        LAST_ALTERED: lastDdl(view) ?? view.createdOn,
        LAST_DDL: lastDdl(view),
        COMMENT: view.comment || null
    };
}

/** https://docs.snowflake.com/en/sql-reference/info-schema/schemata#columns */
export const SCHEMA_FACTS = `SCHEMA_OWNER IS_TRANSIENT IS_MANAGED_ACCESS RETENTION_TIME:number
    DEFAULT_CHARACTER_SET_CATALOG DEFAULT_CHARACTER_SET_SCHEMA DEFAULT_CHARACTER_SET_NAME SQL_PATH CREATED:time
    LAST_ALTERED:time COMMENT`;

export function schemaFacts(schema: Schema): Values {
    return {
        SCHEMA_NAME: schema.name,
        SCHEMA_OWNER: schema.owner || null,
        IS_TRANSIENT: yes(schema.options.includes('TRANSIENT')),
        IS_MANAGED_ACCESS: yes(schema.options.includes('MANAGED ACCESS')),
        RETENTION_TIME: schema.retentionDays,
        CREATED: schema.createdOn,
        LAST_ALTERED: schema.createdOn,
        COMMENT: schema.comment || null
    };
}
