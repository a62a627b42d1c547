/**
 * What Nango is told of each listing action. The items' field is named as in Nango's public templates (`tables`, but
 * `items` for users and views), so that an app can move over without a change.
 */
import { z } from 'zod';
import { DatabaseSchema } from '../kinds/database.js';
import { RoleSchema } from '../kinds/role.js';
import { SchemaSchema } from '../kinds/schema.js';
import { StageSchema } from '../kinds/stage.js';
import { StreamSchema } from '../kinds/stream.js';
import { TableSchema } from '../kinds/table.js';
import { TaskSchema } from '../kinds/task.js';
import { UserSchema } from '../kinds/user.js';
import { ViewSchema } from '../kinds/view.js';
import { WarehouseSchema } from '../kinds/warehouse.js';
import { ColumnItemSchema } from './column-items.js';
import { databaseInput, pageInput, schemaInput, tableInput } from './input.js';
import { UnreadableSchema } from './page.js';

const pageOutput = {
    next_cursor: z.string().nullable().describe('Pass it as cursor for the next page; null on the last one.'),
    unreadable: z.array(UnreadableSchema).describe('Databases or schemas that could not be read, with the reason.')
};
const VERSION = '1.0.0';

export const listDatabasesSpec = {
    description: 'Lists databases: owner, kind, origin, retention.',
    version: VERSION,
    input: z.strictObject(pageInput),
    output: z.object({ databases: z.array(DatabaseSchema), ...pageOutput })
};

export const listSchemasSpec = {
    description: 'Lists schemas of a database or of the account.',
    version: VERSION,
    input: z.strictObject({
        ...databaseInput,
        ...pageInput,
        include_information_schema: schemaInput.include_information_schema
    }),
    output: z.object({
        schemas: z.array(SchemaSchema.extend({ owner: z.string().nullable().describe('The same as schema_owner.') })),
        ...pageOutput
    })
};

export const listTablesSpec = {
    description: 'Lists tables of every sort in a schema, a database or the account.',
    version: VERSION,
    input: z.strictObject({ ...schemaInput, ...pageInput }),
    output: z.object({ tables: z.array(TableSchema), ...pageOutput })
};

export const listViewsSpec = {
    description: 'Lists views, secure and materialized ones too, in a schema, a database or the account.',
    version: VERSION,
    input: z.strictObject({
        ...schemaInput,
        database_name: schemaInput.database.describe('The same as database.'),
        schema_name: schemaInput.schema.describe('The same as schema.'),
        ...pageInput
    }),
    output: z.object({ items: z.array(ViewSchema), ...pageOutput })
};

export const listColumnsSpec = {
    description: 'Lists columns of a table, a view, a schema, a database or the account, with their types.',
    version: VERSION,
    input: z.strictObject({ ...tableInput, ...pageInput }),
    output: z.object({ columns: z.array(ColumnItemSchema), ...pageOutput })
};

export const listRolesSpec = {
    description: 'Lists roles with the counts of their members. Who they are: list-grants.',
    version: VERSION,
    input: z.strictObject(pageInput),
    output: z.object({
        roles: z.array(RoleSchema.omit({ parent_roles: true, child_roles: true, users: true })),
        ...pageOutput
    })
};

export const listUsersSpec = {
    description: 'Lists users with login, authentication and role details.',
    version: VERSION,
    input: z.strictObject(pageInput),
    output: z.object({ items: z.array(UserSchema.omit({ roles: true })), ...pageOutput })
};

export const listWarehousesSpec = {
    description: 'Lists warehouses with size, state and load.',
    version: VERSION,
    input: z.strictObject(pageInput),
    output: z.object({ warehouses: z.array(WarehouseSchema), ...pageOutput })
};

export const listStagesSpec = {
    description: 'Lists stages, internal and external, in a schema, a database or the account.',
    version: VERSION,
    input: z.strictObject({ ...schemaInput, ...pageInput }),
    output: z.object({ stages: z.array(StageSchema), ...pageOutput })
};

export const listStreamsSpec = {
    description: 'Lists streams (change data capture) in a schema, a database or the account.',
    version: VERSION,
    input: z.strictObject({ ...schemaInput, ...pageInput }),
    output: z.object({ streams: z.array(StreamSchema), ...pageOutput })
};

export const listTasksSpec = {
    description: 'Lists tasks with schedule, state and definition in a schema, a database or the account.',
    version: VERSION,
    input: z.strictObject({ ...schemaInput, ...pageInput }),
    output: z.object({ tasks: z.array(TaskSchema), ...pageOutput })
};
