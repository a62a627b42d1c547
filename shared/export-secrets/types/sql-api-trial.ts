/** A Snowflake destination tried over the SQL API, where each statement signs in. */
import type { NangoHandle } from '../../nango/handle.js';
import type { SnowflakeClient } from '../../snowflake/client.js';
import { asIdentifier } from '../../snowflake/identifiers.js';
import { retriesOf } from '../../snowflake/retries.js';
import { LOGIN_PATIENCE_MS, withinLoginTimeout } from '../deadline.js';
import { observed } from '../observed.js';
import type { Common } from './snowflake-formats.js';

type Names = Pick<Common, 'warehouse' | 'database' | 'role'>;

/** `headers` are set on each request; those that a function sets win over the provider's. */
export async function tryOverSqlApi(
    nango: NangoHandle,
    connect: (nango: NangoHandle) => SnowflakeClient,
    names: Names,
    headers: Readonly<Record<string, string>> = {}
): Promise<void> {
    const { nango: signing, explain } = observed(nango, headers);
    retriesOf(signing).atMost(LOGIN_PATIENCE_MS);
    const client = connect(signing);
    try {
        await withinLoginTimeout('Snowflake', async () => await openAndClose(client, names));
    } catch (error) {
        throw explain(error);
    }
}

async function openAndClose(client: SnowflakeClient, { warehouse, database, role }: Names): Promise<void> {
    try {
        await client.execute('SELECT 1', {
            warehouse: asIdentifier(warehouse),
            database: asIdentifier(database),
            ...(role !== undefined && { role: asIdentifier(role) })
        });
    } finally {
        await client.close();
    }
}
