/**
 * What a function is run with. One that needs more than an empty input stands here; any other is in the matrix by itself.
 */
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { DAY_MS } from 'stand-in-base/clock.js';
import type { CompiledFunction } from 'nango-stand-in/project.js';
import { USER } from '../../../local/world.js';
import { QUERY } from './world.js';
import type { MatrixWorld } from './world.js';

export interface Call {
    readonly connection: string;
    readonly input?: unknown;
}

/** Gives the call of each cell; what one cell uses up is made anew for the next. */
export type Calls = () => Promise<Call>;

const Output = z.looseObject({});

async function output(
    { nango }: MatrixWorld,
    fn: CompiledFunction,
    name: string,
    { connection, input }: Call
): Promise<Record<string, unknown>> {
    const result = await nango.runAction(fn.integration, name, connection, input);
    await nango.idle();
    if (result.error !== null) throw new Error(`${name}: ${JSON.stringify(result.error)}`);
    return Output.parse(result.output);
}

/** One connection, one input, for all cells. */
function always(world: MatrixWorld, fn: CompiledFunction, input: unknown): Calls {
    const connection = world.connect(fn.integration);
    return () => Promise.resolve({ connection, input });
}

/** The handle of a statement that has ended; it can be asked for again and again. */
async function ofStatement(world: MatrixWorld, fn: CompiledFunction): Promise<Calls> {
    const connection = world.connect(fn.integration);
    const { statementHandle } = await output(world, fn, 'execute-statement', {
        connection,
        input: { statement: QUERY }
    });
    return () => Promise.resolve({ connection, input: { statement_handle: statementHandle } });
}

async function destination(world: MatrixWorld, fn: CompiledFunction): Promise<Call> {
    const connection = world.connect(fn.integration);
    const { id } = await output(world, fn, 'create-export-secret', { connection, input: { name: 'matrix' } });
    return { connection, input: { id } };
}

/** A destination that has this status before each cell: moved back to it, which costs less than a new one. */
async function standing(world: MatrixWorld, fn: CompiledFunction, status: string, moveBack: string): Promise<Calls> {
    const call = await destination(world, fn);
    return async () => {
        const now = await output(world, fn, 'get-export-secret', call);
        if (now['status'] !== status) await output(world, fn, moveBack, call);
        return call;
    };
}

/** A destination that its sync has looked at since the last cell: trouble that is over is told no more. */
async function refreshed(world: MatrixWorld, fn: CompiledFunction): Promise<Calls> {
    const call = await destination(world, fn);
    return async () => {
        const { error } = await world.nango.runSync(fn.integration, 'export-secrets', call.connection);
        if (error !== null) throw new Error(`export-secrets: ${JSON.stringify(error)}`);
        return call;
    };
}

type Prepare = (world: MatrixWorld, fn: CompiledFunction) => Calls | Promise<Calls>;

const same =
    (call: Call): Calls =>
    () =>
        Promise.resolve(call);

const PREPARED: Readonly<Record<string, Prepare>> = {
    'execute-statement': (world, fn) => always(world, fn, { statement: QUERY }),
    query: (world, fn) => always(world, fn, { statement: QUERY }),
    'get-statement-status': ofStatement,
    'get-statement-result': ofStatement,
    'cancel-statement': ofStatement,
    'describe-table': (world, fn) => always(world, fn, { database: 'SALES', schema: 'MAIN', table: 'A' }),
    'list-grants': (world, fn) => always(world, fn, { to_role: 'ANALYST' }),
    'rotate-key-pair': (world, fn) => {
        const connection = world.connect(fn.integration);
        return () => {
            world.engine.account.setPublicKey(USER, null, 2);
            return Promise.resolve({ connection, input: {} });
        };
    },
    'rotate-token': (world, fn) => {
        const connection = world.connect(fn.integration);
        const user = world.engine.account.user(USER);
        return () => {
            const now = world.engine.account.now();
            const MATRIX = { secret: randomUUID(), role: null, createdOn: now, expiresAt: now + 90 * DAY_MS };
            user.namedAccessTokens = { MATRIX };
            return Promise.resolve({ connection, input: { token: 'MATRIX' } });
        };
    },
    'create-export-secret': (world, fn) => () =>
        Promise.resolve({ connection: world.connect(fn.integration), input: { name: 'matrix' } }),
    'get-export-secret': async (world, fn) => same(await destination(world, fn)),
    'list-export-secrets': async (world, fn) => same({ connection: (await destination(world, fn)).connection }),
    'export-secrets': async (world, fn) => same({ connection: (await destination(world, fn)).connection }),
    'rotate-export-secret': refreshed,
    'disconnect-export-secret': (world, fn) => standing(world, fn, 'Validated', 'restore-export-secret'),
    'restore-export-secret': (world, fn) => standing(world, fn, 'Archived', 'disconnect-export-secret')
};

export async function callsOf(world: MatrixWorld, fn: CompiledFunction): Promise<Calls> {
    return await (PREPARED[fn.name]?.(world, fn) ?? always(world, fn, {}));
}

/** Their answers name ids, times and keys that are made anew; what they leave behind is judged by their own tests. */
export const ANSWERS_DIFFER: ReadonlySet<string> = new Set([
    'execute-statement',
    'query',
    'create-export-secret',
    'disconnect-export-secret',
    'restore-export-secret',
    'rotate-key-pair',
    'rotate-token'
]);

/** Its records tell of trouble, which is what they are for; they are whole again after the next quiet run. */
export const TELLS_TROUBLE: ReadonlySet<string> = new Set(['export-secrets']);
