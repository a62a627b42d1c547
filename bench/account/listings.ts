/** What SHOW says of the objects of a counted account: they are numbered, and alike but for their numbers. */
import { showColumns, timestampCell } from 'snowflake-stand-in/engine/cells.js';
import type { ResultSet } from 'snowflake-stand-in/types.js';
import type { Size } from './sizes.js';

export type Cells = ResultSet['rows'][number];

export const CREATED = timestampCell(Date.UTC(2026, 4, 6, 7, 8, 9, 123));
/** Types as SHOW COLUMNS writes them; an account has few that differ. */
const TYPES = [
    '{"type":"FIXED","precision":38,"scale":0,"nullable":false}',
    '{"type":"TEXT","length":16777216,"byteLength":16777216,"nullable":true,"fixed":false}',
    '{"type":"TIMESTAMP_NTZ","precision":0,"scale":9,"nullable":true}',
    '{"type":"FIXED","precision":12,"scale":2,"nullable":true}',
    '{"type":"TEXT","length":255,"byteLength":1020,"nullable":true,"fixed":false}',
    '{"type":"BOOLEAN","nullable":true}'
];

/** Each role has so many others, as long as there are some. */
const CHILDREN = 10;
export const parentOf = (number: number): number => Math.floor((number - 1) / CHILDREN);

export interface Listing {
    readonly columns: ResultSet['columns'];
    /** How many objects stand at each level below the one that is asked for, the outermost first. */
    readonly levels: readonly (keyof Size)[];
    row(at: readonly number[], size: Size): Cells;
}

const name = (kind: string, number = 0, digits = 4): string => `${kind}_${String(number).padStart(digits, '0')}`;
export const databaseName = (number?: number): string => name('DB', number);
export const schemaName = (number?: number): string => name('SCHEMA', number);
export const tableName = (number?: number): string => name('TABLE', number);
export const columnName = (number?: number): string => name('COLUMN', number);
export const role = (number?: number): string => name('ROLE', number, 6);
const user = (number?: number): string => name('USER', number, 6);

export const LISTINGS: Readonly<Record<string, Listing>> = {
    DATABASES: {
        columns:
            showColumns(`created_on:time name is_default is_current origin owner comment options retention_time kind
            owner_role_type object_visibility`),
        levels: ['databases'],
        row: ([d]) => [CREATED, databaseName(d), 'N', 'N', '', 'OWNER', '', '', '1', 'STANDARD', 'ROLE', null]
    },
    SCHEMAS: {
        columns: showColumns(`created_on:time name is_default is_current database_name owner comment options
            retention_time owner_role_type`),
        levels: ['databases', 'schemas'],
        row: ([d, s]) => [CREATED, schemaName(s), 'N', 'N', databaseName(d), 'OWNER', '', '', '1', 'ROLE']
    },
    TABLES: {
        columns: showColumns(`created_on:time name database_name schema_name kind comment cluster_by rows:number
            bytes:number owner retention_time automatic_clustering change_tracking owner_role_type is_external`),
        levels: ['databases', 'schemas', 'tables'],
        row: ([d, s, t]) => [
            CREATED,
            tableName(t),
            databaseName(d),
            schemaName(s),
            'TABLE',
            'What the table is for',
            '',
            '1234',
            '567890',
            'OWNER',
            '1',
            'OFF',
            'OFF',
            'ROLE',
            'N'
        ]
    },
    OBJECTS: {
        columns: showColumns(`created_on:time name database_name schema_name kind`),
        levels: ['databases', 'schemas', 'tables'],
        row: ([d, s, t]) => [CREATED, tableName(t), databaseName(d), schemaName(s), 'TABLE']
    },
    COLUMNS: {
        columns: showColumns(`table_name schema_name column_name data_type null? default kind expression comment
            database_name autoincrement schema_evolution_record`),
        levels: ['databases', 'schemas', 'tables', 'columns'],
        row: ([d, s, t, c = 0]) => [
            tableName(t),
            schemaName(s),
            columnName(c),
            TYPES[c % TYPES.length] ?? '',
            c % 6 === 0 ? 'NOT_NULL' : 'true',
            '',
            'COLUMN',
            '',
            c % 3 === 0 ? 'What the column holds' : '',
            databaseName(d),
            '',
            null
        ]
    },
    ROLES: {
        columns: showColumns(`created_on:time name is_default is_current is_inherited assigned_to_users:number
            granted_to_roles:number granted_roles:number owner comment`),
        levels: ['roles'],
        row: ([r = 0], { roles }) => {
            const children = Math.max(0, Math.min(CHILDREN, roles - 1 - CHILDREN * r));
            return [CREATED, role(r), 'N', 'N', 'N', '0', r === 0 ? '0' : '1', String(children), 'OWNER', ''];
        }
    },
    USERS: {
        columns: showColumns(`name created_on:time login_name display_name first_name last_name email mins_to_unlock
            days_to_expiry comment disabled must_change_password default_warehouse default_namespace default_role owner
            last_success_login:time has_password has_rsa_public_key type`),
        levels: ['users'],
        row: ([u]) => [
            user(u),
            CREATED,
            user(u),
            user(u),
            'Ann',
            'Example',
            'ann@example.com',
            '',
            '',
            '',
            'false',
            'false',
            'WH',
            '',
            'READER',
            'OWNER',
            CREATED,
            'true',
            'false',
            'PERSON'
        ]
    }
};
