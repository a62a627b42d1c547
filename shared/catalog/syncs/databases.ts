/** The sync of databases: one request, more only past 10,000 of them. */
import type { SnowflakeClient } from '../../snowflake/client.js';
import { databasePages } from '../databases.js';
import { fullRefresh, pageCheckpoint, pageOf } from '../full-refresh.js';
import { databases } from '../kinds/databases.js';
import type { CatalogHandle } from './start.js';
import { startCatalogSync } from './start.js';

export async function syncDatabases(nango: CatalogHandle, client: SnowflakeClient, stored: unknown): Promise<void> {
    const { scope, from } = await startCatalogSync(nango, client);
    await fullRefresh(nango, 'Database', stored, async ({ checkpoint, save }) => {
        for await (const page of databasePages(from, scope, pageOf(checkpoint))) {
            await save(databases.sync.toRecords(page.rows), pageCheckpoint(page.position));
        }
    });
}
