/** What a table has, and what sort of table it is. */
import type { Column } from '../column.js';

/** A key of a table, which Snowflake records and shows but does not enforce. */
export interface Constraint {
    readonly kind: 'PRIMARY KEY' | 'UNIQUE' | 'FOREIGN KEY';
    /** Null: nobody named it, and Snowflake did. */
    readonly name: string | null;
    columns: readonly string[];
    /** Of a foreign key: the table's path as written, and its columns; none stand for the primary key. */
    readonly references: { readonly table: readonly string[]; readonly columns: readonly string[] } | null;
}

export interface TableFacts {
    kind: 'TABLE' | 'TRANSIENT' | 'TEMPORARY';
    columns: Column[];
    /** Those that statements declared; what columns say of themselves (`primaryKey`) counts as well. */
    constraints: readonly Constraint[];
    /** What SHOW says; null for external tables. DML keeps it in step for tables that hold rows. */
    rows: number | null;
    bytes: number | null;
    clusterBy: string;
    retentionDays: number;
    changeTracking: boolean;
    automaticClustering: boolean;
    searchOptimization: boolean;
    schemaEvolution: boolean;
    external: boolean;
    event: boolean;
    hybrid: boolean;
    iceberg: boolean;
    dynamic: boolean;
    immutable: boolean;
    /** When DDL changed it; unset: when it was made; null where Snowflake does not say. */
    lastDdl?: number | null;
}

/** As CREATE leaves it where nothing else is said. */
export const NEW_TABLE = {
    kind: 'TABLE',
    constraints: [],
    rows: 0,
    bytes: 0,
    clusterBy: '',
    changeTracking: false,
    automaticClustering: false,
    searchOptimization: false,
    schemaEvolution: false,
    external: false,
    event: false,
    hybrid: false,
    iceberg: false,
    dynamic: false,
    immutable: false
} as const satisfies Partial<TableFacts>;

/** As GRANT ... ON ALL and ON FUTURE tell tables apart. */
export function tableSort(table: TableFacts): string {
    if (table.external) return 'EXTERNAL TABLE';
    if (table.dynamic) return 'DYNAMIC TABLE';
    if (table.iceberg) return 'ICEBERG TABLE';
    return table.event ? 'EVENT TABLE' : 'TABLE';
}
