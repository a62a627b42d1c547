/** rotate-export-secret: new credentials of the connection are tried before they take the place of the stored ones. */
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import {
    act,
    connect,
    connectionOf,
    credentials,
    describe,
    KINDS,
    organisation,
    provisioned,
    refusal,
    startWorld,
    stored
} from './world.js';
import type { World } from './world.js';

let world: World;
beforeAll(async () => {
    world = await startWorld();
});
afterAll(async () => {
    await world.close();
});

function allowRotation(): void {
    world.nango.environment.set('EXPORT_SECRETS_ROTATION', 'on');
    onTestFinished(() => world.nango.environment.clear());
}

test('it is off until the operator turns it on', async () => {
    const kind = 'snowflake-jwt';
    const connection = connect(world, kind, organisation());
    const { id } = await provisioned(world, kind, connection, { name: 'a' });
    const off = await refusal(world, kind, 'rotate-export-secret', connection, { id });
    expect(off).toMatchObject({ code: 'export_secret_rotation_off' });
});

test.each(KINDS)('%s: new credentials go into the same secret, and the former stay readable', async (kind) => {
    allowRotation();
    const connection = connect(world, kind, organisation());
    const made = await provisioned(world, kind, connection, { name: 'a' });
    const [former = ''] = Object.keys((await describe(world, made.secret_name))?.VersionIdsToStages ?? {});
    world.account.renew();
    connectionOf(world, kind, connection).credentials = credentials(world, kind);
    const rotated = await act(world, kind, 'rotate-export-secret', connection, { id: made.id });
    expect(rotated).toMatchObject({ integration_status: 'Connected', secret_arn: made.secret_arn, error: null });
    expect((await describe(world, made.secret_name))?.VersionIdsToStages?.[former]).toContain('AWSPREVIOUS');
    const secret = Object(await stored(world, made.secret_name));
    const { privateKey, password } = world.account;
    expect(Object.values(secret)).toContain(kind === 'snowflake-jwt' ? privateKey : password);
    await world.nango.idle();
    const after = await act(world, kind, 'get-export-secret', connection, { id: made.id });
    expect(after).toMatchObject({ integration_status: 'Connected', error: null });
});

test.each(KINDS)('%s: credentials that Snowflake refuses replace nothing', async (kind) => {
    allowRotation();
    const connection = connect(world, kind, organisation());
    const made = await provisioned(world, kind, connection, { name: 'a' });
    const before = await stored(world, made.secret_name);
    // The connection gets new credentials that the account never learns of.
    const right = { password: world.account.password, privateKey: world.account.privateKey };
    const known = { ...world.account };
    world.account.renew();
    connectionOf(world, kind, connection).credentials = credentials(world, kind);
    const wrong = kind === 'snowflake-jwt' ? world.account.privateKey : world.account.password;
    Object.assign(world.account, known, right);
    const asked = world.snowflake.requests.length;
    const refused = await refusal(world, kind, 'rotate-export-secret', connection, { id: made.id });
    expect(refused).toMatchObject({ code: 'invalid_credentials' });
    expect(JSON.stringify(refused)).toContain('The stored credentials were not changed.');
    expect(world.snowflake.requests.length).toBeGreaterThan(asked);
    expect(await stored(world, made.secret_name)).toEqual(before);
    const versions = Object.keys((await describe(world, made.secret_name))?.VersionIdsToStages ?? {});
    expect(versions).toHaveLength(1);
    expect(world.nango.journal.search(wrong)).toEqual([]);
    const after = await act(world, kind, 'get-export-secret', connection, { id: made.id });
    expect(after.status).toBe('Validated');
});
