/** The syncs of objects that live in databases: schemas, tables, views, columns. One engine, four descriptions. */
import type { NangoRecord } from '../../nango/handle.js';
import type { SnowflakeClient } from '../../snowflake/client.js';
import { databaseNames } from '../databases.js';
import { checkpointOf, fullRefresh, positionOf } from '../full-refresh.js';
import { ColumnSchema, toColumns } from '../kinds/column.js';
import { SchemaSchema, toSchema } from '../kinds/schema.js';
import { TableSchema, toTable } from '../kinds/table.js';
import { toView, ViewSchema } from '../kinds/view.js';
import type { ShowRow } from '../show-row.js';
import { UnreadablePlaces } from '../unreadable.js';
import type { KnownRecords } from '../unreadable.js';
import { walkDatabases } from '../walk.js';
import { COLUMNS, SCHEMAS, TABLES, VIEWS } from '../walked-kinds.js';
import type { WalkedKind } from '../walked-kinds.js';
import type { CatalogHandle } from './start.js';
import { startCatalogSync } from './start.js';

export interface ObjectSync extends KnownRecords {
    readonly kind: WalkedKind;
    /** The rows of one SHOW, in its order. */
    readonly toRecords: (rows: readonly ShowRow[]) => NangoRecord[];
}

export const schemas: ObjectSync = {
    model: 'Schema',
    kind: SCHEMAS,
    schema: SchemaSchema,
    toRecords: (rows) => rows.map(toSchema),
    placeOf: (record) => [record['database_name'], record['name']]
};

export const tables: ObjectSync = {
    model: 'Table',
    kind: TABLES,
    schema: TableSchema,
    toRecords: (rows) => rows.map(toTable),
    placeOf: (record) => [record['database_name'], record['schema_name'], record['name']]
};

export const views: ObjectSync = {
    model: 'View',
    kind: VIEWS,
    schema: ViewSchema,
    toRecords: (rows) => rows.map(toView),
    placeOf: (record) => [record['database_name'], record['schema_name'], record['name']]
};

export const columns: ObjectSync = {
    model: 'Column',
    kind: COLUMNS,
    schema: ColumnSchema,
    toRecords: toColumns,
    placeOf: (record) => [record['database_name'], record['schema_name'], record['table_name']]
};

export async function syncObjects(
    nango: CatalogHandle,
    sync: ObjectSync,
    client: SnowflakeClient,
    stored: unknown
): Promise<void> {
    const { scope, from } = await startCatalogSync(nango, client);
    await fullRefresh(nango, sync.model, stored, async ({ checkpoint, save, keepAll }) => {
        const unreadable = new UnreadablePlaces(nango, sync, checkpoint?.unreadable ?? '', keepAll);
        const databases = await databaseNames(from, scope);
        for await (const step of walkDatabases(from, sync.kind, scope, databases, positionOf(checkpoint))) {
            if (step.kind === 'unreadable') await unreadable.add(step.place.names, step.error);
            const records = step.kind === 'rows' ? sync.toRecords(step.rows) : [];
            await save(records, { ...checkpointOf(step.position), unreadable: unreadable.note });
        }
        await unreadable.keepKnown();
    });
}
