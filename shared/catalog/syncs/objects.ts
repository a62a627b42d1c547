/** The syncs of objects that live in databases: schemas, tables, views, columns. One engine for all of them. */
import type { SnowflakeClient } from '../../snowflake/client.js';
import { databaseNames } from '../databases.js';
import { checkpointOf, fullRefresh, positionOf } from '../full-refresh.js';
import { UnreadablePlaces } from '../unreadable.js';
import type { KnownRecords } from '../unreadable.js';
import { walkDatabases } from '../walk.js';
import type { RowSync, WalkedKind } from '../kind.js';
import type { CatalogHandle } from './start.js';
import { startCatalogSync } from './start.js';

type ObjectKind = WalkedKind & { readonly sync: RowSync };

export async function syncObjects(
    nango: CatalogHandle,
    kind: ObjectKind,
    client: SnowflakeClient,
    stored: unknown
): Promise<void> {
    const { scope, from } = await startCatalogSync(nango, client);
    const known: KnownRecords = {
        model: kind.sync.model,
        schema: kind.sync.schema,
        placeOf: (record) => kind.names.map((name) => record[name])
    };
    await fullRefresh(nango, kind.sync.model, stored, async ({ checkpoint, save, keepAll }) => {
        const unreadable = new UnreadablePlaces(nango, known, checkpoint?.unreadable ?? '', keepAll);
        const databases = await databaseNames(from, scope);
        for await (const step of walkDatabases(from, kind, scope, databases, positionOf(checkpoint))) {
            if (step.kind === 'unreadable') await unreadable.add(step.place.names, step.error);
            const records = step.kind === 'rows' ? kind.sync.toRecords(step.rows) : [];
            await save(records, { ...checkpointOf(step.position), unreadable: unreadable.note });
        }
        await unreadable.keepKnown();
    });
}
