/**
 * Two operations on one place, the second one at every request of the first: whoever wins, what rows, claim and secrets
 * say agrees as soon as both have answered. Needs requests held on order, so the embedded AWS only.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimName } from '../../../shared/export-secrets/naming.js';
import type { Row } from '../../../shared/export-secrets/record.js';
import { rowsIn } from '../../../shared/export-secrets/rows.js';
import { withoutTriggered } from '../../support/executions.js';
import { offset, STRIDE } from '../../support/thinned.js';
import { act, connect, describe, heldAt, organisation, provisioned, startWorld, stored } from './world.js';
import type { World } from './world.js';

const kind = 'snowflake-jwt';
/** More requests than any operation makes. */
const MOST_REQUESTS = 60;

let world: World;
beforeAll(async () => {
    world = await startWorld();
});
afterAll(async () => {
    await world.close();
});

/** An organisation with two connections, the first of which has a destination. */
interface Place {
    readonly org: string;
    readonly first: string;
    readonly second: string;
    readonly id: string;
}

async function place(state: 'Pending' | 'Validated' | 'Archived' | 'ending cut off'): Promise<Place> {
    const org = organisation();
    const [first, second] = [connect(world, kind, org), connect(world, kind, org)];
    if (state === 'Pending') {
        const { id } = await withoutTriggered(
            world.nango,
            async () => await act(world, kind, 'create-export-secret', first, { name: 'a' })
        );
        return { org, first, second, id };
    }
    const { id } = await provisioned(world, kind, first, { name: 'a' });
    if (state === 'ending cut off') world.embedded?.faults.add({ kind: 'deny', operation: 'DeleteSecret' });
    if (state !== 'Validated') await world.nango.runAction(kind, 'disconnect-export-secret', first, { id });
    world.embedded?.faults.clear();
    await world.nango.idle();
    return { org, first, second, id };
}

type Operation = (at: Place) => Promise<unknown>;
const OPERATIONS = {
    create: async ({ second }) => await world.nango.runAction(kind, 'create-export-secret', second, { name: 'b' }),
    restore: async ({ first, id }) => await world.nango.runAction(kind, 'restore-export-secret', first, { id }),
    disconnect: async ({ first, id }) => await world.nango.runAction(kind, 'disconnect-export-secret', first, { id }),
    sync: async ({ first }) => await world.nango.runSync(kind, 'export-secrets', first),
    'delete connection': async ({ first }) =>
        world.nango.connections.find(kind, first) && (await world.nango.deleteConnection(kind, first))
} satisfies Record<string, Operation>;
type Name = keyof typeof OPERATIONS;

/** As the metadata of the two connections keeps them. */
function rows({ first, second }: Place): Row[] {
    return [first, second].flatMap((id) => rowsIn(world.nango.connections.find(kind, id)?.metadata ?? {}));
}

interface Seen {
    readonly active: readonly string[];
    readonly liveSecrets: readonly string[];
}

/** What is there, and what the claim and the rows say should be. */
async function compared(at: Place): Promise<{ found: Seen; wanted: Seen }> {
    const all = rows(at);
    const active = all.filter(({ status }) => ['Pending', 'Testing', 'Validated'].includes(status));
    const claim = claimName('dualentry/exports', at.org, 'snowflake');
    const holder = (await describe(world, claim)) && Object(Object(await stored(world, claim)).holder ?? {}).id;
    const prefix = `dualentry/exports/org_${at.org}/`;
    const secrets = world.embedded?.secrets().all(Date.now()) ?? [];
    const live = secrets.filter(({ name, deletedMs }) => name.startsWith(prefix) && deletedMs === null);
    const validated = all.filter(({ status }) => status === 'Validated');
    return {
        found: { active: active.map(({ id }) => id), liveSecrets: live.map(({ name }) => name) },
        wanted: {
            active: active.length === 0 ? [] : [holder],
            liveSecrets: validated.map((row) => row.secret_name)
        }
    };
}

const PAIRS: readonly (readonly [Name, Name, Parameters<typeof place>[0]])[] = [
    ['restore', 'create', 'ending cut off'],
    ['create', 'restore', 'ending cut off'],
    ['restore', 'create', 'Archived'],
    ['create', 'restore', 'Archived'],
    ['sync', 'restore', 'ending cut off'],
    ['restore', 'sync', 'ending cut off'],
    ['disconnect', 'create', 'Validated'],
    ['create', 'disconnect', 'Validated'],
    ['disconnect', 'sync', 'Validated'],
    ['sync', 'disconnect', 'Validated'],
    ['sync', 'sync', 'Pending'],
    ['sync', 'delete connection', 'Pending'],
    ['delete connection', 'sync', 'Pending'],
    ['restore', 'delete connection', 'Archived'],
    ['delete connection', 'create', 'Validated'],
    ['create', 'delete connection', 'Validated']
];

test
    .runIf(process.env['AWS_INTEROP_ENDPOINT'] === undefined)
    .each(PAIRS.map((pair, index) => [...pair, offset(index)] as const))(
    'a %s and, at its requests, a %s of a destination that is %s come to agree',
    { timeout: 300_000 },
    async (first, second, state, begin) => {
        for (let after = begin; after < MOST_REQUESTS; after += STRIDE) {
            const at = await place(state);
            const isHeld = await heldAt(
                world,
                { after },
                () => OPERATIONS[first](at),
                () => OPERATIONS[second](at)
            );
            world.embedded?.faults.clear();
            await world.nango.idle();
            const { found, wanted } = await compared(at);
            expect(found, `request ${after + 1}`).toEqual(wanted);
            if (!isHeld) return;
        }
        throw new Error('The operation has more requests than the test holds.');
    }
);
