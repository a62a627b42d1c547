import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimName } from '../../../shared/export-secrets/naming.js';
import { ExportSecretSchema } from '../../../shared/export-secrets/record.js';
import type { ExportSecret } from '../../../shared/export-secrets/record.js';
import { withoutTriggered } from '../../support/executions.js';
import { offset, STRIDE } from '../../support/thinned.js';
import { act, connect, describe, heldAt, KINDS, organisation, provisioned, startWorld, stored, sync } from './world.js';
import type { Kind, World } from './world.js';

/** More than any function of the lifecycle takes; a run that ends before the cut ends the test. */
const MOST_STEPS = 80;
/** Faults can be ordered only there. */
const IS_EMBEDDED = process.env['AWS_INTEROP_ENDPOINT'] === undefined;
/** A run killed before its next step leaves the same world as one killed after this step, so one of the two is enough. */
const killedAfter = (step: number): { kill: { step: number; moment: 'after' } } => ({
    kill: { step, moment: 'after' }
});

let world: World;
beforeAll(async () => {
    world = await startWorld();
});
afterAll(async () => {
    await world.close();
});

async function listed(kind: Kind, connection: string): Promise<ExportSecret[]> {
    const { output } = await world.nango.runAction(kind, 'list-export-secrets', connection);
    return ExportSecretSchema.array().parse(Object(output).export_secrets);
}

async function holder(org: string): Promise<string | null> {
    const name = claimName('dualentry/exports', org, 'snowflake');
    if ((await describe(world, name)) === null) return null;
    return Object(Object(await stored(world, name)).holder ?? {}).id ?? null;
}

test.each(KINDS)('%s: a create killed at any step ends in one Validated destination', async (kind) => {
    for (let cut = 1 + offset(KINDS.indexOf(kind)); cut <= MOST_STEPS; cut += STRIDE) {
        const org = organisation();
        const connection = connect(world, kind, org);
        const run = await world.nango.runAction(
            kind,
            'create-export-secret',
            connection,
            { name: 'a' },
            killedAfter(cut)
        );
        await world.nango.idle();
        const ended = run.status === 'success';
        // What the caller and the schedule do next: create again, refused or not, then the sync.
        await world.nango.runAction(kind, 'create-export-secret', connection, { name: 'a' });
        await world.nango.idle();
        expect((await sync(world, kind, connection)).error, `step ${cut}`).toBeNull();
        const rows = await listed(kind, connection);
        expect(
            rows.map(({ status }) => status),
            `step ${cut}`
        ).toEqual(['Validated']);
        expect(await holder(org)).toBe(rows[0]?.id);
        if (ended) return;
    }
    throw new Error('The create has more steps than the test cuts.');
});

test.each(KINDS)('%s: a provisioning killed at any step is picked up', async (kind) => {
    for (let cut = 1 + offset(KINDS.indexOf(kind) + 1); cut <= MOST_STEPS; cut += STRIDE) {
        const org = organisation();
        const connection = connect(world, kind, org);
        // The create as it was before its sync ran: the sync here is the one that is killed.
        const begun = await withoutTriggered(
            world.nango,
            async () => await act(world, kind, 'create-export-secret', connection, { name: 'a' })
        );
        const run = await world.nango.runSync(kind, 'export-secrets', connection, killedAfter(cut));
        const ended = run.status === 'success';
        expect((await sync(world, kind, connection)).error, `step ${cut}`).toBeNull();
        const [row, ...others] = await listed(kind, connection);
        expect(row, `step ${cut}`).toMatchObject({ id: begun.id, status: 'Validated', error: null });
        expect(others).toEqual([]);
        expect((await describe(world, begun.secret_name))?.ARN).toBe(row?.secret_arn);
        expect(await holder(org)).toBe(begun.id);
        expect(world.nango.records(kind, connection, 'ExportSecret')[0]).toMatchObject({ status: 'Validated' });
        if (ended) return;
    }
    throw new Error('The provisioning has more steps than the test cuts.');
});

test.each([
    ['disconnect-export-secret', 0],
    ['restore-export-secret', 1]
] as const)('%s killed at any step is finished by the sync or by the caller', async (action, nth) => {
    const kind = 'snowflake-jwt';
    for (let cut = 1 + offset(nth); cut <= MOST_STEPS; cut += STRIDE) {
        const org = organisation();
        const connection = connect(world, kind, org);
        const { id, secret_name: name } = await provisioned(world, kind, connection, { name: 'a' });
        if (action === 'restore-export-secret') {
            await act(world, kind, 'disconnect-export-secret', connection, { id });
            await world.nango.idle();
        }
        const run = await world.nango.runAction(kind, action, connection, { id }, killedAfter(cut));
        const ended = run.status === 'success';
        await world.nango.idle();
        expect((await sync(world, kind, connection)).error, `step ${cut}`).toBeNull();
        await world.nango.runAction(kind, action, connection, { id });
        await world.nango.idle();
        const [row] = await listed(kind, connection);
        const secret = await describe(world, name);
        const live = action === 'restore-export-secret';
        expect(row, `step ${cut}`).toMatchObject({ status: live ? 'Validated' : 'Archived' });
        expect((secret?.DeletedDate ?? null) === null, `step ${cut}`).toBe(live);
        expect(await holder(org)).toBe(live ? id : null);
        if (ended) return;
    }
    throw new Error('The action has more steps than the test cuts.');
});

test.runIf(IS_EMBEDDED).each([
    ['claims its place', 'GetSecretValue', 1],
    ['stores the secret', 'CreateSecret', 0],
    ['looks at its claim again', 'GetSecretValue', 2]
])('a connection deleted while a run %s leaves neither secret nor claim', async (_what, operation, after) => {
    const kind = 'snowflake-jwt';
    const org = organisation();
    const connection = connect(world, kind, org);
    const { secret_name: name } = await withoutTriggered(
        world.nango,
        async () => await act(world, kind, 'create-export-secret', connection, { name: 'a' })
    );
    const resource = operation === 'CreateSecret' ? name : claimName('dualentry/exports', org, 'snowflake');
    let lines = '';
    const held = await heldAt(
        world,
        { operation, resource, after },
        async () => expect((await sync(world, kind, connection)).error).toBeNull(),
        async () => {
            const [deletion] = await world.nango.deleteConnection(kind, connection);
            lines = JSON.stringify(deletion?.logs);
        }
    );
    expect(held).toBe(true);
    expect(lines).toContain(after === 2 ? 'is deleted on' : 'no secret was there');
    const secret = await describe(world, name);
    expect(secret === null || secret.DeletedDate !== undefined).toBe(true);
    expect(await holder(org)).toBeNull();
});

test.runIf(IS_EMBEDDED)('AWS going away in the middle leaves a destination that the next run finishes', async () => {
    const kind = 'snowflake-jwt';
    const faults = world.embedded?.faults;
    for (let cut = 1; cut <= MOST_STEPS; cut += STRIDE) {
        const connection = connect(world, kind, organisation());
        await withoutTriggered(
            world.nango,
            async () => await act(world, kind, 'create-export-secret', connection, { name: 'a' })
        );
        faults?.abortAt(cut, 'after');
        const run = await sync(world, kind, connection);
        faults?.revive();
        const [during] = await listed(kind, connection);
        expect(['Pending', 'Testing', 'Validated']).toContain(during?.status);
        expect((await sync(world, kind, connection)).error).toBeNull();
        expect((await listed(kind, connection))[0]).toMatchObject({ status: 'Validated', error: null });
        if (run.status === 'success') return;
    }
    throw new Error('The provisioning has more requests than the test cuts.');
});
