import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AwsFailure } from '../../../local/aws/aws-failure.js';
import { CASES, letExporterIn, SECRET, startVendors } from './vendors.js';
import type { Vendors } from './vendors.js';
import { act, connect, KINDS, organisation, provisioned, startWorld, sync } from './world.js';
import type { World } from './world.js';

let world: World;
let vendors: Vendors;
beforeAll(async () => {
    vendors = await startVendors();
    world = await startWorld({}, vendors.hosts);
});
afterAll(async () => {
    await world.close();
    vendors.close();
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

test.each(CASES)('$type: neither the right nor a wrong credential is left behind', async (one) => {
    const { embedded, nango } = world;
    if (embedded === null) throw new Error('This suite needs the embedded AWS.');
    const wrong = randomUUID();
    nango.addIntegration(one.integration, one.type === 'qlik' ? 'private-api-bearer' : 'private-api-basic');
    const begin = async (secret: string): Promise<string> => {
        const id = randomUUID();
        nango.addConnection({
            integration: one.integration,
            id,
            tags: { organization_id: organisation() },
            credentials: one.credentials(secret),
            connectionConfig: one.config
        });
        await provisioned(world, one.integration, id, { name: 'a' });
        return id;
    };
    letExporterIn(embedded);
    const connection = await begin(SECRET);
    await begin(wrong);
    // Whatever Glue answers with may repeat what was tried.
    for (const name of ['InvalidInputException', 'InternalServiceException', 'OperationTimeoutException']) {
        const said = `Cannot connect as "exporter" with "${SECRET}"`;
        embedded.glue().testVerdict = () => new AwsFailure(name, said, name.startsWith('Internal') ? 500 : 400);
        await begin(SECRET);
        await sync(world, one.integration, connection);
    }
    await nango.deleteConnection(one.integration, connection);
    await nango.idle();
    for (const secret of [SECRET, wrong]) expect(nango.journal.search(secret)).toEqual([]);
});
