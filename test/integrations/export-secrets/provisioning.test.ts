import { afterAll, beforeAll, expect, test } from 'vitest';
import {
    connect,
    connectionOf,
    describe,
    KINDS,
    organisation,
    provisioned,
    refusal,
    act,
    startWorld,
    stored,
    sync
} from './world.js';
import type { World } from './world.js';

let world: World;
beforeAll(async () => {
    world = await startWorld();
});
afterAll(async () => {
    await world.close();
});

test.each(KINDS)(
    '%s: a create answers Pending at once and ends Validated, with the secret in its place',
    async (kind) => {
        const org = organisation();
        const connection = connect(world, kind, org);
        const begun = await act(world, kind, 'create-export-secret', connection, { name: 'Main warehouse' });
        expect(begun).toMatchObject({
            status: 'Pending',
            integration_status: 'Pending',
            organization_id: org,
            secret_name: `dualentry/exports/org_${org}/Main-warehouse_${begun.id}`,
            destination_metadata: { account: 'myorg-myaccount', warehouse: 'WH', database: 'DB' }
        });
        await world.nango.idle();
        const done = await act(world, kind, 'get-export-secret', connection, { id: begun.id });
        expect(done).toMatchObject({ status: 'Validated', integration_status: 'Connected', error: null });
        const secret = await describe(world, done.secret_name);
        expect(done.secret_arn).toBe(secret?.ARN);
        const tags = Object.fromEntries((secret?.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
        expect(tags).toEqual({
            export_secret_id: begun.id,
            export_type: 'snowflake',
            organization_id: org,
            nango_integration: kind,
            nango_connection: connection
        });
        const records = world.nango.records(kind, connection, 'ExportSecret');
        expect(records).toHaveLength(1);
        expect(records[0]).toMatchObject(done);
    }
);

test('a password destination stores the fixed schema and no empty role', async () => {
    const connection = connect(world, 'snowflake-password', organisation());
    const done = await provisioned(world, 'snowflake-password', connection, { name: 'p' });
    expect(await stored(world, done.secret_name)).toEqual({
        type: 'snowflake',
        account: 'myorg-myaccount',
        warehouse: 'WH',
        database: 'DB',
        username: world.account.user,
        password: world.account.password
    });
});

test('a key-pair destination stores the private key in place of the password and says so', async () => {
    const connection = connect(world, 'snowflake-jwt', organisation());
    const done = await provisioned(world, 'snowflake-jwt', connection, { name: 'k' });
    expect(await stored(world, done.secret_name)).toEqual({
        type: 'snowflake',
        account: 'myorg-myaccount',
        warehouse: 'WH',
        database: 'DB',
        username: world.account.user,
        authenticator: 'SNOWFLAKE_JWT',
        private_key: world.account.privateKey
    });
});

test.each(KINDS)('%s: empty options of the create action are unset', async (kind) => {
    const connection = connect(world, kind, organisation());
    const input = { name: 'e', role: '', warehouse: '', format: '' };
    const done = await provisioned(world, kind, connection, input);
    expect(done).toMatchObject({ status: 'Validated', format: 'page' });
    expect(await stored(world, done.secret_name)).not.toHaveProperty('role');
});

test.each([9_000, 80_000])('a password of %i bytes is refused before anything is sent', async (length) => {
    const kind = 'snowflake-password';
    const connection = connect(world, kind, organisation());
    connectionOf(world, kind, connection).credentials = {
        type: 'BASIC',
        username: world.account.user,
        password: 'x'.repeat(length)
    };
    const run = await world.nango.runAction(kind, 'create-export-secret', connection, { name: 'l' });
    expect(run.error?.payload).toMatchObject({ code: 'export_secret_too_large', bytes: length });
    expect(run.requests.filter(({ url }) => url.includes('snowflakecomputing'))).toEqual([]);
});

test('options of the create action reach the secret', async () => {
    const connection = connect(world, 'snowflake-jwt', organisation());
    const done = await provisioned(world, 'snowflake-jwt', connection, {
        name: 'o',
        database: 'OTHER',
        role: 'PUBLIC'
    });
    expect(done.destination_metadata).toEqual({ account: 'myorg-myaccount', warehouse: 'WH', database: 'OTHER' });
    expect(await stored(world, done.secret_name)).toMatchObject({ database: 'OTHER', role: 'PUBLIC' });
});

test.each(KINDS)(
    '%s: a refused login ends Failed, keeps the row, and leaves neither secret nor claim',
    async (kind) => {
        const org = organisation();
        const connection = connect(world, kind, org);
        world.account.allowed = false;
        try {
            const failed = await provisioned(world, kind, connection, { name: 'x' });
            expect(failed).toMatchObject({ status: 'Failed', integration_status: 'Error' });
            expect(failed.error?.code).toMatch(/^(invalid_credentials|user_locked)$/);
            expect(await describe(world, failed.secret_name)).toBeNull();
            const log = world.nango.journal.entries.filter((entry) => entry.kind === 'log');
            expect(JSON.stringify(log)).toContain(`export_secret_provisioning_error secret_id=${failed.id}`);
            world.account.allowed = true;
            await sync(world, kind, connection);
            const later = await act(world, kind, 'get-export-secret', connection, { id: failed.id });
            expect(later.status).toBe('Failed');
        } finally {
            world.account.allowed = true;
        }
        const next = await provisioned(world, kind, connection, { name: 'y' });
        expect(next.status).toBe('Validated');
        const list = await world.nango.runAction(kind, 'list-export-secrets', connection);
        expect(list.output).toMatchObject({ export_secrets: [{ status: 'Failed' }, { status: 'Validated' }] });
    }
);

test('a network policy fails the destination and the log names the address that Snowflake saw', async () => {
    const connection = connect(world, 'snowflake-jwt', organisation());
    world.snowflake.faults.refuseAddress('198.51.100.7');
    try {
        const failed = await provisioned(world, 'snowflake-jwt', connection, { name: 'n' });
        expect(failed.error?.code).toBe('network_policy');
        expect(JSON.stringify(world.nango.journal.entries)).toContain(
            `export_secret_ip_check secret_id=${failed.id} ip=198.51.100.7`
        );
    } finally {
        world.snowflake.faults.refuseAddress(null);
    }
});

test('a second create in the organisation is refused, whichever connection asks', async () => {
    const org = organisation();
    const first = await provisioned(world, 'snowflake-jwt', connect(world, 'snowflake-jwt', org), { name: 'a' });
    const other = connect(world, 'snowflake-password', org);
    const payload = await refusal(world, 'snowflake-password', 'create-export-secret', other, { name: 'b' });
    expect(payload).toMatchObject({
        code: 'export_secret_already_exists',
        http_status: 400,
        active_secret_id: first.id,
        message: expect.stringContaining('integration already exists')
    });
});

test('a password in the input is refused by the name of its field', async () => {
    const connection = connect(world, 'snowflake-password', organisation());
    const payload = await refusal(world, 'snowflake-password', 'create-export-secret', connection, {
        name: 'x',
        password: 'in the wrong place'
    });
    expect(payload).toMatchObject({ code: 'invalid_input', message: expect.stringContaining('password') });
});

test('credentials that do not fit the schema are refused before anything is tried', async () => {
    const connection = connect(world, 'snowflake-password', organisation());
    const found = world.nango.connections.get('snowflake-password', connection);
    found.connectionConfig = { account: 'myorg-myaccount', warehouse: ' ', database: 'DB' };
    const before = world.snowflake.requests.length;
    const payload = await refusal(world, 'snowflake-password', 'create-export-secret', connection, { name: 'x' });
    expect(payload).toMatchObject({ code: 'export_secret_invalid_credentials', fields: 'warehouse' });
    expect(world.snowflake.requests).toHaveLength(before);
});

test('a connection without an organisation is refused with what to do', async () => {
    const connection = connect(world, 'snowflake-jwt', '');
    const payload = await refusal(world, 'snowflake-jwt', 'create-export-secret', connection, { name: 'x' });
    expect(payload).toMatchObject({
        code: 'organization_missing',
        message: expect.stringContaining('organization_id')
    });
});

test('an unknown id is not found', async () => {
    const connection = connect(world, 'snowflake-jwt', organisation());
    const payload = await refusal(world, 'snowflake-jwt', 'get-export-secret', connection, { id: 'nobody' });
    expect(payload).toMatchObject({ code: 'export_secret_not_found' });
});
