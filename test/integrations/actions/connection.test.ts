/** test-connection: each check by itself, and no warehouse woken unless it is asked for. */
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { SnowflakeEngine } from 'snowflake-stand-in/engine/engine.js';
import { CONNECTION, startWorld, USER } from '../../../local/world.js';
import type { World } from '../../../local/world.js';
import { act, CONNECTIONS } from './actions.js';

const ACTION = 'test-connection';
const ReportSchema = z.looseObject({
    ok: z.boolean(),
    checks: z.array(
        z.object({
            name: z.string(),
            ok: z.boolean(),
            message: z.string(),
            remedy: z.string().nullable(),
            count: z.number().nullable()
        })
    )
});

let world: World | undefined;
afterEach(async () => {
    await world?.close();
    world = undefined;
});

async function report(of: World, integration: string, input: object = {}): Promise<z.infer<typeof ReportSchema>> {
    return ReportSchema.parse(await act(of, integration, ACTION, input));
}

/** One database, with one table in its schema PUBLIC. */
function fill({ account }: SnowflakeEngine): void {
    const schema = account.addDatabase({ name: 'SALES' }).schemas.get('PUBLIC');
    if (schema) account.addTable(schema, { name: 'T' }, [{ name: 'X', type: 'DATE' }]);
}

describe.each(CONNECTIONS)('%s', (integration) => {
    test('a good connection says who it is and what it sees, and wakes no warehouse', async () => {
        world = await startWorld({ fill });
        const found = await report(world, integration);
        expect(found).toMatchObject({ ok: true, user: USER, role: 'ACCOUNTADMIN', warehouse: 'NANGO_WH' });
        expect(found.checks.map(({ name, ok }) => [name, ok])).toEqual([
            ['sign_in', true],
            ['role', true],
            ['warehouse', true],
            ['databases', true],
            ['schemas', true],
            ['tables', true],
            ['warehouses', true],
            ['roles', true],
            ['users', true]
        ]);
        for (const level of ['databases', 'schemas', 'tables']) {
            expect(found.checks.find(({ name }) => name === level)).toMatchObject({ count: 1, remedy: null });
        }
        expect(world.engine.account.warehouses.get('NANGO_WH')?.state).toBe('SUSPENDED');
    });

    test('run_query runs one on the warehouse', async () => {
        world = await startWorld({ fill });
        const found = await report(world, integration, { run_query: true });
        expect(found.ok).toBe(true);
        expect(found.checks).toContainEqual(expect.objectContaining({ name: 'query', ok: true }));
    });

    test.each([
        ['nothing at all', 0, ['databases', 'schemas', 'tables'], 'GRANT USAGE ON DATABASE'],
        ['a database', 1, ['schemas', 'tables'], 'GRANT USAGE ON ALL SCHEMAS'],
        ['a schema', 2, ['tables'], 'GRANT REFERENCES (or SELECT) ON ALL TABLES']
    ] as const)('a role that sees %s has nothing to read, which each level says', async (_what, depth, empty, way) => {
        world = await startWorld({
            role: 'READER',
            fill: (engine) => {
                const { account } = engine;
                account.addRole({ name: 'READER' });
                fill(engine);
                const database = account.databases.get('SALES');
                const schema = database?.schemas.get('PUBLIC');
                for (const object of [database, schema].slice(0, depth)) {
                    if (object) account.grant('USAGE', object, 'READER');
                }
            }
        });
        const found = await report(world, integration);
        expect(found.ok).toBe(false);
        const failed = found.checks.filter(({ ok, name }) => !ok && !['warehouses', 'users', 'roles'].includes(name));
        expect(failed.map(({ name }) => name)).toEqual(empty);
        expect(failed[0]).toMatchObject({ count: 0, remedy: expect.stringContaining(way) });
    });

    test('a role that sees views alone has something to read', async () => {
        world = await startWorld({
            fill: ({ account }) => {
                const schema = account.addDatabase({ name: 'SALES' }).schemas.get('PUBLIC');
                if (schema)
                    account.addView(schema, { name: 'V', text: 'create view ...' }, [{ name: 'X', type: 'DATE' }]);
            }
        });
        const found = await report(world, integration);
        expect(found.ok).toBe(true);
        expect(found.checks.find(({ name }) => name === 'tables')).toMatchObject({ message: 'The role sees 1 views.' });
    });

    test.each(['ORGANIZATION_NAME', 'REGION', 'ROLE', 'USER'])(
        'a server without CURRENT_%s() is no reason to refuse a connection that did sign in',
        async (missing) => {
            world = await startWorld({ fill });
            const unknown = { kind: 'status', status: 422, code: '002140', message: 'Unknown function' } as const;
            world.snowflake.faults.order(unknown, { statement: new RegExp(`CURRENT_${missing}\\(`) }, 20);
            const found = await report(world, integration);
            expect(found).toMatchObject({ ok: true, user: missing === 'USER' ? null : USER, account: 'MYACCOUNT' });
            const checked = await world.nango.runOnEvent(integration, 'validate-connection', CONNECTION);
            expect(checked.error).toBeNull();
        }
    );

    test('a disabled user is a failed check with what to do, not an error', async () => {
        world = await startWorld();
        world.engine.account.user(USER).disabled = true;
        const found = await report(world, integration);
        expect(found).toMatchObject({ ok: false, user: null, checks: [{ name: 'sign_in', ok: false }] });
        expect(found.checks[0]?.remedy).not.toBe('');
    });

    test('a missing warehouse that the connection names is a failure', async () => {
        world = await startWorld();
        const { connectionConfig } = world.nango.connections.get(integration, CONNECTION);
        Object.assign(connectionConfig, { warehouse: 'NOWHERE' });
        const found = await report(world, integration);
        expect(found.ok).toBe(false);
        expect(JSON.stringify(found.checks)).toContain('NOWHERE');
    });
});
