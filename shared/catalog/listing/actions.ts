/** The listing actions: input checked, one page read, the items under the field that the action's output names. */
import type { z } from 'zod';
import { parseInput } from '../../nango/report.js';
import type { SnowflakeClient } from '../../snowflake/client.js';
import * as listings from './listings.js';
import { listPage } from './page.js';
import * as specs from './specs.js';

type Output<Spec extends { readonly output: z.ZodType }> = z.infer<Spec['output']>;

export async function listDatabases(
    client: SnowflakeClient,
    input: unknown
): Promise<Output<typeof specs.listDatabasesSpec>> {
    const { items, ...page } = await listPage(
        client,
        listings.databases,
        parseInput(specs.listDatabasesSpec.input, input)
    );
    return { databases: items, ...page };
}

export async function listSchemas(
    client: SnowflakeClient,
    input: unknown
): Promise<Output<typeof specs.listSchemasSpec>> {
    const { items, ...page } = await listPage(client, listings.schemas, parseInput(specs.listSchemasSpec.input, input));
    return { schemas: items, ...page };
}

export async function listTables(
    client: SnowflakeClient,
    input: unknown
): Promise<Output<typeof specs.listTablesSpec>> {
    const { items, ...page } = await listPage(client, listings.tables, parseInput(specs.listTablesSpec.input, input));
    return { tables: items, ...page };
}

export async function listViews(client: SnowflakeClient, input: unknown): Promise<Output<typeof specs.listViewsSpec>> {
    const { database_name, schema_name, ...rest } = parseInput(specs.listViewsSpec.input, input);
    const scope = { database: rest.database ?? database_name, schema: rest.schema ?? schema_name };
    const { items, ...page } = await listPage(client, listings.views, { ...rest, ...scope });
    return { items, ...page };
}

export async function listColumns(
    client: SnowflakeClient,
    input: unknown
): Promise<Output<typeof specs.listColumnsSpec>> {
    const parsed = parseInput(specs.listColumnsSpec.input, input);
    const filtered = parsed.like !== undefined || parsed.starts_with !== undefined;
    const { items, ...page } = await listPage(client, listings.columns(filtered), parsed);
    return { columns: items, ...page };
}

export async function listRoles(client: SnowflakeClient, input: unknown): Promise<Output<typeof specs.listRolesSpec>> {
    const { items, ...page } = await listPage(client, listings.roles, parseInput(specs.listRolesSpec.input, input));
    return { roles: items, ...page };
}

export async function listUsers(client: SnowflakeClient, input: unknown): Promise<Output<typeof specs.listUsersSpec>> {
    return await listPage(client, listings.users, parseInput(specs.listUsersSpec.input, input));
}

export async function listWarehouses(
    client: SnowflakeClient,
    input: unknown
): Promise<Output<typeof specs.listWarehousesSpec>> {
    const { items, ...page } = await listPage(
        client,
        listings.warehouses,
        parseInput(specs.listWarehousesSpec.input, input)
    );
    return { warehouses: items, ...page };
}

export async function listStages(
    client: SnowflakeClient,
    input: unknown
): Promise<Output<typeof specs.listStagesSpec>> {
    const { items, ...page } = await listPage(client, listings.stages, parseInput(specs.listStagesSpec.input, input));
    return { stages: items, ...page };
}

export async function listStreams(
    client: SnowflakeClient,
    input: unknown
): Promise<Output<typeof specs.listStreamsSpec>> {
    const { items, ...page } = await listPage(client, listings.streams, parseInput(specs.listStreamsSpec.input, input));
    return { streams: items, ...page };
}

export async function listTasks(client: SnowflakeClient, input: unknown): Promise<Output<typeof specs.listTasksSpec>> {
    const { items, ...page } = await listPage(client, listings.tasks, parseInput(specs.listTasksSpec.input, input));
    return { tasks: items, ...page };
}
