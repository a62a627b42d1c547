/** Calls that must not compile. `npm run typecheck` reads this file: a refusal that goes missing is an error here. */
import { isIntegrationId, snowflake } from '../../client/index.js';
import type { Connection, SnowflakeIntegrationId, Table, Webhook } from '../../client/index.js';
import type { Nango } from '@nangohq/node';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function holds<_Claim extends true>(): void {}

export async function names(nango: Nango): Promise<void> {
    const client = snowflake(nango);
    const keyPair = client.connection('snowflake-jwt', 'c');

    // @ts-expect-error no such integration
    client.connection('snowflake-oauth', 'c');
    // @ts-expect-error no such action
    await keyPair.trigger('list-tabels', {});
    // @ts-expect-error no such sync
    keyPair.records('tabels');
    // @ts-expect-error an action is not a sync
    await keyPair.triggerSync('list-tables');
    // @ts-expect-error Qlik connections have no tables
    client.connection('qlik-export', 'c').records('tables');
    // @ts-expect-error nor a database to list
    await client.connection('qlik-export', 'c').trigger('list-databases', {});
}

export async function inputs(keyPair: Connection<'snowflake-jwt'>): Promise<void> {
    await keyPair.trigger('test-connection');
    // @ts-expect-error the statement is missing
    await keyPair.trigger('execute-statement', {});
    // @ts-expect-error an input with required fields cannot be left out
    await keyPair.trigger('execute-statement');
    // @ts-expect-error a limit is a number
    await keyPair.trigger('list-tables', { limit: 'ten' });
    // @ts-expect-error no such field
    await keyPair.trigger('list-tables', { databse: 'SALES' });
    // @ts-expect-error credentials are never an input
    await keyPair.exportSecrets.create({ name: 'Finance', password: 'x' });
    // @ts-expect-error a setting has its type
    await keyPair.settings.update({ include_databases: 'SALES' });
    // @ts-expect-error no such setting
    await keyPair.settings.set({ include_database: ['SALES'] });
}

export async function outputs(keyPair: Connection<'snowflake-jwt'>): Promise<void> {
    const listed = await keyPair.trigger('list-tables', { database: 'SALES' });
    holds<Equal<(typeof listed.tables)[number]['rows'], number | null>>();
    // @ts-expect-error the output has tables, not items
    void listed.items;

    for await (const { records, cursor } of keyPair.records('tables')) {
        holds<Equal<typeof cursor, string>>();
        for (const record of records) {
            const table: Table = record;
            holds<Equal<typeof record.bytes, number | string | null>>();
            holds<Equal<typeof record._nango_metadata.last_action, 'ADDED' | 'UPDATED' | 'DELETED'>>();
            // @ts-expect-error a table has no column_name
            void table.column_name;
            // @ts-expect-error nor does its record, whatever index signature Nango's own type has
            void record.column_name;
        }
    }
}

export async function sessions(nango: Nango): Promise<void> {
    const client = snowflake(nango);
    const party = { endUser: { id: 'u' }, organization: { id: 'o' } };
    await client.connectSession({ integration: 'snowflake-jwt', ...party });
    await client.connectSession({ integration: 'snowflake-password', account: 'myorg-myaccount', ...party });
    // @ts-expect-error a password connection must be told its account
    await client.connectSession({ integration: 'snowflake-password', ...party });
    // @ts-expect-error somebody owns the connection
    await client.connectSession({ integration: 'snowflake-jwt', endUser: { id: 'u' } });
    // @ts-expect-error Qlik has a tenant, not a warehouse
    await client.connectSession({ integration: 'qlik-export', warehouse: 'W', tenant: 't.qlikcloud.com', ...party });
}

/** An app that stores either kind of connection works on what both have. */
export async function either(client: ReturnType<typeof snowflake>, integration: SnowflakeIntegrationId): Promise<void> {
    const connection = client.connection(integration, 'c');
    for await (const { records } of connection.records('columns')) {
        holds<Equal<(typeof records)[number]['table_name'], string>>();
    }
    const { records } = await connection.trigger('execute-statement', { statement: 'SELECT 1' });
    holds<Equal<typeof records, Record<string, unknown>[] | undefined>>();
}

export function stored(client: ReturnType<typeof snowflake>, text: string): void {
    // @ts-expect-error any text is not an integration
    client.connection(text, 'c');
    if (isIntegrationId(text)) client.connection(text, 'c');
}

export function webhooks(client: ReturnType<typeof snowflake>, event: Webhook): void {
    if (event.type === 'auth') return;
    if (event.integration === 'qlik-export') {
        holds<Equal<typeof event.model, 'ExportSecret'>>();
        return;
    }
    if (event.sync === 'tables') {
        holds<Equal<typeof event.model, 'Table'>>();
        // @ts-expect-error what changed is known only of a run that succeeded
        void event.modifiedAfter;
        if (event.success && event.integration === 'snowflake-jwt') {
            client.connection(event.integration, event.connectionId).records(event.sync, {
                modifiedAfter: event.modifiedAfter
            });
        }
    }
}
