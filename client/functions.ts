/**
 * The one registry of what the package offers an app: for every integration its syncs with their models and its actions
 * with input and output, as the zod schemas that the functions themselves run with. Written by `npm run generate`.
 */
import type { z } from 'zod';
import { rotateTokenSpec } from '../shared/access-token/rotate.js';
import { columns } from '../shared/catalog/kinds/columns.js';
import { databases } from '../shared/catalog/kinds/databases.js';
import { roles } from '../shared/catalog/kinds/roles.js';
import { schemas } from '../shared/catalog/kinds/schemas.js';
import { sequences } from '../shared/catalog/kinds/sequences.js';
import { stages } from '../shared/catalog/kinds/stages.js';
import { streams } from '../shared/catalog/kinds/streams.js';
import { tables } from '../shared/catalog/kinds/tables.js';
import { tasks } from '../shared/catalog/kinds/tasks.js';
import { users } from '../shared/catalog/kinds/users.js';
import { views } from '../shared/catalog/kinds/views.js';
import { warehouses } from '../shared/catalog/kinds/warehouses.js';
import { describeTableSpec } from '../shared/catalog/listing/describe-table.js';
import { listGrantsSpec } from '../shared/catalog/listing/grants.js';
import { listingSpecOf } from '../shared/catalog/listing/list.js';
import { syncSpecOf } from '../shared/catalog/sync-spec.js';
import { testConnectionSpec } from '../shared/connection/test.js';
import { checkSetupSpec } from '../shared/export-secrets/check-setup.js';
import { CreateInputSchema, createSpecOf } from '../shared/export-secrets/create-input.js';
import { disconnectSpec } from '../shared/export-secrets/disconnect.js';
import { getSpec, listSpec } from '../shared/export-secrets/read.js';
import { restoreSpec } from '../shared/export-secrets/restore.js';
import { rotateSpec } from '../shared/export-secrets/rotate.js';
import { syncSpec } from '../shared/export-secrets/sync.js';
import { CreateSnowflakeInputSchema } from '../shared/export-secrets/types/snowflake-account.js';
import { rotateKeyPairSpec } from '../shared/key-rotation/rotate.js';
import { queryResultsSpec } from '../shared/query/spec.js';
import {
    cancelStatementSpec,
    executeStatementSpec,
    getStatementResultSpec,
    getStatementStatusSpec,
    querySpec
} from '../shared/statements/specs.js';
import { action, sync } from './registered.js';

export const exportFunctions = {
    syncs: { 'export-secrets': sync(syncSpec) },
    actions: {
        'create-export-secret': action(createSpecOf(CreateInputSchema)),
        'get-export-secret': action(getSpec),
        'list-export-secrets': action(listSpec),
        'disconnect-export-secret': action(disconnectSpec),
        'restore-export-secret': action(restoreSpec),
        'rotate-export-secret': action(rotateSpec),
        'check-export-setup': action(checkSetupSpec)
    }
} as const satisfies FunctionSchemas;

/** Of every integration that reads a Snowflake account. */
export const queryFunctions = {
    syncs: {
        databases: sync(syncSpecOf(databases)),
        schemas: sync(syncSpecOf(schemas)),
        tables: sync(syncSpecOf(tables)),
        columns: sync(syncSpecOf(columns)),
        views: sync(syncSpecOf(views)),
        roles: sync(syncSpecOf(roles)),
        users: sync(syncSpecOf(users)),
        sequences: sync(syncSpecOf(sequences)),
        'query-results': sync(queryResultsSpec)
    },
    actions: {
        query: action(querySpec),
        'execute-statement': action(executeStatementSpec),
        'get-statement-status': action(getStatementStatusSpec),
        'get-statement-result': action(getStatementResultSpec),
        'cancel-statement': action(cancelStatementSpec),
        'list-grants': action(listGrantsSpec),
        'describe-table': action(describeTableSpec),
        'test-connection': action(testConnectionSpec),
        'rotate-key-pair': action(rotateKeyPairSpec),
        'rotate-token': action(rotateTokenSpec),
        'list-databases': action(listingSpecOf(databases)),
        'list-schemas': action(listingSpecOf(schemas)),
        'list-tables': action(listingSpecOf(tables)),
        'list-columns': action(listingSpecOf(columns)),
        'list-views': action(listingSpecOf(views)),
        'list-roles': action(listingSpecOf(roles)),
        'list-users': action(listingSpecOf(users)),
        'list-warehouses': action(listingSpecOf(warehouses)),
        'list-stages': action(listingSpecOf(stages)),
        'list-streams': action(listingSpecOf(streams)),
        'list-tasks': action(listingSpecOf(tasks)),
        'list-sequences': action(listingSpecOf(sequences))
    }
} as const satisfies FunctionSchemas;

/** And of those whose credentials an export destination can hold. */
export const snowflakeFunctions = {
    syncs: { ...queryFunctions.syncs, 'export-secrets': sync(syncSpec) },
    actions: {
        ...queryFunctions.actions,
        'create-export-secret': action(createSpecOf(CreateSnowflakeInputSchema)),
        'get-export-secret': action(getSpec),
        'list-export-secrets': action(listSpec),
        'disconnect-export-secret': action(disconnectSpec),
        'restore-export-secret': action(restoreSpec),
        'rotate-export-secret': action(rotateSpec),
        'check-export-setup': action(checkSetupSpec)
    }
} as const satisfies FunctionSchemas;

interface FunctionSchemas {
    readonly syncs: Readonly<Record<string, { readonly models: Readonly<Record<string, z.ZodType>> }>>;
    readonly actions: Readonly<Record<string, { readonly input: z.ZodType; readonly output: z.ZodType }>>;
}

/** The annotation keeps the declarations short: integrations of one kind share one type. */
export const functions: {
    readonly 'snowflake-jwt': typeof snowflakeFunctions;
    readonly 'snowflake-token': typeof snowflakeFunctions;
    readonly snowflake: typeof queryFunctions;
    readonly 'snowflake-password': typeof snowflakeFunctions;
    readonly 'qlik-export': typeof exportFunctions;
    readonly 'power-bi-export': typeof exportFunctions;
    readonly 'postgresql-export': typeof exportFunctions;
    readonly 'bigquery-export': typeof exportFunctions;
    readonly 'mysql-export': typeof exportFunctions;
} = {
    'snowflake-jwt': snowflakeFunctions,
    'snowflake-token': snowflakeFunctions,
    snowflake: queryFunctions,
    'snowflake-password': snowflakeFunctions,
    'qlik-export': exportFunctions,
    'power-bi-export': exportFunctions,
    'postgresql-export': exportFunctions,
    'bigquery-export': exportFunctions,
    'mysql-export': exportFunctions
};
