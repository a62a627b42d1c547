import { afterAll, beforeAll, expect, test } from 'vitest';
import { act, connect, KINDS, organisation, provisioned, startWorld, sync } from './world.js';
import type { World } from './world.js';

let world: World;
beforeAll(async () => {
    world = await startWorld();
});
afterAll(async () => {
    await world.close();
});

test('no credential occurs in anything that a lifecycle leaves behind', async () => {
    for (const kind of KINDS) {
        const connection = connect(world, kind, organisation());
        const { id } = await provisioned(world, kind, connection, { name: 'a' });
        await sync(world, kind, connection);
        await act(world, kind, 'disconnect-export-secret', connection, { id });
        await act(world, kind, 'restore-export-secret', connection, { id });
        await world.nango.runAction(kind, 'list-export-secrets', connection);
        await world.nango.idle();
        world.account.allowed = false;
        await sync(world, kind, connection);
        const other = connect(world, kind, organisation());
        await provisioned(world, kind, other, { name: 'b' });
        world.account.allowed = true;
        world.snowflake.faults.order({
            kind: 'status',
            status: 403,
            code: '390100',
            message: `Login of ${world.account.user.toLowerCase()} with ${kind === 'snowflake-jwt' ? 'a key' : world.account.password} refused`
        });
        await provisioned(world, kind, connect(world, kind, organisation()), { name: 'c' });
        await world.nango.deleteConnection(kind, connection);
    }
    await world.nango.idle();
    const { journal } = world.nango;
    expect(new Set(journal.entries.map(({ kind }) => kind))).toEqual(
        new Set(['input', 'output', 'log', 'http', 'records', 'metadata'])
    );
    const { account, keys } = world;
    const keyLines = account.privateKey.split('\n').filter((line) => line.length === 64);
    const planted = [account.password, account.user, account.privateKey, ...keyLines, keys.secretAccessKey];
    for (const secret of planted) {
        expect(journal.search(secret)).toEqual([]);
    }
});
