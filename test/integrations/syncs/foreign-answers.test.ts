/** Answers about something else than what was asked for, as where an account reads "sales" as SALES. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CONNECTION, INTEGRATIONS, startWorld } from '../../../local/world.js';
import type { World } from '../../../local/world.js';

let world: World;
beforeEach(async () => {
    world = await startWorld({
        fill: ({ account }) => {
            for (const [name, tables] of [
                ['SALES', ['T1', 'T2']],
                ['sales', ['T2', 'T3', 'T4']]
            ] as const) {
                const schema = account.addSchema(account.addDatabase({ name }), { name: 'S' });
                for (const table of tables) account.addTable(schema, { name: table }, []);
            }
            for (const name of ['READER', 'reader']) account.addRole({ name });
            account.grantRole('READER', { kind: 'ROLE', name: 'SYSADMIN' });
            account.grantRole('reader', { kind: 'ROLE', name: 'USERADMIN' });
        }
    });
});
afterEach(async () => {
    await world.close();
});

/** From now on quoted names are read in upper case, whatever the session asks for. */
function ignoreCase(): void {
    const { openSession } = world.engine;
    const folding: typeof openSession = (login, context) => {
        const session = openSession(login, context);
        const execute = session.execute.bind(session);
        return Object.assign(session, {
            execute: async (
                statement: string,
                ...rest: Parameters<typeof execute> extends [string, ...infer R] ? R : never
            ) =>
                await execute(
                    statement.replaceAll(/"[^"]*"/g, (name) => name.toUpperCase()),
                    ...rest
                )
        });
    };
    Object.assign(world.engine, { openSession: folding });
}

test.each(INTEGRATIONS)('rows of another database are not those of the one asked (%s)', async (integration) => {
    const run = async (name: string) => await world.nango.runSync(integration, name, CONNECTION);
    const models = { schemas: 'Schema', tables: 'Table' };
    const ids = () =>
        Object.values(models).map((model) => world.nango.records(integration, CONNECTION, model).map(({ id }) => id));
    for (const name of Object.keys(models)) await run(name);
    const before = ids();
    expect(before[1]).toHaveLength(5);
    ignoreCase();
    for (const name of Object.keys(models)) {
        const result = await run(name);
        expect([result.error, Object.values(result.counts)[0]]).toEqual([
            null,
            expect.objectContaining({ added: 0, updated: 0, deleted: 0 })
        ]);
        const warnings = result.logs.filter(({ level, source }) => level === 'warn' && source === 'user');
        expect(warnings.map(({ message }) => message)).toEqual([
            expect.stringMatching(/^"sales" could not be read .* asked for "sales" and answered for SALES\./)
        ]);
    }
    expect(ids()).toEqual(before);
});

test.each(INTEGRATIONS)('nothing of another database is not nothing of the one asked (%s)', async (integration) => {
    const tables = async () => {
        const { error } = await world.nango.runSync(integration, 'tables', CONNECTION);
        expect(error).toBeNull();
        return world.nango.records(integration, CONNECTION, 'Table').map(({ id }) => id);
    };
    const before = await tables();
    world.engine.account.schema('SALES', 'S').relations.clear();
    ignoreCase();
    expect(await tables()).toEqual(before.filter((id) => !id.startsWith('SALES.')));
});

test.each(INTEGRATIONS)('members of another role are not those of the one asked (%s)', async (integration) => {
    const roles = async () => {
        expect((await world.nango.runSync(integration, 'roles', CONNECTION)).error).toBeNull();
        const found = world.nango.records(integration, CONNECTION, 'Role');
        return (name: string) => found.find((role) => role['name'] === name);
    };
    expect((await roles())('reader')).toMatchObject({ parent_roles: ['USERADMIN'], users: [] });
    ignoreCase();
    const role = await roles();
    expect(role('reader')).toMatchObject({ parent_roles: null, users: null });
    expect(role('READER')).toMatchObject({ parent_roles: ['SYSADMIN'] });
    // One role may be anybody's child now; but where as many were found as there are, all are known.
    expect(role('USERADMIN')?.['child_roles']).toBeNull();
    expect(role('SYSADMIN')?.['child_roles']).toEqual(['READER']);
    expect(role('PUBLIC')?.['child_roles']).toEqual([]);
});

