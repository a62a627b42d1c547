/** The metadata syncs as a customer's account lives: objects come, change and go, and some cannot be read. */
import { afterEach, expect, test } from 'vitest';
import type { ExecutionResult } from 'nango-stand-in/outcome.js';
import { PLAIN_KINDS } from 'snowflake-stand-in/engine/kinds/index.js';
import type { SnowflakeEngine } from 'snowflake-stand-in/engine/engine.js';
import { CONNECTION, INTEGRATIONS, startWorld } from '../../../local/world.js';
import type { World } from '../../../local/world.js';
import { DATABASE_SYNCS, KIND_SYNCS } from '../../support/functions.js';
import { momentsOf, offset, STRIDE } from '../../support/thinned.js';

/** Names that break joining, quoting, sorting and patterns; some are the beginning of another. */
const ODD = [
    'plain',
    'PLAIN',
    'a.b',
    'a',
    'b',
    'say "hi"',
    "it's",
    'per%cent',
    'under_score',
    'under score',
    'ünïcode 😀',
    'back\\slash',
    'A',
    'AB',
    'ABC',
    '1st',
    'SELECT'
];

let world: World | undefined;
afterEach(async () => {
    await world?.close();
    world = undefined;
});

function fill({ account }: SnowflakeEngine): void {
    for (const name of ['SALES', 'HR', 'my.db']) {
        const database = account.addDatabase({ name, comment: `about ${name}` });
        const schema = account.addSchema(database, { name: 'odd "schema"' });
        for (const table of ODD)
            account.addTable(
                schema,
                { name: table, rows: 5, bytes: 1024 },
                ODD.map((column) => ({ name: column, type: 'VARCHAR(10)' }))
            );
        account.addView(schema, { name: 'the view', text: 'create view ...', secure: true }, [
            { name: 'X', type: 'DATE' }
        ]);
        for (const kind of PLAIN_KINDS) kind.addSample(account, schema);
    }
    account.addRole({ name: 'ANALYST' });
    account.addRole({ name: 'odd.role' });
    account.addUser({ name: 'ANN', email: 'ann@example.com' });
    account.addUser({ name: 'bob.b' });
    account.grantRole('ANALYST', { kind: 'ROLE', name: 'SYSADMIN' });
    account.grantRole('odd.role', { kind: 'ROLE', name: 'ANALYST' });
    account.grantRole('odd.role', { kind: 'USER', name: 'bob.b' });
    account.grantRole('ANALYST', { kind: 'USER', name: 'ANN' });
    account.grantRole('ANALYST', { kind: 'USER', name: 'bob.b' });
}

function snapshot(of: World, integration: string): Record<string, unknown[]> {
    return Object.fromEntries(
        KIND_SYNCS.map(({ model }) => [
            model,
            of.nango
                .records(integration, CONNECTION, model)
                .map((record) =>
                    JSON.stringify(
                        record,
                        Object.keys(record)
                            .filter((key) => key !== '_nango_metadata')
                            .sort()
                    )
                )
                .sort()
        ])
    );
}

function sizesOf(records: Record<string, unknown[]>): number[] {
    return Object.values(records).map((list) => list.length);
}

function countsOf(result: ExecutionResult): unknown {
    return Object.values(result.counts)[0];
}

async function runAll(of: World, integration: string): Promise<void> {
    for (const { name } of KIND_SYNCS) {
        const result = await of.nango.runSync(integration, name, CONNECTION);
        expect([name, result.error]).toEqual([name, null]);
    }
}

test.each(INTEGRATIONS)('every object becomes one record, whatever its name (%s)', async (integration) => {
    world = await startWorld({ fill });
    await runAll(world, integration);
    const tables = world.nango.records(integration, CONNECTION, 'Table');
    expect(tables).toHaveLength(3 * ODD.length);
    expect(world.nango.records(integration, CONNECTION, 'Column')).toHaveLength(3 * (ODD.length * ODD.length + 1));
    expect(tables.find((table) => table['database_name'] === 'my.db' && table['name'] === 'a.b')).toMatchObject({
        id: '"my.db"."odd ""schema"""."a.b"',
        schema_name: 'odd "schema"',
        rows: 5,
        bytes: 1024,
        is_external: false,
        change_tracking: false
    });
});

