/** The life of an export destination as an app sees it: typed calls over HTTP, credentials nowhere in them. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { snowflake } from '../../client/index.js';
import type { Connection } from '../../client/index.js';
import { connect, organisation, startWorld } from '../integrations/export-secrets/world.js';
import type { World } from '../integrations/export-secrets/world.js';
import { appClient, appNango } from './app.js';

const SOON = { pollMs: 1 };

let world: World;
beforeAll(async () => {
    world = await startWorld();
});
afterAll(async () => {
    await world.close();
});

function customer(org = organisation()): Connection<'snowflake-password'> {
    return appClient(world).connection('snowflake-password', connect(world, 'snowflake-password', org));
}

test('a destination is created, waited for, listed, disconnected and restored', async () => {
    const { exportSecrets } = customer();
    const created = await exportSecrets.create({ name: 'Finance' });
    expect(created).toMatchObject({ name: 'Finance', status: 'Pending', integration_status: 'Pending' });

    const settled = await exportSecrets.waitFor(created.id, SOON);
    expect(settled).toMatchObject({ id: created.id, status: 'Validated', integration_status: 'Connected' });
    await world.nango.idle();
    const now = await exportSecrets.get(created.id);
    expect(now).toEqual({ ...settled, updated_at: now.updated_at });
    expect(await exportSecrets.list()).toEqual([now]);

    const ended = await exportSecrets.disconnect(created.id);
    expect(ended).toMatchObject({ status: 'Archived', deletion_date: expect.stringMatching(/^\d{4}-/) });
    await world.nango.idle();
    expect(await exportSecrets.restore(created.id)).toMatchObject({ status: 'Validated', deletion_date: null });
    await world.nango.idle();
});

test('a second active destination of an organisation is refused with the page’s code and words', async () => {
    const org = organisation();
    const first = customer(org);
    const { id } = await first.exportSecrets.create({ name: 'One' });
    await first.exportSecrets.waitFor(id, SOON);
    await expect(customer(org).exportSecrets.create({ name: 'Two' })).rejects.toMatchObject({
        source: 'function',
        call: 'create-export-secret',
        message: expect.stringContaining('integration already exists')
    });
});

test('waiting ends with a failed destination and its reason', async () => {
    const connection = customer();
    const stored = world.nango.connections.get('snowflake-password', connection.connectionId);
    if (stored.credentials.type === 'BASIC') stored.credentials = { ...stored.credentials, password: 'wrong' };
    const { id } = await connection.exportSecrets.create({ name: 'Broken' });
    expect(await connection.exportSecrets.waitFor(id, SOON)).toMatchObject({
        status: 'Failed',
        integration_status: 'Error',
        error: { code: 'invalid_credentials' }
    });
});

test('the records of the sync say the same as the actions', async () => {
    const connection = customer();
    const { id } = await connection.exportSecrets.create({ name: 'Records' });
    await connection.exportSecrets.waitFor(id, SOON);
    await world.nango.idle();
    const found: unknown[] = [];
    for await (const { records } of connection.records('export-secrets')) {
        found.push(...records.map(({ _nango_metadata: _meta, ...record }) => record));
    }
    expect(found).toEqual([await connection.exportSecrets.get(id)]);
});

test('a signal and a time limit end the waiting, not the destination', async () => {
    const connection = customer();
    const pending = await connection.exportSecrets.create({ name: 'Patience' });
    const nango = appNango(world);
    const looked = vi.spyOn(nango, 'triggerAction').mockResolvedValue({ ...pending, status: 'Testing' });
    const { exportSecrets } = snowflake(nango).connection('snowflake-password', connection.connectionId);
    await expect(exportSecrets.waitFor(pending.id, { timeoutMs: 0 })).rejects.toMatchObject({
        code: 'wait_timeout',
        details: { id: pending.id, status: 'Testing' }
    });

    const controller = new AbortController();
    looked.mockImplementation(async () => {
        setImmediate(() => {
            controller.abort(new Error('enough'));
        });
        return await Promise.resolve({ ...pending, status: 'Testing' });
    });
    const ONE_HOUR_MS = 3_600_000;
    const waiting = exportSecrets.waitFor(pending.id, {
        timeoutMs: ONE_HOUR_MS,
        pollMs: ONE_HOUR_MS,
        signal: controller.signal
    });
    await expect(waiting).rejects.toThrow('enough');
    expect(await connection.exportSecrets.waitFor(pending.id, SOON)).toMatchObject({ status: 'Validated' });
});

test('a destination that is not there is a refusal of the function', async () => {
    await expect(customer().exportSecrets.get('no-such-id')).rejects.toMatchObject({ source: 'function' });
});

test('settings leave the package’s own notes alone, also when one is taken away', async () => {
    const connection = customer();
    const { id } = await connection.exportSecrets.create({ name: 'Notes' });
    await connection.exportSecrets.waitFor(id, SOON);
    await connection.settings.set({ include_databases: ['A'], include_user_roles: true });
    expect(await connection.settings.update({ include_databases: undefined, role: 'R' })).toEqual({
        include_user_roles: true,
        role: 'R'
    });
    expect(await connection.settings.get()).toEqual({ include_user_roles: true, role: 'R' });
    await connection.settings.set({});
    expect(await connection.settings.get()).toEqual({});
    expect((await connection.exportSecrets.list()).map((each) => each.id)).toEqual([id]);
});

test('a wrong setting is refused by name and not written', async () => {
    const connection = customer();
    await connection.settings.set({ include_databases: ['A'] });
    const wrong = connection.settings.update({ include_databases: ['a.b'] });
    await expect(wrong).rejects.toMatchObject({ source: 'client', code: 'invalid_settings' });
    await expect(wrong).rejects.toThrow(/include_databases\.0/);
    expect(await connection.settings.get()).toEqual({ include_databases: ['A'] });
});
