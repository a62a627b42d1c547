/** What the listing actions give, on both connections, over an account with every kind of object in it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stages as stageKind } from 'snowflake-stand-in/engine/kinds/stages.js';
import { streams as streamKind } from 'snowflake-stand-in/engine/kinds/streams.js';
import { tasks as taskKind } from 'snowflake-stand-in/engine/kinds/tasks.js';
import { buildSampleAccount, ODD_NAMES } from 'snowflake-stand-in/engine/sample-account.js';
import { KEY_PAIR, startWorld, USER } from '../../../local/world.js';
import type { World } from '../../../local/world.js';
import { ADDED_BY_SYNC, KIND_LISTINGS, KIND_SYNCS } from '../../support/functions.js';
import { act, CONNECTIONS, pages, refusal } from './actions.js';

const LISTED_AND_SYNCED = KIND_LISTINGS.flatMap((listing) =>
    KIND_SYNCS.filter(({ name }) => name === listing.kind).map((sync) => ({ ...listing, ...sync }))
);

let world: World;
beforeAll(async () => {
    world = await startWorld({
        fill: async (engine) => {
            await buildSampleAccount(engine);
            const { account } = engine;
            account.user(USER).defaultRole = 'ACCOUNTADMIN';
            const odd = account.addSchema(account.addDatabase({ name: 'my.db' }), { name: 'odd "schema"' });
            for (const name of ODD_NAMES) {
                account.addTable(odd, { name }, [
                    { name: 'b', type: 'NUMBER(38,0)', primaryKey: true, nullable: false },
                    { name: 'A', type: 'VARCHAR(10)', default: "'x'" }
                ]);
            }
            account.addView(odd, { name: 'the view', text: 'create view ...' }, [{ name: 'X', type: 'DATE' }]);
            stageKind.add(account, odd, { name: 'landing', url: 's3://bucket/path' });
            streamKind.add(account, odd, { name: 'changes', tableName: 'my.db.odd.A' });
            taskKind.add(account, odd, {
                name: 'nightly',
                schedule: '60 MINUTE',
                warehouse: 'COMPUTE_WH',
                state: 'started'
            });
            taskKind.add(account, odd, { name: 'after', predecessors: ['nightly'] });
        }
    });
});
afterAll(async () => await world.close());

async function names(integration: string, action: string, field: string, input: object): Promise<unknown[]> {
    return (await pages(world, integration, action, field, { ...input })).flat().map(({ name }) => name);
}

async function oddTables(integration: string, input: object): Promise<unknown[]> {
    return await names(integration, 'list-tables', 'tables', { ...ODD_SCOPE, ...input });
}

const ODD_SCOPE = { database: 'my.db', schema: 'odd "schema"' };

describe.each(CONNECTIONS)('%s', (integration) => {
    test.each(LISTED_AND_SYNCED)('$action gives what the sync saves', async ({ action, items, name: sync, model }) => {
        world.setMetadata({
            include_system_databases: true,
            include_personal_databases: true,
            include_imported_databases: true
        });
        const listed = (await pages(world, integration, action, items)).flat();
        await world.nango.runSync('snowflake-jwt', sync, 'customer');
        const saved = world.nango.records('snowflake-jwt', 'customer', model);
        const byId = new Map(listed.map((item) => [item.id, item]));
        expect(listed.length).toBe(saved.length);
        expect(byId.size).toBe(listed.length);
        expect(listed.length).toBeGreaterThan(0);
        for (const { _nango_metadata: _, ...record } of saved) {
            const facts = Object.entries(record).filter(([field]) => !ADDED_BY_SYNC[sync]?.includes(field));
            expect(byId.get(String(record.id))).toMatchObject(Object.fromEntries(facts));
        }
    });

    test('tables of a schema with odd names come in one request', async () => {
        world.statements();
        const [page, ...more] = await pages(world, integration, 'list-tables', 'tables', ODD_SCOPE);
        expect(more).toEqual([]);
        expect(page?.map(({ name }) => name)).toEqual([...ODD_NAMES].sort());
        // A key pair first looks whether the account reads such names as they are.
        const first = integration === KEY_PAIR ? ['SHOW PARAMETERS IN SESSION'] : [];
        expect(world.statements()).toEqual([...first, 'SHOW TABLES IN SCHEMA "my.db"."odd ""schema"""']);
    });

    test('a name is found in any case where there is none of this case', async () => {
        const { tables } = await act(world, integration, 'list-tables', { database: 'sales', schema: 'public' });
        expect(tables).toEqual(expect.arrayContaining([expect.objectContaining({ id: 'SALES.PUBLIC.ORDERS' })]));
        const { items } = await act(world, integration, 'list-views', {
            database_name: 'sales',
            schema_name: 'public'
        });
        expect(items).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'CUSTOMER_REVENUE' })]));
    });

    test('like and starts_with filter, with and without a limit', async () => {
        expect(await oddTables(integration, { like: 'lower%' })).toEqual(['LOWER_CASE', 'lower_case']);
        expect(await oddTables(integration, { like: String.raw`PER\_CENT` })).toEqual(['PER_CENT']);
        expect(await oddTables(integration, { like: 'PER_CENT' })).toEqual(['PER%CENT', 'PERXCENT', 'PER_CENT']);
        expect(await oddTables(integration, { starts_with: 'with' })).toEqual([
            'with space',
            'with"quote',
            "with'apostrophe",
            'with.dot'
        ]);
        expect(await oddTables(integration, { starts_with: 'with', limit: 2 })).toHaveLength(4);
        expect(await oddTables(integration, { like: '%a%', starts_with: 'with', limit: 1 })).toEqual([
            'with space',
            "with'apostrophe"
        ]);
    });

    test('stages and columns, whose SHOW has no STARTS WITH, are filtered too', async () => {
        const { stages } = await act(world, integration, 'list-stages', { starts_with: 'lan' });
        expect(stages).toMatchObject([{ name: 'landing', url: 's3://bucket/path', type: 'EXTERNAL' }]);
        expect(await act(world, integration, 'list-stages', { starts_with: 'LAN' })).toMatchObject({
            stages: [{ name: 'LANDING_STAGE' }]
        });
        const { columns } = await act(world, integration, 'list-columns', { ...ODD_SCOPE, starts_with: 'A' });
        expect(columns).toHaveLength(ODD_NAMES.length);
        expect(columns).toEqual(
            expect.arrayContaining([
                expect.objectContaining({ table_name: '表', column_name: 'A', ordinal_position: null })
            ])
        );
    });

    test('columns of a table and of a view, in their order', async () => {
        const table = await act(world, integration, 'list-columns', { ...ODD_SCOPE, table: 'with.dot' });
        expect(table['columns']).toMatchObject([
            { column_name: 'b', ordinal_position: 1, data_type_type: 'FIXED', nullable: false, default: null },
            { column_name: 'A', ordinal_position: 2, data_type_type: 'TEXT', nullable: true }
        ]);
        const view = await act(world, integration, 'list-columns', { ...ODD_SCOPE, table: 'the view' });
        expect(view['columns']).toMatchObject([{ table_name: 'the view', column_name: 'X', data_type_type: 'DATE' }]);
    });

    test('streams and tasks are typed', async () => {
        const { streams } = await act(world, integration, 'list-streams', { database: 'my.db' });
        expect(streams).toMatchObject([{ name: 'changes', stale: false, mode: 'DEFAULT', invalid_reason: null }]);
        const { tasks } = await act(world, integration, 'list-tasks', { database: 'my.db' });
        expect(tasks).toMatchObject([
            { name: 'after', predecessors: [expect.stringContaining('nightly')], state: 'suspended' },
            { name: 'nightly', predecessors: [], schedule: '60 MINUTE', state: 'started', error_integration: null }
        ]);
    });

    test('warehouses are typed', async () => {
        const { warehouses } = await act(world, integration, 'list-warehouses', { like: 'loading%' });
        expect(warehouses).toMatchObject([
            { name: 'LOADING_WH', state: 'STARTED', max_cluster_count: 3, auto_resume: true, resource_monitor: null }
        ]);
    });

    test('INFORMATION_SCHEMA is listed when it is asked for', async () => {
        const of = { database: 'SALES' };
        expect(await names(integration, 'list-schemas', 'schemas', of)).not.toContain('INFORMATION_SCHEMA');
        expect(
            await names(integration, 'list-schemas', 'schemas', { ...of, include_information_schema: true })
        ).toContain('INFORMATION_SCHEMA');
    });

    test('a table is described with its facts, types and keys', async () => {
        const described = await act(world, integration, 'describe-table', { ...ODD_SCOPE, table: 'with.dot' });
        expect(described).toMatchObject({
            id: '"my.db"."odd ""schema"""."with.dot"',
            kind: 'table',
            table: { name: 'with.dot' },
            view: null,
            columns: [
                { column_name: 'b', type: 'NUMBER(38,0)', primary_key: true, data_type_precision: 38 },
                { column_name: 'A', type: 'VARCHAR(10)', primary_key: false, nullable: true }
            ]
        });
        expect(await act(world, integration, 'describe-table', { ...ODD_SCOPE, table: 'the view' })).toMatchObject({
            kind: 'view',
            table: null,
            view: { name: 'the view' },
            columns: [{ column_name: 'X', type: 'DATE' }]
        });
        expect(await refusal(world, integration, 'describe-table', { ...ODD_SCOPE, table: 'nothing' })).toMatchObject({
            code: 'object_not_found',
            message: expect.stringContaining('nothing')
        });
    });

    test('grants to a role, of a role, to a user and on an object', async () => {
        const grants = async (input: object): Promise<unknown> =>
            (await act(world, integration, 'list-grants', input))['grants'];
        expect(await grants({ of_role: 'Mixed Case Role' })).toEqual(
            expect.arrayContaining([expect.objectContaining({ granted_to: 'ROLE', grantee_name: 'ANALYST' })])
        );
        expect(await grants({ to_role: 'nango_reader' })).toEqual(
            expect.arrayContaining([expect.objectContaining({ privilege: 'USAGE', granted_on: 'DATABASE' })])
        );
        expect(await grants({ to_user: 'KATHERINE' })).toEqual(
            expect.arrayContaining([expect.objectContaining({ role: 'SALES_ANALYST' })])
        );
        expect(await grants({ on: { type: 'DATABASE', name: ['SALES'] } })).toEqual(
            expect.arrayContaining([expect.objectContaining({ privilege: 'OWNERSHIP', name: 'SALES' })])
        );
        const limited = await pages(world, integration, 'list-grants', 'grants', { to_role: 'NANGO_READER', limit: 2 });
        const whole = await pages(world, integration, 'list-grants', 'grants', { to_role: 'NANGO_READER' });
        expect(limited.flat()).toEqual(whole.flat());
        expect(limited.length).toBe(Math.ceil(whole.flat().length / 2));
    });

    test.each([
        ['list-tables', { schema: 'PUBLIC' }, 'database: is required with schema'],
        ['list-columns', { database: 'SALES', table: 'ORDERS' }, 'schema: is required with table'],
        ['list-tables', { limit: 0 }, 'limit'],
        ['list-tables', { like: '' }, 'like'],
        ['list-users', { cursor: 'nonsense' }, 'cursor: it is not one that this action gave'],
        ['list-tables', { database: 7 }, 'database'],
        ['describe-table', { database: 'SALES', schema: 'PUBLIC' }, 'table'],
        ['list-grants', { to_role: 'A', of_role: 'B' }, 'give only one'],
        ['list-grants', { on: { type: 'TABLE' } }, 'on.name: is required'],
        [
            'list-grants',
            { on: { type: 'TABLE', name: ['APP', 'PUBLIC'] } },
            'on.name: the name of a table has 3 part(s)'
        ],
        ['list-grants', { on: { type: 'SCHEMA', name: ['PUBLIC'] } }, 'on.name: the name of a schema has 2 part(s)'],
        ['list-grants', { on: { type: 'ROLE', name: ['APP', 'R'] } }, 'on.name: the name of a role has 1 part(s)'],
        ['list-grants', { on: { type: 'ACCOUNT', name: ['APP'] } }, 'on.name: an account has none']
    ])('%s refuses %j by naming the field', async (action, input, said) => {
        world.statements();
        const { code, message } = await refusal(world, integration, action, input);
        expect([code, message]).toEqual(['invalid_input', expect.stringContaining(said)]);
        expect(world.statements()).toEqual([]);
    });

    test('a cursor of another listing is refused', async () => {
        const { next_cursor: cursor } = await act(world, integration, 'list-tables', { limit: 1 });
        expect(await refusal(world, integration, 'list-views', { cursor })).toMatchObject({ code: 'invalid_input' });
        expect(await refusal(world, integration, 'list-tables', { cursor, like: 'A%' })).toMatchObject({
            message: expect.stringContaining('cursor')
        });
    });

    test('a database that is not there is an error that says so', async () => {
        expect(await refusal(world, integration, 'list-tables', { database: 'NOWHERE' })).toMatchObject({
            code: 'object_not_found',
            message: expect.stringContaining('NOWHERE')
        });
    });
});
