/**
 * What the walk must know of each kind of object. The one thing to get right is `pagedIn`: pages by name are safe only
 * where names are unique and where the documentation of the SHOW command lists LIMIT ... FROM.
 */
import type { ShowRow } from './show-row.js';

export type Level = 'account' | 'database' | 'schema' | 'table';

export interface WalkedKind {
    /** As SHOW names it. */
    readonly plural: string;
    /** The narrowest scope that holds such objects; a larger listing than the cap there cannot be split by scopes. */
    readonly livesIn: Level;
    /** The scope in which names are unique and SHOW takes LIMIT ... FROM, if it does. */
    readonly pagedIn: Level | null;
    /** SHOW takes STARTS WITH. */
    readonly startsWith: boolean;
    /** Null for objects of the account. */
    readonly schemaOf: ((row: ShowRow) => string) | null;
    /** The columns in which a row names its database, schema and table, as far as it lies in them. */
    readonly placeColumns: readonly string[];
}

const schemaOf = (row: ShowRow): string => row.required('schema_name');
const ofAccount = {
    livesIn: 'account',
    pagedIn: 'account',
    startsWith: true,
    schemaOf: null,
    placeColumns: []
} as const;
const SCHEMA_COLUMNS = ['database_name', 'schema_name'];
const ofSchema = {
    livesIn: 'schema',
    pagedIn: 'schema',
    startsWith: true,
    schemaOf,
    placeColumns: SCHEMA_COLUMNS
} as const;

export const DATABASES: WalkedKind = { plural: 'DATABASES', ...ofAccount };
export const ROLES: WalkedKind = { plural: 'ROLES', ...ofAccount };
export const USERS: WalkedKind = { plural: 'USERS', ...ofAccount };
/** https://docs.snowflake.com/en/sql-reference/sql/show-warehouses knows LIKE alone. */
export const WAREHOUSES: WalkedKind = { plural: 'WAREHOUSES', ...ofAccount, pagedIn: null, startsWith: false };

export const SCHEMAS: WalkedKind = {
    plural: 'SCHEMAS',
    livesIn: 'database',
    pagedIn: 'database',
    startsWith: true,
    schemaOf: (row) => row.required('name'),
    placeColumns: ['database_name']
};
export const TABLES: WalkedKind = { plural: 'TABLES', ...ofSchema };
export const VIEWS: WalkedKind = { plural: 'VIEWS', ...ofSchema };
export const STREAMS: WalkedKind = { plural: 'STREAMS', ...ofSchema };
export const TASKS: WalkedKind = { plural: 'TASKS', ...ofSchema };
/** https://docs.snowflake.com/en/sql-reference/sql/show-stages knows LIKE and IN alone. */
export const STAGES: WalkedKind = { plural: 'STAGES', ...ofSchema, pagedIn: null, startsWith: false };
export const COLUMNS: WalkedKind = {
    plural: 'COLUMNS',
    livesIn: 'table',
    pagedIn: null,
    startsWith: false,
    schemaOf,
    placeColumns: [...SCHEMA_COLUMNS, 'table_name']
};