test.each(INTEGRATIONS)('a column has its place in its table and its type (%s)', async (integration) => {
    world = await startWorld({
        fill: ({ account }) => {
            const schema = account.addSchema(account.addDatabase({ name: 'DB' }), { name: 'S' });
            account.addTable(schema, { name: 'T' }, [
                { name: 'ID', type: 'NUMBER(38,0)', nullable: false, comment: 'the key' },
                { name: 'PRICE', type: 'NUMBER(10,2)', default: '0' },
                { name: 'NAME', type: 'VARCHAR(100)' }
            ]);
        }
    });
    expect((await world.nango.runSync(integration, 'columns', CONNECTION)).error).toBeNull();
    const columns = world.nango.records(integration, CONNECTION, 'Column');
    expect(columns.find((column) => column['column_name'] === 'ID')).toMatchObject({
        id: 'DB.S.T.ID',
        ordinal_position: 1,
        data_type_type: 'FIXED',
        data_type_precision: 38,
        data_type_scale: 0,
        nullable: false,
        comment: 'the key',
        kind: 'COLUMN'
    });
    expect(columns.find((column) => column['column_name'] === 'PRICE')).toMatchObject({
        ordinal_position: 2,
        data_type_scale: 2,
        default_value: '0',
        nullable: true
    });
    expect(columns.find((column) => column['column_name'] === 'NAME')).toMatchObject({
        ordinal_position: 3,
        data_type_type: 'TEXT',
        data_type_length: 100
    });
});

test.each(INTEGRATIONS)('roles know their parents, children and users (%s)', async (integration) => {
    world = await startWorld({ fill });
    expect((await world.nango.runSync(integration, 'roles', CONNECTION)).error).toBeNull();
    const roles = new Map(world.nango.records(integration, CONNECTION, 'Role').map((role) => [role['name'], role]));
    expect(roles.get('ANALYST')).toMatchObject({
        parent_roles: ['SYSADMIN'],
        child_roles: ['odd.role'],
        users: ['ANN', 'bob.b'],
        assigned_to_users: 2,
        granted_to_roles: 1,
        granted_roles: 1
    });
    expect(roles.get('odd.role')).toMatchObject({
        id: '"odd.role"',
        parent_roles: ['ANALYST'],
        child_roles: [],
        users: ['bob.b']
    });
    expect(roles.get('SYSADMIN')).toMatchObject({
        parent_roles: ['ACCOUNTADMIN'],
        child_roles: ['ANALYST'],
        users: []
    });
});

test.each(INTEGRATIONS)('names that need quotes meet on both ends of a grant (%s)', async (integration) => {
    world = await startWorld({
        fill: ({ account }) => {
            for (const name of ['Data Team', 'say "hi"', '"quoted"']) account.addRole({ name });
            account.addUser({ name: 'ann@acme.com' });
            account.grantRole('Data Team', { kind: 'USER', name: 'ann@acme.com' });
            account.grantRole('say "hi"', { kind: 'ROLE', name: 'Data Team' });
            account.grantRole('"quoted"', { kind: 'ROLE', name: 'say "hi"' });
        }
    });
    world.setMetadata({ include_user_roles: true });
    await world.nango.runSync(integration, 'roles', CONNECTION);
    await world.nango.runSync(integration, 'users', CONNECTION);
    const roles = new Map(world.nango.records(integration, CONNECTION, 'Role').map((role) => [role['name'], role]));
    expect(roles.get('Data Team')).toMatchObject({
        users: ['ann@acme.com'],
        parent_roles: [],
        child_roles: ['say "hi"']
    });
    expect(roles.get('say "hi"')).toMatchObject({ parent_roles: ['Data Team'], child_roles: ['"quoted"'] });
    expect(roles.get('"quoted"')).toMatchObject({ parent_roles: ['say "hi"'], child_roles: [] });
    const users = world.nango.records(integration, CONNECTION, 'User');
    expect(users.find((user) => user['name'] === 'ann@acme.com')).toMatchObject({ roles: ['Data Team'] });
});

test.each(INTEGRATIONS)("users' roles are filled in where the settings ask for it (%s)", async (integration) => {
    world = await startWorld({ fill });
    await world.nango.runSync(integration, 'users', CONNECTION);
    expect(world.nango.records(integration, CONNECTION, 'User').every((user) => user['roles'] === null)).toBe(true);
    world.setMetadata({ include_user_roles: true });
    await world.nango.runSync(integration, 'users', CONNECTION);
    const users = new Map(
        world.nango.records(integration, CONNECTION, 'User').map((user) => [user['name'], user['roles']])
    );
    expect(users.get('bob.b')).toEqual(['ANALYST', 'odd.role']);
    expect(users.get('ANN')).toEqual(['ANALYST']);
});

