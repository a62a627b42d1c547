/** test-connection: each check by itself, and no warehouse woken unless it is asked for. */
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
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

describe.each(CONNECTIONS)('%s', (integration) => {
    test('a good connection says who it is and what it sees, and wakes no warehouse', async () => {
        world = await startWorld({ fill: ({ account }) => void account.addDatabase({ name: 'SALES' }) });
        const found = await report(world, integration);
        expect(found).toMatchObject({ ok: true, user: USER, role: 'ACCOUNTADMIN', warehouse: 'NANGO_WH' });
        expect(found.checks.map(({ name, ok }) => [name, ok])).toEqual([
            ['sign_in', true],
            ['role', true],
            ['warehouse', true],
            ['databases', true],
            ['warehouses', true],
            ['roles', true],
            ['users', true]
        ]);
        expect(found.checks.find(({ name }) => name === 'databases')).toMatchObject({ count: 1, remedy: null });
        expect(world.engine.account.warehouses.get('NANGO_WH')?.state).toBe('SUSPENDED');
    });

    test('run_query runs one on the warehouse', async () => {
        world = await startWorld();
        const found = await report(world, integration, { run_query: true });
        expect(found.checks).toContainEqual(expect.objectContaining({ name: 'query', ok: true }));
    });

    test('what the role cannot see comes with a remedy, and is no failure', async () => {
        world = await startWorld({
            role: 'READER',
            fill: ({ account }) => {
                account.addRole({ name: 'READER' });
                account.addDatabase({ name: 'SALES' });
            }
        });
        const found = await report(world, integration);
        expect(found.ok).toBe(true);
        expect(found.checks.find(({ name }) => name === 'databases')).toMatchObject({
            ok: false,
            count: 0,
            remedy: expect.stringContaining('GRANT USAGE ON DATABASE')
        });
    });

    test('a disabled user is a failed check with what to do, not an error', async () => {
        world = await startWorld();
        world.engine.account.user(USER).disabled = true;
        const found = await report(world, integration);
        expect(found).toMatchObject({ ok: false, user: null, checks: [{ name: 'sign_in', ok: false }] });
        expect(found.checks[0]?.remedy).not.toBe('');
    });

    test('a missing warehouse that the connection names is a failure', async () => {
        world = await startWorld();
        const connection = world.nango.connections.find(integration, CONNECTION);
        Object.assign(connection?.connectionConfig ?? {}, { warehouse: 'NOWHERE' });
        const found = await report(world, integration);
        expect(found.ok).toBe(false);
        expect(JSON.stringify(found.checks)).toContain('NOWHERE');
    });
});