test.each(INTEGRATIONS)('a listing of another database is refused (%s)', async (integration) => {
    ignoreCase();
    const list = async (input: unknown) => await world.nango.runAction(integration, 'list-tables', CONNECTION, input);
    for (const input of [{ database: 'sales' }, { database: 'sales', schema: 'S', limit: 1 }]) {
        expect((await list(input)).error?.payload).toMatchObject({
            code: 'unexpected_response',
            message: expect.stringContaining('"sales"')
        });
    }
    expect((await list({ database: 'SALES' })).error).toBeNull();
    const table = { database: 'sales', schema: 'S', table: 'T2' };
    const described = await world.nango.runAction(integration, 'describe-table', CONNECTION, table);
    expect(described.error?.payload).toMatchObject({ code: 'unexpected_response' });
});

/** The ways to ask list-grants about a role, and about what it may use. */
function subjects(role: string, database: string): object[] {
    return [
        { to_role: role },
        { of_role: role },
        { on: { type: 'DATABASE', name: [database] } },
        { on: { type: 'TABLE', name: [database, 'S', 'T2'] } }
    ];
}

test.each(INTEGRATIONS)('grants of another role or object are refused (%s)', async (integration) => {
    const list = async (input: unknown) => await world.nango.runAction(integration, 'list-grants', CONNECTION, input);
    const { account } = world.engine;
    account.grant('USAGE', account.database('SALES'), 'READER');
    for (const input of [...subjects('reader', 'sales'), { to_user: 'NANGO_SVC' }]) {
        expect((await list(input)).error).toBeNull();
    }
    ignoreCase();
    for (const input of subjects('reader', 'sales')) {
        expect((await list(input)).error?.payload).toMatchObject({
            code: 'unexpected_response',
            message: expect.stringMatching(/asked for "(reader|sales)".* and answered for .*(READER|SALES)/)
        });
    }
    for (const input of subjects('READER', 'SALES')) expect((await list(input)).error).toBeNull();
});

test.each(INTEGRATIONS)(
    'roles whose members are hidden are asked of the users, until all are met (%s)',
    async (integration) => {
        const { account } = world.engine;
        for (const name of ['ANN', 'BOB', 'CAROL', 'DAVE']) account.addUser({ name });
        account.grantRole('reader', { kind: 'USER', name: 'BOB' });
        account.grantRole('READER', { kind: 'USER', name: 'ANN' });
        world.setMetadata({ include_user_roles: true });
        const rolesOf = (): Record<string, unknown> =>
            Object.fromEntries(
                world.nango
                    .records(integration, CONNECTION, 'User')
                    .map((user) => [String(user['name']), user['roles']])
            );
        const known = { NANGO_SVC: ['ACCOUNTADMIN'], ANN: ['READER'], BOB: ['reader'], CAROL: [], DAVE: [] };
        await world.nango.runSync(integration, 'users', CONNECTION);
        expect(rolesOf()).toEqual(known);

        const hide = (statement: RegExp, times: number): void =>
            world.snowflake.faults.order(
                {
                    kind: 'status',
                    status: 422,
                    code: '003001',
                    message: 'SQL access control error: Insufficient privileges'
                },
                { statement },
                times
            );
        hide(/SHOW GRANTS OF ROLE "reader"/, 1);
        const { counts } = await world.nango.runSync(integration, 'users', CONNECTION);
        expect(counts['User']).toMatchObject({ added: 0, updated: 0, deleted: 0 });

        hide(/SHOW GRANTS OF ROLE "reader"/, 1);
        hide(/SHOW GRANTS TO USER/, 100);
        await world.nango.runSync(integration, 'users', CONNECTION);
        expect(Object.values(rolesOf())).toEqual(Object.keys(known).map(() => null));
        world.snowflake.faults.clear();
    }
);
