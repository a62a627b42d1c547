/** What a connection no longer sees is not gone: large losses wait, and go when somebody says so. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ExecutionResult } from 'nango-stand-in/outcome.js';
import type { Securable } from 'snowflake-stand-in/engine/objects/tree.js';
import { CONNECTION, INTEGRATIONS, startWorld } from '../../../local/world.js';
import type { World } from '../../../local/world.js';
import { DATABASE_SYNCS } from '../../support/functions.js';

const TABLES = 24;
const READER = 'NANGO_READER';
/** All tables of SALES: two schemas. HR has one more. */
const ALL = 3 * TABLES;

let world: World;
beforeEach(async () => {
    world = await startWorld({
        role: READER,
        fill: ({ account }) => {
            account.addRole({ name: READER });
            account.addRole({ name: 'OTHER' });
            for (const [database, schema] of [
                ['HR', 'S'],
                ['SALES', 'OLD'],
                ['SALES', 'NEW']
            ] as const) {
                const owner = account.databases.get(database) ?? account.addDatabase({ name: database });
                const home = account.addSchema(owner, { name: schema });
                see(owner, 'USAGE');
                see(home, 'USAGE');
                for (let n = 0; n < TABLES; n += 1) {
                    see(account.addTable(home, { name: `T${n}` }, [{ name: 'ID', type: 'NUMBER(38,0)' }]), 'SELECT');
                }
                function see(on: Securable, privilege: string): void {
                    grant(account, on, privilege, READER);
                }
            }
        }
    });
});
afterEach(async () => {
    await world.close();
});

function grant(account: World['engine']['account'], on: Securable, privilege: string, role: string): void {
    account.grant(privilege, on, role);
}

function revoke(on: Securable): void {
    world.engine.account.grants.remove(on, 'ALL', { kind: 'ROLE', name: READER });
}

async function sync(integration: string, name = 'tables'): Promise<ExecutionResult> {
    return await world.nango.runSync(integration, name, CONNECTION);
}

function count(integration: string, model = 'Table'): number {
    return world.nango.records(integration, CONNECTION, model).length;
}

async function expectWithheld(integration: string, message: RegExp, left = ALL): Promise<void> {
    for (const _again of [1, 2]) {
        const { error } = await sync(integration);
        expect(error?.payload).toMatchObject({
            code: 'deletions_withheld',
            message: expect.stringMatching(message)
        });
        expect(count(integration)).toBe(left);
    }
}

test.each(INTEGRATIONS)('a revoked schema deletes nothing, until a word lets it go once (%s)', async (integration) => {
    await sync(integration);
    expect(count(integration)).toBe(ALL);
    const old = world.engine.account.schema('SALES', 'OLD');
    revoke(old);
    world.engine.account.addTable(world.engine.account.schema('HR', 'S'), { name: 'FRESH' }, []);
    grant(world.engine.account, world.engine.account.relation('HR', 'S', 'FRESH'), 'SELECT', READER);
    await expectWithheld(integration, /24 of the 72 Table records, 24 of the 48 those of database SALES/, ALL + 1);

    world.setMetadata({ allow_deletions: '2026-11-26' });
    expect((await sync(integration)).error).toBeNull();
    expect(count(integration)).toBe(ALL + 1 - TABLES);

    revoke(world.engine.account.database('HR'));
    await expectWithheld(integration, /HR/, ALL + 1 - TABLES);
    world.setMetadata({ allow_deletions: '2026-11-27' });
    expect((await sync(integration)).error).toBeNull();
    expect(count(integration)).toBe(TABLES);
});

test.each(INTEGRATIONS)('a loss that comes back is as if it had not been (%s)', async (integration) => {
    await sync(integration);
    revoke(world.engine.account.database('SALES'));
    await expectWithheld(integration, /48 of the 72/);
    grant(world.engine.account, world.engine.account.database('SALES'), 'USAGE', READER);
    await world.engine.drop(world.engine.account.relation('HR', 'S', 'T1'));
    expect((await sync(integration)).error).toBeNull();
    expect(count(integration)).toBe(ALL - 1);
});

