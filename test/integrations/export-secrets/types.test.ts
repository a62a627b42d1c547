/** The other types of destination share the lifecycle; what is their own is the schema and how they are tried. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CASES, letExporterIn, SECRET, startVendors, WORKSPACE } from './vendors.js';
import type { Case, Vendors } from './vendors.js';
import { act, connect, describe, organisation, provisioned, refusal, startWorld, stored } from './world.js';
import type { World } from './world.js';

let world: World;
let vendors: Vendors;
beforeAll(async () => {
    vendors = await startVendors();
    world = await startWorld({}, vendors.hosts);
    world.nango.addIntegration('qlik-export', 'private-api-bearer');
    world.nango.addIntegration('power-bi-export', 'private-api-basic');
    world.nango.addIntegration('postgresql-export', 'private-api-basic');
    if (world.embedded !== null) letExporterIn(world.embedded);
});
afterAll(async () => {
    await world.close();
    vendors.close();
});

function connectTo(one: Case, org: string, secret: string, config = one.config): string {
    const id = randomUUID();
    world.nango.addConnection({
        integration: one.integration,
        id,
        tags: { organization_id: org },
        credentials: one.credentials(secret),
        connectionConfig: config
    });
    return id;
}

test.each(CASES)('$type: tried, stored and disconnected like any other', async (one) => {
    const connection = connectTo(one, organisation(), SECRET);
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
});

test.each(CASES)('$type: refused credentials fail it, and are told nowhere', async (one) => {
    const wrong = randomUUID();
    const connection = connectTo(one, organisation(), wrong);
    const failed = await provisioned(world, one.integration, connection, { name: 'a' });
    expect(failed).toMatchObject({ status: 'Failed', error: { code: 'invalid_credentials' } });
    expect(failed.error?.message).not.toContain('"exporter"');
    expect(world.nango.journal.search(wrong)).toEqual([]);
});

test('types do not stand in each other’s way within an organisation', async () => {
    const org = organisation();
    const snowflake = await provisioned(world, 'snowflake-jwt', connect(world, 'snowflake-jwt', org), { name: 'a' });
    expect(snowflake.status).toBe('Validated');
    for (const one of CASES) {
        const made = await provisioned(world, one.integration, connectTo(one, org, SECRET), { name: 'a' });
        expect(made.status).toBe('Validated');
    }
});

test.each([
    ['qlik-export', { tenant: 'acme.eu.qlikcloud.com.attacker.example' }],
    ['qlik-export', { tenant: 'attacker.example/acme.eu.qlikcloud.com' }],
    ['qlik-export', { tenant: 'acme.eu.qlikcloud.com:8443' }],
    ['power-bi-export', { tenant_id: '../common', workspace_id: WORKSPACE }],
    ['power-bi-export', { tenant_id: 'acme.example', workspace_id: '../../admin' }],
    ['postgresql-export', { host: 'db.acme.example/x?', database: 'exports' }],
    ['postgresql-export', { host: 'db.acme.example', database: 'exports?ssl=false' }]
])('%s refuses %o before anything is sent', async (integration, config) => {
    const one = CASES.find((each) => each.integration === integration);
    if (one === undefined) throw new Error('no such case');
    const connection = connectTo(one, organisation(), SECRET, config);
    const payload = await refusal(world, integration, 'create-export-secret', connection, { name: 'a' });
    expect(payload).toMatchObject({ code: 'export_secret_invalid_credentials' });
});

test('a type that the integration does not make is refused', async () => {
    const [one] = CASES;
    if (one === undefined) throw new Error('no case');
    const connection = connectTo(one, organisation(), SECRET);
    const payload = await refusal(world, one.integration, 'create-export-secret', connection, {
        name: 'a',
        type: 'snowflake'
    });
    expect(payload).toMatchObject({ code: 'invalid_input', message: expect.stringContaining('qlik') });
});
