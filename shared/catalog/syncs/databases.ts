/** The sync of databases: one request, more only past 10,000 of them. */
import type { SnowflakeClient } from '../../snowflake/client.js';
import { namesOfId } from '../../snowflake/identifiers.js';
import { databasePages } from '../databases.js';
import { within } from '../bookmark.js';
import { fullRefresh } from '../full-refresh.js';
import { databases } from '../kinds/databases.js';
import type { CatalogHandle } from './start.js';
import { startCatalogSync } from './start.js';

export async function syncDatabases(nango: CatalogHandle, client: SnowflakeClient, stored: unknown): Promise<void> {
    const start = await startCatalogSync(nango, client, databases);
    await fullRefresh(
        start,
        {
            model: 'Database',
            groupOf: null,
            isLeftOut: ({ id }) => {
                const [name] = namesOfId(id, 1);
                return name !== undefined && start.scope.leavesOut?.(name, undefined) === true;
            },
            read: async (walk) => {
                for await (const page of databasePages(start.from, start.scope, walk.resumeAt?.page ?? null)) {
                    await walk.save(databases.sync.toRecords(page.rows), page.page && within([], page.page));
                }
            }
        },
        stored
    );
}
