/**
 * An app's whole way with a customer, through the real `@nangohq/node`: session, connection, settings, sync, records,
 * action, refusal. Nango answers over HTTP and runs the compiled functions against an embedded account.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { CallError } from '../../client/index.js';
import type { Connection, SnowflakeIntegrationId, Table } from '../../client/index.js';
import { buildSampleAccount } from 'snowflake-stand-in/engine/sample-account.js';
import { startWorld } from '../../local/world.js';
import type { World } from '../../local/world.js';
import { appClient, connectionIdOf, PARTY, submit } from './app.js';

let world: World;
beforeAll(async () => {
    world = await startWorld({ fill: buildSampleAccount });
});
afterAll(async () => {
    await world.close();
});

async function connect(integration: SnowflakeIntegrationId): Promise<Connection<SnowflakeIntegrationId>> {
    const client = appClient(world);
    const session = await client.connectSession({
        integration,
        account: 'https://myorg-myaccount.snowflakecomputing.com',
        warehouse: 'NANGO_WH',
        role: 'ACCOUNTADMIN',
        ...PARTY
    });
    return client.connection(integration, await connectionIdOf(await submit(world, integration, session)));
}

async function tablesOf(connection: Connection<SnowflakeIntegrationId>): Promise<Table[]> {
    const tables: Table[] = [];
    for await (const page of connection.records('tables', { pageSize: 3 })) tables.push(...page.records);
    return tables;
}

describe.each(['snowflake-jwt', 'snowflake-password'] as const)('%s', (integration) => {
    test('a customer connects, chooses databases, and the app reads the tables of those alone', async () => {
        const connection = await connect(integration);
        expect(await connection.settings.get()).toEqual({});
        await connection.settings.set({ include_databases: ['SALES'] });

        await connection.triggerSync('tables');
        await world.nango.idle();
        expect(await connection.syncStatus('tables')).toMatchObject({
            name: 'tables',
            latestExecutionStatus: 'SUCCESS'
        });

        const tables = await tablesOf(connection);
        expect(tables.length).toBeGreaterThan(3);
        expect(new Set(tables.map(({ database_name }) => database_name))).toEqual(new Set(['SALES']));
        expect(tables.map(({ id }) => id).sort()).toEqual(
            world.nango
                .records(integration, connection.connectionId, 'Table')
                .map(({ id }) => id)
                .sort()
        );
    });

    test('a cursor brings what changed since, and deleted records on request', async () => {
        const connection = await connect(integration);
        await connection.trigger('execute-statement', { statement: 'CREATE SCHEMA SALES.LATER' });
        await connection.trigger('execute-statement', { statement: 'CREATE TABLE SALES.LATER.GOES (A INT)' });
        await connection.triggerSync('tables');
        await world.nango.idle();
        let cursor: string | undefined;
        for await (const page of connection.records('tables')) ({ cursor } = page);

        await connection.trigger('execute-statement', { statement: 'DROP TABLE SALES.LATER.GOES' });
        await connection.trigger('execute-statement', { statement: 'CREATE TABLE SALES.LATER.COMES (A INT)' });
        await connection.triggerSync('tables');
        await world.nango.idle();
        const ids = { records: new Set<string>(), deleted: new Set<string>() };
        for await (const page of connection.records('tables', { cursor, deleted: true })) {
            for (const { id } of page.records) ids.records.add(id);
            for (const { id, _nango_metadata: meta } of page.deleted) {
                ids.deleted.add(id);
                expect(meta.last_action).toBe('DELETED');
            }
        }
        expect(ids.records).toContain('SALES.LATER.COMES');
        expect(ids.deleted).toEqual(new Set(['SALES.LATER.GOES']));
        for await (const page of connection.records('tables', { cursor })) expect(page.deleted).toEqual([]);
        await connection.trigger('execute-statement', { statement: 'DROP SCHEMA SALES.LATER' });
    });

    test('a variant has records of its own', async () => {
        const connection = await connect(integration);
        const one = { query: 'SELECT 1 AS N', id_column: 'N' };
        await connection.settings.set({ ...one, queries: { other: { ...one, query: 'SELECT 2 AS N' } } });
        await connection.triggerSync('query-results');
        await connection.triggerSync('query-results', { variant: 'other' });
        await world.nango.idle();
        const ids: string[] = [];
        for await (const { records } of connection.records('query-results', { variant: 'other' })) {
            ids.push(...records.map(({ id }) => id));
        }
        expect(ids).toEqual(['2']);
    });

    test('an action takes typed input and gives typed output', async () => {
        const connection = await connect(integration);
        expect(await connection.trigger('test-connection')).toMatchObject({ ok: true, role: 'ACCOUNTADMIN' });
        const { databases } = await connection.trigger('list-databases', { like: 'SAL%' });
        expect(databases.map(({ name }) => name)).toEqual(['SALES']);
        const { records } = await connection.trigger('execute-statement', {
            statement: 'SELECT ? + 1 AS "next"',
            binds: [41]
        });
        expect(records).toEqual([{ next: 42 }]);
    });

    test("Snowflake's refusal arrives with its code and what to do", async () => {
        const connection = await connect(integration);
        const refused = connection.trigger('execute-statement', { statement: 'SELECT * FROM SALES.PUBLIC.NOWHERE' });
        await expect(refused).rejects.toThrow(CallError);
        await expect(refused).rejects.toMatchObject({
            source: 'function',
            code: 'object_not_found',
            call: 'execute-statement',
            integration,
            connectionId: connection.connectionId,
            status: 500,
            details: { snowflake_code: expect.stringMatching(/2003$/) }
        });
        await expect(refused).rejects.toThrow(/Check the name/);
    });

    test('input that the function would refuse is refused before it is sent', async () => {
        const connection = await connect(integration);
        world.statements();
        const wrong = connection.trigger('list-tables', { limit: 0 });
        await expect(wrong).rejects.toMatchObject({ source: 'client', code: 'invalid_input', status: null });
        await expect(wrong).rejects.toThrow(/limit/);
        expect(world.statements()).toEqual([]);
    });
});

test('a customer with a wrong password is told so by Connect, and the app gets no connection', async () => {
    const session = await appClient(world).connectSession({
        integration: 'snowflake-password',
        account: 'myorg-myaccount',
        ...PARTY
    });
    const before = world.nango.connections.list().length;
    const answer = await submit(
        { ...world, typed: { ...world.typed, password: 'wrong' } },
        'snowflake-password',
        session
    );
    expect(answer.status).toBe(400);
    expect(world.nango.connections.list()).toHaveLength(before);
});
