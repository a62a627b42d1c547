/**
 * The objects of an account, as its catalogue keeps them. Times are milliseconds since 1970; `owner` is a role's name,
 * or '' where Snowflake shows none. Identity is `id`: a rename keeps it, a replaced table gets a new one.
 */
import type { DataType } from './data-types.js';
import type { Reader } from './reader.js';

interface Named {
    readonly id: number;
    name: string;
    createdOn: number;
    owner: string;
    comment: string;
}

export type DatabaseKind =
    | 'STANDARD'
    | 'IMPORTED DATABASE'
    | 'PERSONAL DATABASE'
    | 'APPLICATION'
    | 'APPLICATION PACKAGE';

export interface Database extends Named {
    readonly type: 'DATABASE';
    kind: DatabaseKind;
    origin: string;
    /** E.g. `TRANSIENT`. */
    options: string;
    retentionDays: number;
    /** `share_gone`: the provider took the share back. `no_usage`: listed, but nothing in it may be touched. */
    unreadable: 'share_gone' | 'no_usage' | null;
    readonly schemas: Map<string, Schema>;
}

export interface Schema extends Named {
    readonly type: 'SCHEMA';
    readonly database: Database;
    options: string;
    retentionDays: number;
    /** Tables and views share one namespace. */
    readonly relations: Map<string, Relation>;
    /** By kind (`STAGE`) and name. */
    readonly plain: Map<string, Map<string, PlainObject>>;
}

export type Relation = Table | View;
export type SchemaObject = Relation | PlainObject;

export interface Column {
    name: string;
    type: DataType;
    nullable: boolean;
    /** The default's SQL, e.g. `5` or `CURRENT_TIMESTAMP()`. */
    default: string | null;
    /** The same in DuckDB's SQL; null where DuckDB cannot have it. */
    storedDefault: string | null;
    comment: string | null;
    autoincrement: { readonly start: number; readonly step: number; readonly order: boolean } | null;
    /** The SQL of a virtual column. */
    expression: string | null;
    primaryKey: boolean;
    uniqueKey: boolean;
}

/** A key of a table, which Snowflake records and shows but does not enforce. */
export interface Constraint {
    readonly kind: 'PRIMARY KEY' | 'UNIQUE' | 'FOREIGN KEY';
    /** Null: nobody named it, and Snowflake did. */
    readonly name: string | null;
    columns: readonly string[];
    /** Of a foreign key: the table's path as written, and its columns; none stand for the primary key. */
    readonly references: { readonly table: readonly string[]; readonly columns: readonly string[] } | null;
}

export interface Table extends Named {
    readonly type: 'TABLE';
    readonly schema: Schema;
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

export interface View extends Named {
    readonly type: 'VIEW';
    readonly schema: Schema;
    columns: Column[];
    /** The whole CREATE VIEW statement. */
    text: string;
    /** The query in it; null where only the catalogue knows the view. */
    query: string | null;
    secure: boolean;
    materialized: boolean;
    /** A semantic view: it has its own SHOW and DESCRIBE, and its columns are dimensions. */
    semantic: boolean;
    changeTracking: boolean;
    lastDdl?: number | null;
    /** One of Snowflake's own. */
    readonly isSystem?: true;
}

/** Of a plain kind, what is asked of one of its objects; the rest is in `kinds/plain-kind.ts`. */
export interface PlainObjectKind {
    /** As CREATE and GRANT name it: STAGE. */
    readonly type: string;
    /** ALTER, from behind the name on; false when it is none of its own forms. */
    alter(object: PlainObject, reader: Reader): boolean;
}

/** An object of a plain kind; what else it has, its kind knows. */
export interface PlainObject extends Named {
    readonly type: 'PLAIN';
    readonly kind: PlainObjectKind;
    readonly schema: Schema;
}

export interface Warehouse extends Named {
    readonly type: 'WAREHOUSE';
    state: 'STARTED' | 'SUSPENDED';
    kind: 'STANDARD' | 'SNOWPARK-OPTIMIZED';
    /** As shown: X-Small, Small, Medium ... */
    size: string;
    autoSuspendSeconds: number | null;
    autoResume: boolean;
    minClusters: number;
    maxClusters: number;
    scalingPolicy: 'STANDARD' | 'ECONOMY';
    resourceMonitor: string | null;
    resumedOn: number;
    updatedOn: number;
}

export interface Role extends Named {
    readonly type: 'ROLE';
}

export interface NetworkPolicy extends Named {
    readonly type: 'NETWORK POLICY';
    allowed: readonly string[];
    blocked: readonly string[];
}

export type UserType = 'PERSON' | 'SERVICE' | 'LEGACY_SERVICE';

/** As ALTER USER ... ADD PROGRAMMATIC ACCESS TOKEN makes one. */
export interface NamedAccessToken {
    readonly secret: string;
    /** ROLE_RESTRICTION. */
    readonly role: string | null;
    readonly createdOn: number;
    readonly expiresAt: number;
    /** DAYS_TO_EXPIRY, which a rotation gives the new secret again. Default: as long as it was good for. */
    readonly days?: number;
    readonly disabled?: boolean;
    readonly comment?: string;
    /** Of an old secret: the token that was rotated. */
    readonly rotatedTo?: string;
}

/** As ALTER USER ... ADD KEY PAIR makes one. */
export interface NamedKeyPair {
    /** PEM (SPKI). */
    readonly publicKey: string;
    /** ROLE_RESTRICTION. */
    readonly role: string | null;
    readonly comment: string | null;
    readonly createdOn: number;
    readonly createdBy: string;
    /** DAYS_TO_EXPIRY, which a rotation gives the new key again. */
    readonly days: number | null;
    readonly expiresAt: number | null;
    readonly disabled: boolean;
    readonly lastUsedOn: number | null;
    /** Of a key that was rotated out: the name that the new one has. */
    readonly rotatedTo: string | null;
}

export interface User extends Named {
    readonly type: 'USER';
    loginName: string;
    displayName: string;
    firstName: string;
    lastName: string;
    email: string;
    userType: UserType | null;
    disabled: boolean;
    /** When the lock after too many wrong passwords ends; null when not locked. */
    lockedUntil: number | null;
    mustChangePassword: boolean;
    mfa: boolean;
    /** Whether an authentication policy lets this user in by password. */
    passwordAllowed: boolean;
    password: string | null;
    programmaticAccessTokens: string[];
    /** Those that a statement added, by their names. */
    namedAccessTokens: Readonly<Record<string, NamedAccessToken>>;
    /** PEM (SPKI) or null. */
    rsaPublicKey: string | null;
    rsaPublicKey2: string | null;
    /** Beside those two. */
    namedKeyPairs: Readonly<Record<string, NamedKeyPair>>;
    defaultWarehouse: string | null;
    defaultNamespace: string | null;
    defaultRole: string | null;
    defaultSecondaryRoles: string;
    networkPolicy: string | null;
    /** Session parameters set for this user. */
    readonly parameters: Map<string, string>;
    expiresAt: number | null;
    lastSuccessLogin: number | null;
}

export type AccountObject = Database | Warehouse | Role | User | NetworkPolicy;
export type Securable = Database | Schema | SchemaObject | Warehouse | Role | User | NetworkPolicy;
