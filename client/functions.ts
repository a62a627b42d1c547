/**
 * The one registry of what the package offers an app: for every integration its syncs with their models and its
 * actions with input and output, as the zod schemas that the functions themselves run with. Nothing is retyped here;
 * a test compares it, schema by schema, with the functions in integrations/.
 */
import { describeTableSpec } from '../shared/catalog/listing/describe-table.js';
import { listGrantsSpec } from '../shared/catalog/listing/grants.js';
import {
    listColumnsSpec,
    listDatabasesSpec,
    listRolesSpec,
    listSchemasSpec,
    listStagesSpec,
    listStreamsSpec,
    listTablesSpec,
    listTasksSpec,
    listUsersSpec,
    listViewsSpec,
    listWarehousesSpec
} from '../shared/catalog/listing/specs.js';
import {
    columnsSpec,
    databasesSpec,
    rolesSpec,
    schemasSpec,
    tablesSpec,
    usersSpec,
    viewsSpec
} from '../shared/catalog/specs.js';
import { testConnectionSpec } from '../shared/connection/test.js';
import { createSnowflakeSpec, createSpec } from '../shared/export-secrets/create.js';
import { checkSetupSpec } from '../shared/export-secrets/check-setup.js';
import { disconnectSpec } from '../shared/export-secrets/disconnect.js';
import { getSpec, listSpec } from '../shared/export-secrets/read.js';
import { restoreSpec } from '../shared/export-secrets/restore.js';
import { rotateSpec } from '../shared/export-secrets/rotate.js';
import { syncSpec } from '../shared/export-secrets/sync.js';
import { rotateKeyPairSpec } from '../shared/key-rotation/rotate.js';
import { queryResultsSpec } from '../shared/query/spec.js';
import {
    cancelStatementSpec,
    executeStatementSpec,
    getStatementResultSpec,
    getStatementStatusSpec
} from '../shared/statements/specs.js';
import type { z } from 'zod';

function sync<Models>({ models }: { readonly models: Models }): { readonly models: Models } {
    return { models };
}

function action<Input, Output>({
    input,
    output
}: {
    readonly input: Input;
    readonly output: Output;
}): {
    readonly input: Input;
    readonly output: Output;
} {
    return { input, output };
}

export const exportFunctions = {
    syncs: { 'export-secrets': sync(syncSpec) },
    actions: {
        'create-export-secret': action(createSpec),
        'get-export-secret': action(getSpec),
        'list-export-secrets': action(listSpec),
        'disconnect-export-secret': action(disconnectSpec),
        'restore-export-secret': action(restoreSpec),
        'rotate-export-secret': action(rotateSpec),
        'check-export-setup': action(checkSetupSpec)
    }
} as const satisfies FunctionSchemas;

export const snowflakeFunctions = {
    syncs: {
        ...exportFunctions.syncs,
        databases: sync(databasesSpec),
        schemas: sync(schemasSpec),
        tables: sync(tablesSpec),
        columns: sync(columnsSpec),
        views: sync(viewsSpec),
        roles: sync(rolesSpec),
        users: sync(usersSpec),
        'query-results': sync(queryResultsSpec)
    },
    actions: {
        ...exportFunctions.actions,
        'create-export-secret': action(createSnowflakeSpec),
        'execute-statement': action(executeStatementSpec),
        'get-statement-status': action(getStatementStatusSpec),
        'get-statement-result': action(getStatementResultSpec),
        'cancel-statement': action(cancelStatementSpec),
        'list-databases': action(listDatabasesSpec),
        'list-schemas': action(listSchemasSpec),
        'list-tables': action(listTablesSpec),
        'list-views': action(listViewsSpec),
        'list-columns': action(listColumnsSpec),
        'list-roles': action(listRolesSpec),
        'list-users': action(listUsersSpec),
        'list-warehouses': action(listWarehousesSpec),
        'list-stages': action(listStagesSpec),
        'list-streams': action(listStreamsSpec),
        'list-tasks': action(listTasksSpec),
        'list-grants': action(listGrantsSpec),
        'describe-table': action(describeTableSpec),
        'test-connection': action(testConnectionSpec),
        'rotate-key-pair': action(rotateKeyPairSpec)
    }
} as const satisfies FunctionSchemas;

interface FunctionSchemas {
    readonly syncs: Readonly<Record<string, { readonly models: Readonly<Record<string, z.ZodType>> }>>;
    readonly actions: Readonly<Record<string, { readonly input: z.ZodType; readonly output: z.ZodType }>>;
}

/** The annotation keeps the declarations short: integrations of one kind share one type. */
export const functions: {
    readonly 'snowflake-jwt': typeof snowflakeFunctions;
    readonly 'snowflake-password': typeof snowflakeFunctions;
    readonly 'qlik-export': typeof exportFunctions;
    readonly 'power-bi-export': typeof exportFunctions;
    readonly 'postgresql-export': typeof exportFunctions;
    readonly 'bigquery-export': typeof exportFunctions;
} = {
    'snowflake-jwt': snowflakeFunctions,
    'snowflake-password': snowflakeFunctions,
    'qlik-export': exportFunctions,
    'power-bi-export': exportFunctions,
    'postgresql-export': exportFunctions,
    'bigquery-export': exportFunctions
};