test.each(INTEGRATIONS)('drops, renames and additions are counted right (%s)', async (integration) => {
    world = await startWorld({ fill });
    await runAll(world, integration);
    const { account } = world.engine;
    await world.engine.drop(account.relation('SALES', 'odd "schema"', 'plain'));
    account.addTable(account.schema('SALES', 'odd "schema"'), { name: 'NEW' }, [{ name: 'X', type: 'DATE' }]);
    account.table('HR', 'odd "schema"', 'PLAIN').rows = 6;

    expect(countsOf(await world.nango.runSync(integration, 'tables', CONNECTION))).toMatchObject({
        added: 1,
        updated: 1,
        deleted: 1
    });
    expect(countsOf(await world.nango.runSync(integration, 'columns', CONNECTION))).toMatchObject({
        added: 1,
        updated: 0,
        deleted: ODD.length
    });
    expect(countsOf(await world.nango.runSync(integration, 'views', CONNECTION))).toMatchObject({
        added: 0,
        updated: 0,
        deleted: 0
    });
});

test.each(INTEGRATIONS)(
    'a run interrupted at every checkpoint gives the records of one that was not (%s)',
    async (integration) => {
        world = await startWorld({ fill });
        await runAll(world, integration);
        const whole = snapshot(world, integration);
        await world.close();

        world = await startWorld({ fill: (engine) => fill(engine) });
        for (const { name: sync, model } of KIND_SYNCS) {
            const results = await world.nango.runSyncToEnd(integration, sync, CONNECTION, {
                interruptAfterCheckpoints: 1
            });
            expect([sync, results.at(-1)?.status]).toEqual([sync, 'success']);
            expect(world.nango.checkpoint(integration, sync, CONNECTION)?.['walk']).toContain('"state":"done"');
            const added = results
                .map((result) => Object.values(result.counts)[0]?.added ?? 0)
                .reduce((sum, n) => sum + n, 0);
            const unchanged = results
                .map((result) => Object.values(result.counts)[0]?.unchanged ?? 0)
                .reduce((sum, n) => sum + n, 0);
            expect([sync, added, unchanged]).toEqual([sync, whole[model]?.length, 0]);
        }
        expect(sizesOf(snapshot(world, integration))).toEqual(sizesOf(whole));
    }
);

test.each(INTEGRATIONS)('deletions are right when the run that finds them is interrupted (%s)', async (integration) => {
    world = await startWorld({ fill });
    await runAll(world, integration);
    const { account } = world.engine;
    await world.engine.drop(account.relation('HR', 'odd "schema"', 'a'));
    await world.engine.drop(account.relation('my.db', 'odd "schema"', 'b'));
    const results = await world.nango.runSyncToEnd(integration, 'tables', CONNECTION, { interruptAfterCheckpoints: 1 });
    expect(results.length).toBeGreaterThan(1);
    expect(
        results.slice(0, -1).every((result) => Object.values(result.counts).every((counts) => counts.deleted === 0))
    ).toBe(true);
    expect(results.at(-1)?.counts['Table']).toMatchObject({ deleted: 2 });
});

test.each(INTEGRATIONS)('a run killed at any step is made good by the next one (%s)', async (integration) => {
    world = await startWorld({ fill });
    const { steps } = await world.nango.runSync(integration, 'tables', CONNECTION);
    const before = snapshot(world, integration)['Table'];
    const first = 1 + offset(INTEGRATIONS.findIndex((each) => each === integration));
    for (let step = first; step <= steps; step += STRIDE) {
        for (const moment of momentsOf(step)) {
            await world.nango.runSync(integration, 'tables', CONNECTION, { kill: { step, moment } });
            const next = await world.nango.runSync(integration, 'tables', CONNECTION);
            expect([step, moment, next.status]).toEqual([step, moment, 'success']);
            expect(snapshot(world, integration)['Table']).toEqual(before);
        }
    }
});

