/** The syncs of objects that live in databases: schemas, tables, views, columns. One engine, four descriptions. */
import type { NangoRecord } from '../../nango/handle.js';
import type { SnowflakeClient } from '../../snowflake/client.js';
import { databaseNames } from '../databases.js';
import { checkpointOf, positionOf } from '../checkpoint.js';
import { fullRefresh } from '../full-refresh.js';
import { ColumnSchema, toColumns } from '../kinds/column.js';
import { SchemaSchema, toSchema } from '../kinds/schema.js';
import { TableSchema, toTable } from '../kinds/table.js';
import { toView, ViewSchema } from '../kinds/view.js';
import type { Scope } from '../scope.js';
import type { ShowRow } from '../show-row.js';
import { UnreadablePlaces } from '../unreadable.js';
import type { KnownRecords } from '../unreadable.js';
import { walkDatabases } from '../walk.js';
import { COLUMNS, SCHEMAS, TABLES, VIEWS } from '../walked-kinds.js';
import type { WalkedKind } from '../walked-kinds.js';
import { namesOfId } from '../../snowflake/identifiers.js';
import type { OpenWalk } from '../listed-model.js';
import type { CatalogHandle, Start } from './start.js';
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
    const start = await startCatalogSync(nango, client);
    const read = async (walk: OpenWalk<NangoRecord>): Promise<void> => await readObjects(start, sync, walk);
    await fullRefresh(
        start,
        { model: sync.model, groupOf: databaseOf, isLeftOut: leftOutBy(start.scope), read },
        stored
    );
}

function databaseOf(id: string): string {
    return namesOfId(id, 1)[0] ?? '';
}

/** By the id, which a record that Nango has emptied still has. */
function leftOutBy(scope: Scope): (record: NangoRecord) => boolean {
    return ({ id }) => {
        const [database, schema] = namesOfId(id, 2);
        return database !== undefined && scope.leavesOut?.(database, schema) === true;
    };
}

async function readObjects(
    { nango, from, scope }: Start,
    sync: ObjectSync,
    walk: OpenWalk<NangoRecord>
): Promise<void> {
    const { checkpoint } = walk;
    const unreadable = new UnreadablePlaces(nango, sync, checkpoint?.unreadable ?? '', walk);
    const databases = await databaseNames(from, scope);
    for await (const step of walkDatabases(from, sync.kind, scope, databases, positionOf(checkpoint))) {
        if (step.kind === 'unreadable') await unreadable.add(step.place.names, step.error);
        else {
            walk.found = true;
            unreadable.wasRead(step.position.place);
            if (step.startsOver) walk.countedTwice();
        }
        const records = step.kind === 'rows' ? sync.toRecords(step.rows) : [];
        await walk.save(records, { ...checkpointOf(step.position), unreadable: unreadable.note });
    }
    if (!walk.found && unreadable.places.length > 0) {
        walk.abandon();
        throw unreadable.nothingRead();
    }
    const unread = new Set(unreadable.places.flatMap(([database]) => database ?? []));
    await scope.patterns?.refuseUnknownSchemas(from, databases, unread);
    await unreadable.keepKnown();
}
