import { DeleteSecretCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimName } from '../../../shared/export-secrets/naming.js';
import { ExportSecretSchema } from '../../../shared/export-secrets/record.js';
import { act, connect, connectionOf, describe, organisation, provisioned } from './world.js';
import { refusal, startWorld, stored, sync } from './world.js';
import type { Kind, World } from './world.js';

const PREFIX = 'dualentry/exports';
const CREATES = 20;

let world: World;
beforeAll(async () => {
    world = await startWorld();
});
afterAll(async () => {
    await world.close();
});

async function active(org: string, connections: readonly (readonly [Kind, string])[]): Promise<string[]> {
    const lists = await Promise.all(
        connections.map(async ([kind, id]) => {
            const { output } = await world.nango.runAction(kind, 'list-export-secrets', id);
            return ExportSecretSchema.array().parse(Object(output).export_secrets);
        })
    );
    return lists
        .flat()
        .filter((row) => row.organization_id === org && ['Pending', 'Testing', 'Validated'].includes(row.status))
        .map((row) => `${row.status} ${row.id}`);
}

test.each(['20 connections', 'one connection'])('20 creates at once from %s leave exactly one active', async (from) => {
    const org = organisation();
    const count = from === 'one connection' ? 1 : CREATES;
    const connections = Array.from({ length: count }, (_, index): readonly [Kind, string] => {
        const kind = index % 2 === 0 ? 'snowflake-jwt' : 'snowflake-password';
        return [kind, connect(world, kind, org)];
    });
    const results = await Promise.all(
        Array.from({ length: CREATES }, async (_, index) => {
            const [kind, id] = connections[index % count] ?? ['snowflake-jwt', ''];
            return await world.nango.runAction(kind, 'create-export-secret', id, { name: `n${index}` });
        })
    );
    await world.nango.idle();
    const won = results.filter(({ status }) => status === 'success');
    expect(won).toHaveLength(1);
    for (const { error } of results.filter(({ status }) => status !== 'success')) {
        expect(error?.payload).toMatchObject({ code: 'export_secret_already_exists' });
    }
    const winner = ExportSecretSchema.parse(won[0]?.output);
    expect(await active(org, connections)).toEqual([`Validated ${winner.id}`]);
    expect(await stored(world, claimName(PREFIX, org, 'snowflake'))).toMatchObject({ holder: { id: winner.id } });
});

test('20 creates at once for a place that was just given up leave exactly one active', async () => {
    const org = organisation();
    const kind = 'snowflake-jwt';
    const first = connect(world, kind, org);
    const { id } = await provisioned(world, kind, first, { name: 'a' });
    await act(world, kind, 'disconnect-export-secret', first, { id });
    const connections = Array.from({ length: CREATES }, () => connect(world, kind, org));
    const results = await Promise.all(
        connections.map(
            async (connection) => await world.nango.runAction(kind, 'create-export-secret', connection, { name: 'b' })
        )
    );
    await world.nango.idle();
    expect(results.filter(({ status }) => status === 'success')).toHaveLength(1);
    const all = connections.map((connection): readonly [Kind, string] => [kind, connection]);
    expect(await active(org, all)).toHaveLength(1);
});

test('creates and a restore at the same moment leave exactly one active', async () => {
    const org = organisation();
    const kind = 'snowflake-jwt';
    const first = connect(world, kind, org);
    const { id } = await provisioned(world, kind, first, { name: 'a' });
    await act(world, kind, 'disconnect-export-secret', first, { id });
    await world.nango.idle();
    const connections = Array.from({ length: 5 }, () => connect(world, kind, org));
    const results = await Promise.all([
        world.nango.runAction(kind, 'restore-export-secret', first, { id }),
        ...connections.map(
            async (connection) => await world.nango.runAction(kind, 'create-export-secret', connection, { name: 'b' })
        )
    ]);
    await world.nango.idle();
    expect(results.filter(({ status }) => status === 'success')).toHaveLength(1);
    const all = [first, ...connections].map((connection): readonly [Kind, string] => [kind, connection]);
    for (const [, connection] of all) await sync(world, kind, connection);
    expect(await active(org, all)).toHaveLength(1);
});

test('two organisations do not stand in each other’s way', async () => {
    const kind = 'snowflake-jwt';
    for (const org of [organisation(), organisation()]) {
        expect((await provisioned(world, kind, connect(world, kind, org), { name: 'a' })).status).toBe('Validated');
    }
});