test.each(INTEGRATIONS)('a role that sees other things, or nothing, deletes nothing (%s)', async (integration) => {
    await sync(integration);
    await sync(integration, 'databases');
    const { account } = world.engine;
    account.grantRole('OTHER', { kind: 'USER', name: 'NANGO_SVC' });
    world.setMetadata({ role: 'OTHER' });
    for (const name of ['tables', 'databases']) {
        expect((await sync(integration, name)).error?.payload).toMatchObject({ code: 'nothing_visible' });
    }
    expect([count(integration), count(integration, 'Database')]).toEqual([ALL, 2]);

    grant(account, account.database('HR'), 'USAGE', 'OTHER');
    await expectWithheld(integration, /role was the user's default role and is now OTHER/);
});

test.each(INTEGRATIONS)('a first run that sees no database is not green (%s)', async (integration) => {
    for (const name of ['HR', 'SALES']) revoke(world.engine.account.database(name));
    for (const { name } of [{ name: 'databases' }, ...DATABASE_SYNCS]) {
        expect((await sync(integration, name)).error?.payload).toMatchObject({ code: 'nothing_visible' });
    }
});

test.each(INTEGRATIONS)('a first run that sees databases and nothing in them says so (%s)', async (integration) => {
    for (const [database, schema] of [
        ['HR', 'S'],
        ['SALES', 'OLD'],
        ['SALES', 'NEW']
    ] as const) {
        revoke(world.engine.account.schema(database, schema));
    }
    for (const name of ['tables', 'views', 'columns']) {
        const { logs } = await sync(integration, name);
        expect(logs.filter(({ level }) => level === 'warn').map(({ message }) => message)).toContainEqual(
            expect.stringMatching(/found nothing at all to save as (Table|View|Column)\. .* grant it/)
        );
    }
});

test.each(INTEGRATIONS)('a real clean-up of 90 % waits, and goes after the word (%s)', async (integration) => {
    await sync(integration);
    const relations = [...world.engine.account.schema('SALES', 'OLD').relations.values()];
    for (const schema of ['NEW', 'OLD']) {
        for (let n = 0; n < TABLES; n += 1) {
            if (schema === 'NEW' || n > 0)
                await world.engine.drop(world.engine.account.relation('SALES', schema, `T${n}`));
        }
    }
    expect(relations.length).toBe(TABLES);
    await expectWithheld(integration, /47 of the 72/);
    world.setMetadata({ deletion_guard: { share: 1 } });
    expect((await sync(integration)).error).toBeNull();
    expect(count(integration)).toBe(TABLES + 1);
});

test.each(INTEGRATIONS)('records of a run before there was a memory are guarded too (%s)', async (integration) => {
    await sync(integration);
    world.nango.resetSync(world.nango.connections.get(integration, CONNECTION), 'tables', 'base');
    world.setMetadata({ allow_deletions: 'long ago' });
    revoke(world.engine.account.database('HR'));
    await expectWithheld(integration, /24 of the 72 Table records, 24 of the 24 those of database HR/);
    world.setMetadata({ allow_deletions: 'today' });
    expect((await sync(integration)).error).toBeNull();
    expect(count(integration)).toBe(2 * TABLES);
});

test.each(INTEGRATIONS)('an interrupted walk is judged as a whole one (%s)', async (integration) => {
    await sync(integration);
    revoke(world.engine.account.schema('SALES', 'OLD'));
    const results = await world.nango.runSyncToEnd(integration, 'tables', CONNECTION, { interruptAfterCheckpoints: 1 });
    expect(results.map(({ status }) => status).slice(0, 2)).toEqual(['interrupted', 'interrupted']);
    expect(count(integration)).toBe(ALL);
    expect((await sync(integration)).error?.payload).toMatchObject({ code: 'deletions_withheld' });
});

test.each(INTEGRATIONS)('what is dropped after a failed run goes with the next good one (%s)', async (integration) => {
    await sync(integration);
    world.snowflake.faults.order(
        { kind: 'status', status: 422, code: '000604', message: 'SQL execution canceled' },
        { statement: /SHOW TABLES IN DATABASE "SALES"/ },
        1000
    );
    expect((await sync(integration)).status).toBe('failed');
    world.snowflake.faults.clear();
    await world.engine.drop(world.engine.account.relation('HR', 'S', 'T1'));
    expect((await sync(integration)).error).toBeNull();
    expect(count(integration)).toBe(ALL - 1);
});

test.each(INTEGRATIONS)('settings that change within a walk begin another one (%s)', async (integration) => {
    await world.nango.runSync(integration, 'tables', CONNECTION, { interruptAfterCheckpoints: 2 });
    world.setMetadata({ exclude_databases: ['HR'] });
    expect((await sync(integration)).error).toBeNull();
    expect(count(integration)).toBe(2 * TABLES);
});

test.each(INTEGRATIONS)(
    'settings that a reconnect has taken away end the run before it reads (%s)',
    async (integration) => {
        world.setMetadata({ include_schemas: ['SALES.NEW'], role: READER });
        await sync(integration);
        expect(count(integration)).toBe(TABLES);
        const connection = world.nango.connections.get(integration, CONNECTION);
        world.statements();
        // Words that let something go, and the settings of a query, say nothing of what a metadata sync reads.
        for (const metadata of [null, { allow_deletions: 'x', allow_account: 'y' }, { query: 'SELECT 1' }]) {
            connection.metadata = metadata;
            expect((await sync(integration)).error?.payload).toMatchObject({
                code: 'settings_lost',
                settings: 'include_schemas, role'
            });
            expect([count(integration), world.statements()]).toEqual([TABLES, []]);
        }
        world.setMetadata({ use_defaults: true });
        expect((await sync(integration)).error).toBeNull();
        expect(count(integration)).toBe(ALL);
        world.setMetadata({});
        expect((await sync(integration)).error).toBeNull();
    }
);

test.each(INTEGRATIONS)('roles and users that are missed in numbers wait as well (%s)', async (integration) => {
    const { account } = world.engine;
    const names = Array.from({ length: TABLES }, (_, n) => `EXTRA_${n}`);
    account.grantRole('ACCOUNTADMIN', { kind: 'USER', name: 'NANGO_SVC' });
    world.setMetadata({ role: 'ACCOUNTADMIN' });
    for (const name of names) {
        account.addRole({ name });
        account.addUser({ name });
    }
    for (const name of ['roles', 'users']) await sync(integration, name);
    for (const name of names) {
        account.roles.delete(name);
        account.users.delete(name);
    }
    for (const [name, model] of [
        ['roles', 'Role'],
        ['users', 'User']
    ] as const) {
        const before = count(integration, model);
        expect((await sync(integration, name)).error?.payload).toMatchObject({
            code: 'deletions_withheld',
            gone: TABLES
        });
        expect(count(integration, model)).toBe(before);
    }
});

test.each(INTEGRATIONS)(
    'what a first run saved before it failed is not lost to another role (%s)',
    async (integration) => {
        world.snowflake.faults.order(
            { kind: 'status', status: 422, code: '000604', message: 'SQL execution canceled' },
            { statement: /SHOW TABLES IN DATABASE "SALES"/ },
            1000
        );
        expect((await sync(integration)).status).toBe('failed');
        world.snowflake.faults.clear();
        expect(count(integration)).toBe(TABLES);
        const { account } = world.engine;
        account.grantRole('OTHER', { kind: 'USER', name: 'NANGO_SVC' });
        for (const on of [account.database('SALES'), account.schema('SALES', 'NEW')])
            grant(account, on, 'USAGE', 'OTHER');
        grant(account, account.relation('SALES', 'NEW', 'T1'), 'SELECT', 'OTHER');
        world.setMetadata({ role: 'OTHER' });
        await expectWithheld(integration, /24 of the 24 Table records/, TABLES + 1);
        world.setMetadata({ role: 'OTHER', allow_deletions: 'today' });
        expect((await sync(integration)).error).toBeNull();
        expect(count(integration)).toBe(1);
    }
);
