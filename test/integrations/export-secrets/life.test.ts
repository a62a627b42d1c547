/** The whole life of each type of destination that is not Snowflake's, on our stand-in and on moto. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addVendorIntegrations, CASES, connectTo, letExporterIn, SECRET, startVendors } from './vendors.js';
import type { Vendors } from './vendors.js';
import { act, describe, organisation, provisioned, refusal, startWorld, stored } from './world.js';
import type { World } from './world.js';

let world: World;
let vendors: Vendors;
beforeAll(async () => {
    vendors = await startVendors();
    world = await startWorld({}, vendors.hosts);
    addVendorIntegrations(world);
    if (world.embedded !== null) letExporterIn(world.embedded);
});
afterAll(async () => {
    await world.close();
    vendors.close();
});

test.for(CASES)('$type: tried, stored, disconnected, restored and ended like any other', async (one, { skip }) => {
    if (world.embedded === null && one.database !== undefined) skip('moto has no TestConnection, by which it is tried');
    const connection = connectTo(world, one, organisation(), SECRET);
    const made = await provisioned(world, one.integration, connection, { name: 'a', type: one.type });
    expect(made).toMatchObject({
        status: 'Validated',
        type: one.type,
        destination_metadata: one.metadata,
        error: null
    });
    expect(await stored(world, made.secret_name)).toEqual(one.payload);
    const payload = await refusal(world, one.integration, 'create-export-secret', connection, { name: 'b' });
    expect(payload).toMatchObject({ code: 'export_secret_already_exists' });
    await act(world, one.integration, 'disconnect-export-secret', connection, { id: made.id });
    expect((await describe(world, made.secret_name))?.DeletedDate).toBeDefined();
    await act(world, one.integration, 'restore-export-secret', connection, { id: made.id });
    await world.nango.idle();
    const restored = await act(world, one.integration, 'get-export-secret', connection, { id: made.id });
    expect(restored).toMatchObject({ status: 'Validated', integration_status: 'Connected' });
    await act(world, one.integration, 'disconnect-export-secret', connection, { id: made.id });
    expect((await describe(world, made.secret_name))?.DeletedDate).toBeDefined();
});