test('the claim of a connection that vanished goes to the next create, and its secret is scheduled for deletion', async () => {
    const org = organisation();
    const kind = 'snowflake-jwt';
    const vanishing = connect(world, kind, org);
    const old = await provisioned(world, kind, vanishing, { name: 'a' });
    world.nango.connections.delete(connectionOf(world, kind, vanishing));
    const next = await provisioned(world, kind, connect(world, kind, org), { name: 'b' });
    expect(next.status).toBe('Validated');
    expect((await describe(world, old.secret_name))?.DeletedDate).toBeDefined();
});

test('a row that a concurrent metadata write lost comes back from the claim', async () => {
    const kind = 'snowflake-jwt';
    const connection = connect(world, kind, organisation());
    const made = await provisioned(world, kind, connection, { name: 'a' });
    const found = world.nango.connections.get(kind, connection);
    found.metadata = { settings: 'kept' };
    await sync(world, kind, connection);
    const back = await act(world, kind, 'get-export-secret', connection, { id: made.id });
    expect(back).toMatchObject({ status: 'Validated', secret_arn: made.secret_arn, name: 'a' });
    expect(connectionOf(world, kind, connection).metadata).toMatchObject({ settings: 'kept' });
});

test('a row that fell back behind its disconnect is archived again', async () => {
    const kind = 'snowflake-jwt';
    const connection = connect(world, kind, organisation());
    const { id } = await provisioned(world, kind, connection, { name: 'a' });
    const found = connectionOf(world, kind, connection);
    const before = structuredClone(found.metadata);
    await act(world, kind, 'disconnect-export-secret', connection, { id });
    await world.nango.idle();
    found.metadata = before;
    await sync(world, kind, connection);
    const row = await act(world, kind, 'get-export-secret', connection, { id });
    expect(row).toMatchObject({ status: 'Archived', integration_status: 'Disconnected' });
    // AWS told the date to the disconnect, and tells it once.
    expect(row.deletion_date).toBeNull();
});

test('a row that fell back behind its restore is restored again, and can be disconnected', async () => {
    const kind = 'snowflake-jwt';
    const connection = connect(world, kind, organisation());
    const { id } = await provisioned(world, kind, connection, { name: 'a' });
    await act(world, kind, 'disconnect-export-secret', connection, { id });
    await world.nango.idle();
    const found = connectionOf(world, kind, connection);
    const before = structuredClone(found.metadata);
    await act(world, kind, 'restore-export-secret', connection, { id });
    await world.nango.idle();
    found.metadata = before;
    await sync(world, kind, connection);
    const row = await act(world, kind, 'get-export-secret', connection, { id });
    expect(row).toMatchObject({ status: 'Validated', integration_status: 'Connected', deletion_date: null });
    expect((await act(world, kind, 'disconnect-export-secret', connection, { id })).status).toBe('Archived');
});

test('ended destinations that an overwritten metadata lost come back from their records', async () => {
    const kind = 'snowflake-jwt';
    const connection = connect(world, kind, organisation());
    const made = await provisioned(world, kind, connection, { name: 'a' });
    await act(world, kind, 'disconnect-export-secret', connection, { id: made.id });
    await world.nango.idle();
    const archived = await act(world, kind, 'get-export-secret', connection, { id: made.id });
    const found = connectionOf(world, kind, connection);
    found.metadata = { query: 'SELECT 1' };
    await sync(world, kind, connection);
    const back = await act(world, kind, 'get-export-secret', connection, { id: made.id });
    expect(back).toMatchObject({ ...archived, updated_at: expect.any(String) });
    expect(found.metadata).toMatchObject({ query: 'SELECT 1' });
    const restored = await act(world, kind, 'restore-export-secret', connection, { id: made.id });
    expect(restored).toMatchObject({ status: 'Validated', integration_status: 'Connected' });
});

test('a claim that somebody scheduled for deletion still holds, and comes back', async () => {
    const org = organisation();
    const kind = 'snowflake-jwt';
    const { id } = await provisioned(world, kind, connect(world, kind, org), { name: 'a' });
    await world.secrets.send(new DeleteSecretCommand({ SecretId: claimName(PREFIX, org, 'snowflake') }));
    const payload = await refusal(world, kind, 'create-export-secret', connect(world, kind, org), { name: 'b' });
    expect(payload).toMatchObject({ code: 'export_secret_already_exists', active_secret_id: id });
});

test('the claim holds no credentials', async () => {
    const org = organisation();
    await provisioned(world, 'snowflake-password', connect(world, 'snowflake-password', org), { name: 'a' });
    const claim = JSON.stringify(await stored(world, claimName(PREFIX, org, 'snowflake')));
    expect(claim).not.toContain(world.account.user);
    expect(claim).not.toContain(world.account.password);
});
