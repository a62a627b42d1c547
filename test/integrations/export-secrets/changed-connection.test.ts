/** A connection that changes under its destination: reconnected, reconfigured, or given to another organisation. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimName } from '../../../shared/export-secrets/naming.js';
import type { ExportSecret } from '../../../shared/export-secrets/record.js';
import { act, connect, connectionOf, credentials, describe, KINDS, organisation } from './world.js';
import { provisioned, startWorld, stored, sync } from './world.js';
import type { Kind, World } from './world.js';

let world: World;
beforeAll(async () => {
    world = await startWorld();
});
afterAll(async () => {
    await world.close();
});

async function afterSync(kind: Kind, connection: string, id: string): Promise<ExportSecret> {
    expect((await sync(world, kind, connection)).error).toBeNull();
    const row = await act(world, kind, 'get-export-secret', connection, { id });
    expect(world.nango.records(kind, connection, 'ExportSecret')[0]).toMatchObject(row);
    return row;
}

/** The customer's account has new credentials, and the connection is reconnected with them. */
function reconnect(kind: Kind, connection: string): void {
    world.account.renew();
    connectionOf(world, kind, connection).credentials = credentials(world, kind);
}

test.each(KINDS)('%s: a reconnect with other credentials shows that the stored ones are outdated', async (kind) => {
    const connection = connect(world, kind, organisation());
    const made = await provisioned(world, kind, connection, { name: 'a' });
    expect(made).toMatchObject({ status: 'Validated', error: null });
    const { id, secret_name: name } = made;
    const before = await stored(world, name);
    reconnect(kind, connection);
    const outdated = await afterSync(kind, connection, id);
    expect(outdated).toMatchObject({
        status: 'Validated',
        integration_status: 'Error',
        error: { code: 'export_secret_outdated' }
    });
    expect(await stored(world, name)).toEqual(before);
    const again = await sync(world, kind, connection);
    expect(again.counts['ExportSecret']).toMatchObject({ added: 0, updated: 0, deleted: 0 });

    await act(world, kind, 'disconnect-export-secret', connection, { id });
    const next = await provisioned(world, kind, connection, { name: 'b' });
    expect(next).toMatchObject({ status: 'Validated', integration_status: 'Connected' });
    expect(await stored(world, next.secret_name)).not.toEqual(before);
});

test.each(KINDS)('%s: a reconnect with the same credentials changes nothing', async (kind) => {
    const connection = connect(world, kind, organisation());
    const { id } = await provisioned(world, kind, connection, { name: 'a' });
    connectionOf(world, kind, connection).credentials = credentials(world, kind);
    expect(await afterSync(kind, connection, id)).toMatchObject({ integration_status: 'Connected', error: null });
});

test('a connection moved to another database shows it, and recovers when it is moved back', async () => {
    const kind = 'snowflake-password';
    const connection = connect(world, kind, organisation());
    const { id } = await provisioned(world, kind, connection, { name: 'a' });
    const found = connectionOf(world, kind, connection);
    const before = found.connectionConfig;
    found.connectionConfig = { ...before, database: 'OTHER' };
    expect(await afterSync(kind, connection, id)).toMatchObject({
        error: { code: 'export_secret_outdated' },
        destination_metadata: { database: 'DB' }
    });
    found.connectionConfig = before;
    expect(await afterSync(kind, connection, id)).toMatchObject({ integration_status: 'Connected', error: null });
});

test.each([
    ['a reconnect', 'export_secret_outdated'],
    ['its user was disabled', 'user_locked']
])('a restore after %s does not answer Connected', async (after, code) => {
    const kind = 'snowflake-password';
    const connection = connect(world, kind, organisation());
    const { id } = await provisioned(world, kind, connection, { name: 'a' });
    await act(world, kind, 'disconnect-export-secret', connection, { id });
    await world.nango.idle();
    if (after === 'a reconnect') reconnect(kind, connection);
    else world.account.allowed = false;
    try {
        const back = await act(world, kind, 'restore-export-secret', connection, { id });
        expect(back).toMatchObject({ status: 'Validated', integration_status: 'Error', error: { code } });
        expect(back.deletion_date).toBeNull();
        await world.nango.idle();
    } finally {
        world.account.allowed = true;
    }
});

