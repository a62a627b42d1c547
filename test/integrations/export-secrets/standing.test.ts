/**
 * Two operations on one destination, the first standing still behind each of its steps (requests to Snowflake and AWS, what
 * it writes into Nango) until the second has ended: the secret holds what the connection has, and is seen as healthy.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ExecutionResult } from 'nango-stand-in/outcome.js';
import { standing } from '../../support/executions.js';
import { offset, STRIDE } from '../../support/thinned.js';
import {
    act,
    connect,
    connectionOf,
    credentials,
    describe,
    organisation,
    provisioned,
    startWorld,
    stored,
    sync
} from './world.js';
import type { Kind, World } from './world.js';

const MOST_STEPS = 80;

let world: World;
beforeAll(async () => {
    world = await startWorld({ EXPORT_SECRETS_ROTATION: 'on' });
});
afterAll(async () => {
    await world.close();
});

type Cuts = Parameters<World['nango']['runAction']>[4];
interface Place {
    readonly kind: Kind;
    readonly connection: string;
    readonly id: string;
}
type Operation = (at: Place, cuts?: Cuts) => Promise<ExecutionResult>;

const action =
    (name: string): Operation =>
    async ({ kind, connection, id }, cuts = {}) =>
        await world.nango.runAction(kind, `${name}-export-secret`, connection, { id }, cuts);

const OPERATIONS = {
    rotate: action('rotate'),
    disconnect: action('disconnect'),
    sync: async ({ kind, connection }, cuts = {}) => await world.nango.runSync(kind, 'export-secrets', connection, cuts)
} satisfies Record<string, Operation>;
type Name = keyof typeof OPERATIONS;

const PAIRS: readonly (readonly [Kind, Name, Name])[] = [
    ['snowflake-jwt', 'rotate', 'rotate'],
    ['snowflake-jwt', 'rotate', 'sync'],
    ['snowflake-jwt', 'sync', 'rotate'],
    ['snowflake-jwt', 'rotate', 'disconnect'],
    ['snowflake-jwt', 'disconnect', 'rotate'],
    ['snowflake-jwt', 'sync', 'disconnect'],
    ['snowflake-password', 'rotate', 'rotate']
];

test.each(PAIRS.map((pair, index) => [...pair, offset(index)] as const))(
    '%s: a %s and, behind its steps, a %s come to agree',
    { timeout: 300_000 },
    async (kind, first, second, begin) => {
        for (let step = begin + 1; step < MOST_STEPS; step += STRIDE) {
            const connection = connect(world, kind, organisation());
            const { id, secret_name: name } = await provisioned(world, kind, connection, { name: 'a' });
            world.account.renew();
            connectionOf(world, kind, connection).credentials = credentials(world, kind);
            const at = { kind, connection, id };
            const meanwhile = async (): Promise<unknown> => await OPERATIONS[second](at);
            const stood = await standing(async (cuts) => await OPERATIONS[first](at, cuts), step, meanwhile);
            if (stood === null) return;
            await world.nango.idle();
            await sync(world, kind, connection);
            const { status, error } = await act(world, kind, 'get-export-secret', connection, { id });
            if (first === 'disconnect' || second === 'disconnect') {
                const isGoing = (await describe(world, name))?.DeletedDate !== undefined;
                expect([step, status, isGoing]).toEqual([step, 'Archived', true]);
            } else {
                const { privateKey, password } = world.account;
                const values = Object.values(Object(await stored(world, name)));
                const isPresent = values.includes(kind === 'snowflake-jwt' ? privateKey : password);
                expect([step, status, error, isPresent]).toEqual([step, 'Validated', null, true]);
            }
        }
        throw new Error('The operation has more steps than the test holds.');
    }
);
