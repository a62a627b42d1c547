/** What Nango is told of each metadata sync. The entry files of every integration spread these. */
import { SettingsSchema } from '../settings/settings.js';
import { CatalogCheckpointSchema } from './checkpoint.js';
import { ColumnSchema } from './kinds/column.js';
import { DatabaseSchema } from './kinds/database.js';
import { RoleSchema } from './kinds/role.js';
import { SchemaSchema } from './kinds/schema.js';
import { TableSchema } from './kinds/table.js';
import { UserSchema } from './kinds/user.js';
import { ViewSchema } from './kinds/view.js';

const COMMON = {
    version: '1.0.0',
    frequency: 'every hour',
    autoStart: true,
    metadata: SettingsSchema,
    checkpoint: CatalogCheckpointSchema
} as const;

export const databasesSpec = {
    ...COMMON,
    description: 'Databases: owner, kind, origin, retention. One request.',
    models: { Database: DatabaseSchema }
};

export const schemasSpec = {
    ...COMMON,
    description: 'Schemas of the databases in scope. One request per database.',
    models: { Schema: SchemaSchema }
};

export const tablesSpec = {
    ...COMMON,
    description: 'Tables of every sort, with rows, bytes and features. One request per database.',
    models: { Table: TableSchema }
};

export const columnsSpec = {
    ...COMMON,
    description: 'Columns of tables and views, with their types. One request per database.',
    models: { Column: ColumnSchema }
};

export const viewsSpec = {
    ...COMMON,
    description: 'Views, secure and materialized ones too, with their text. One request per database.',
    models: { View: ViewSchema }
};

export const rolesSpec = {
    ...COMMON,
    description:
        'Roles with their hierarchy and the users they are granted to. One request, and one per role with members.',
    models: { Role: RoleSchema }
};

export const usersSpec = {
    ...COMMON,
    description: 'Users with login, authentication and role details. One request.',
    models: { User: UserSchema }
};