test.each(KINDS)(
    '%s: rows that a reconnect took away are back at once, outdated where the credentials changed',
    async (kind) => {
        const connection = connect(world, kind, organisation());
        const ended = await provisioned(world, kind, connection, { name: 'ended' });
        await act(world, kind, 'disconnect-export-secret', connection, { id: ended.id });
        const made = await provisioned(world, kind, connection, { name: 'a' });
        await world.nango.idle();
        // As a real Nango does at a reconnect.
        const found = connectionOf(world, kind, connection);
        found.metadata = null;
        const { output } = await world.nango.runAction(kind, 'list-export-secrets', connection);
        expect(Object(output).export_secrets).toMatchObject([
            { id: ended.id, status: 'Archived', integration_status: 'Disconnected' },
            { id: made.id, status: 'Validated', integration_status: 'Connected', secret_arn: made.secret_arn }
        ]);
        found.metadata = null;
        reconnect(kind, connection);
        const outdated = await act(world, kind, 'get-export-secret', connection, { id: made.id });
        expect(outdated).toMatchObject({ integration_status: 'Error', error: { code: 'export_secret_outdated' } });
        found.metadata = null;
        const refused = await world.nango.runAction(kind, 'create-export-secret', connection, { name: 'b' });
        expect(refused.error?.payload).toMatchObject({
            code: 'export_secret_already_exists',
            active_secret_id: made.id
        });
        await act(world, kind, 'disconnect-export-secret', connection, { id: made.id });
        expect((await provisioned(world, kind, connection, { name: 'c' })).status).toBe('Validated');
    }
);

test('what a row remembers of the credentials is not made of them alone', async () => {
    const kind = 'snowflake-password';
    const marks = await Promise.all(
        ['a', 'b'].map(async (name) => {
            const connection = connect(world, kind, organisation());
            await provisioned(world, kind, connection, { name });
            return /"secret_mark":"([^"]+)"/.exec(JSON.stringify(connectionOf(world, kind, connection).metadata))?.[1];
        })
    );
    expect(marks).toEqual([expect.any(String), expect.any(String)]);
    expect(marks[0]).not.toBe(marks[1]);
});

test('a changed organisation tag ends nothing, and is told until it is put back', async () => {
    const kind = 'snowflake-jwt';
    const [old, other] = [organisation(), organisation()];
    // The other organisation once had a destination of its own: its place is free.
    const once = connect(world, kind, other);
    const { id: ended } = await provisioned(world, kind, once, { name: 'once' });
    await act(world, kind, 'disconnect-export-secret', once, { id: ended });
    await world.nango.idle();

    const connection = connect(world, kind, old);
    const { id, secret_name: name } = await provisioned(world, kind, connection, { name: 'a' });
    const found = connectionOf(world, kind, connection);
    found.tags = { organization_id: other };
    expect(await afterSync(kind, connection, id)).toMatchObject({
        status: 'Validated',
        integration_status: 'Error',
        organization_id: old,
        error: { code: 'organization_changed' }
    });
    expect((await describe(world, name))?.DeletedDate).toBeUndefined();
    found.tags = { organization_id: old };
    expect(await afterSync(kind, connection, id)).toMatchObject({ integration_status: 'Connected', error: null });
});

test.each(['disconnect', 'deletion of the connection'])(
    'after a changed organisation tag, a %s frees the place of the former organisation',
    async (end) => {
        const kind = 'snowflake-jwt';
        const old = organisation();
        const connection = connect(world, kind, old);
        const { id, secret_name: name } = await provisioned(world, kind, connection, { name: 'a' });
        connectionOf(world, kind, connection).tags = end === 'disconnect' ? { organization_id: organisation() } : {};
        if (end === 'disconnect') await act(world, kind, 'disconnect-export-secret', connection, { id });
        else await world.nango.deleteConnection(kind, connection);
        await world.nango.idle();
        expect((await describe(world, name))?.DeletedDate).toBeDefined();
        expect(await stored(world, claimName('dualentry/exports', old, 'snowflake'))).toMatchObject({ holder: null });
    }
);