test.each(INTEGRATIONS)('a run of any kind killed half way is made good by the next one (%s)', async (integration) => {
    world = await startWorld({ fill });
    await runAll(world, integration);
    const before = snapshot(world, integration);
    for (const { name } of KIND_SYNCS) {
        const { steps } = await world.nango.runSync(integration, name, CONNECTION);
        const kill = { step: Math.ceil(steps / 2), moment: 'after' } as const;
        await world.nango.runSync(integration, name, CONNECTION, { kill });
        expect([name, (await world.nango.runSync(integration, name, CONNECTION)).status]).toEqual([name, 'success']);
    }
    expect(snapshot(world, integration)).toEqual(before);
});

test.each(INTEGRATIONS)(
    'a database that cannot be read is named once, keeps its records and ends nothing (%s)',
    async (integration) => {
        world = await startWorld({ fill });
        await runAll(world, integration);
        const before = snapshot(world, integration);
        for (const unreadable of ['no_usage', 'share_gone'] as const) {
            world.engine.account.database('HR').unreadable = unreadable;
            for (const { name: sync } of DATABASE_SYNCS) {
                const results = await world.nango.runSyncToEnd(integration, sync, CONNECTION, {
                    interruptAfterCheckpoints: 3
                });
                const warnings = results
                    .flatMap((result) => result.logs)
                    .filter((line) => line.level === 'warn' && line.message.includes('HR could not be read'));
                expect([sync, results.at(-1)?.status, warnings.length]).toEqual([sync, 'success', 1]);
                expect(results.map(countsOf).filter(Boolean)).not.toContainEqual(
                    expect.objectContaining({ updated: expect.toSatisfy((n: number) => n > 0) })
                );
            }
        }
        expect(snapshot(world, integration)).toEqual(before);

        await world.engine.drop(world.engine.account.relation('SALES', 'odd "schema"', 'plain'));
        expect(countsOf(await world.nango.runSync(integration, 'tables', CONNECTION))).toMatchObject({ deleted: 1 });
    }
);

test.each(INTEGRATIONS)('what the settings leave out is deleted at the end of the walk (%s)', async (integration) => {
    world = await startWorld({ fill });
    await runAll(world, integration);
    world.setMetadata({ exclude_databases: ['hr'], exclude_schemas: ['"my.db".*'] });
    await runAll(world, integration);
    const databases = new Set(
        world.nango.records(integration, CONNECTION, 'Table').map((table) => table['database_name'])
    );
    expect(databases).toEqual(new Set(['SALES']));
    expect(
        world.nango
            .records(integration, CONNECTION, 'Database')
            .map((database) => database['name'])
            .sort()
    ).toEqual(['SALES', 'my.db']);
});

test.each(INTEGRATIONS)(
    'system and personal databases are left out unless the settings ask for them (%s)',
    async (integration) => {
        world = await startWorld({
            fill: ({ account }) => {
                account.addDatabase({ name: 'SALES' });
                account.addDatabase({ name: 'SNOWFLAKE', kind: 'APPLICATION', origin: 'SNOWFLAKE.ACCOUNT_USAGE' });
                account.addDatabase({ name: 'SHARED', kind: 'IMPORTED DATABASE', origin: 'ORG.ACCT.SHARE' });
                account.addDatabase({ name: 'USER$ANN', kind: 'PERSONAL DATABASE' });
            }
        });
        const names = async (): Promise<unknown[]> => {
            await world?.nango.runSync(integration, 'databases', CONNECTION);
            return (
                world?.nango
                    .records(integration, CONNECTION, 'Database')
                    .map((database) => database['name'])
                    .sort() ?? []
            );
        };
        expect(await names()).toEqual(['SALES', 'SHARED']);
        world.setMetadata({
            include_system_databases: true,
            include_personal_databases: true,
            include_imported_databases: false
        });
        expect(await names()).toEqual(['SALES', 'SNOWFLAKE', 'USER$ANN']);
    }
);

test.each(INTEGRATIONS)('a wrong setting ends the sync with the name of the field (%s)', async (integration) => {
    world = await startWorld({ fill });
    world.setMetadata({ include_databases: 'SALES' });
    const result = await world.nango.runSync(integration, 'tables', CONNECTION);
    expect(result).toMatchObject({
        status: 'failed',
        error: { payload: { code: 'invalid_settings', message: expect.stringContaining('include_databases') } }
    });
    expect(world.statements()).toEqual([]);
});
