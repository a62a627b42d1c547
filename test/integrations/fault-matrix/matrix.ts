/**
 * Runs one function through every fault. A cell is right (as without the fault), clear (an error that says what to do) or
 * wrong. Whatever happens, nothing is deleted, and the next quiet run leaves all as it should be.
 */
import * as z from 'zod';
import type { RunOptions } from 'nango-stand-in/local-nango.js';
import type { ExecutionResult } from 'nango-stand-in/outcome.js';
import type { CompiledFunction } from 'nango-stand-in/project.js';
import { HOUR_MS } from 'stand-in-base/clock.js';
import { OAUTH } from '../../../local/world.js';
import { FAULTS } from './faults.js';
import type { Fault } from './faults.js';
import { ANSWERS_DIFFER, callsOf, TELLS_TROUBLE } from './functions.js';
import type { Call } from './functions.js';
import { EXCEPTIONS } from './exceptions.js';
import type { MatrixWorld } from './world.js';

export interface Cell {
    readonly fault: string;
    readonly integration: string;
    readonly name: string;
    readonly end: 'right' | 'clear' | 'not met' | 'not run' | 'wrong';
    /** What is wrong, or why it was not run. */
    readonly why: string;
}

const Payload = z.looseObject({ code: z.string().min(1), message: z.string().regex(/^.{20,}[.)]$/s) });

export const INTERRUPTION = 'an interruption at each checkpoint';
export const ALL_FAULTS: readonly string[] = [...FAULTS.map(({ name }) => name), INTERRUPTION];

/** `only`: which of the faults. */
export async function cellsOf(world: MatrixWorld, fn: CompiledFunction, only: readonly string[]): Promise<Cell[]> {
    const calls = await callsOf(world, fn);
    const first = await calls();
    const ended = await run(world, fn, first);
    if (ended === null) throw new Error(`${fn.name} does not end without a fault either`);
    const quiet = outcomeOf(world, fn, first, ended);
    const cells: Cell[] = [];
    for (const name of only) {
        const fault = FAULTS.find((each) => each.name === name);
        const call = await calls();
        const ends = fault ? await cell(world, fn, fault, call, quiet) : await interrupted(world, fn, call, quiet);
        cells.push({ fault: name, integration: fn.integration, name: fn.name, ...ends });
    }
    return cells;
}

/** As the serverless runtime does it: at once again, until the run ends otherwise. */
async function interrupted(
    world: MatrixWorld,
    fn: CompiledFunction,
    call: Call,
    quiet: string
): Promise<Pick<Cell, 'end' | 'why'>> {
    if (fn.kind !== 'sync') return { end: 'not run', why: 'only a sync saves checkpoints' };
    for (let checkpoint = 1; ; checkpoint += 1) {
        const cut = await run(world, fn, call, { interruptAfterCheckpoints: checkpoint });
        if (cut?.status !== 'interrupted') return { end: checkpoint === 1 ? 'not met' : 'right', why: '' };
        const wrong = deletedBy(cut) > 0 ? [`deleted ${deletedBy(cut)}`] : [];
        const next = await run(world, fn, call);
        wrong.push(...(next === null ? ['the next run never ends'] : afterwards(world, fn, call, next, quiet)));
        if (wrong.length > 0) return { end: 'wrong', why: `checkpoint ${checkpoint}: ${wrong.join('; ')}` };
    }
}

async function cell(
    world: MatrixWorld,
    fn: CompiledFunction,
    fault: Fault,
    call: Call,
    quiet: string
): Promise<Pick<Cell, 'end' | 'why'>> {
    if (fault.syncsOnly !== undefined && fn.kind !== 'sync')
        return { end: 'not run', why: `only a sync ${fault.syncsOnly}` };
    const before = recordsOf(world, fn, call);
    const armed = fault.arm(world);
    const result = await run(world, fn, call);
    const isMet = armed.isMet();
    armed.disarm();
    // A request without an answer is this run's alone.
    world.nango.idleTimers?.reset();
    const next = fn.kind === 'sync' ? await run(world, fn, call, { later: fn.integration === OAUTH }) : null;
    const why = [
        ...(result === null ? ['it never ends'] : faultsOf(world, fn, call, result, { fault, quiet, before })),
        ...(next === null ? [] : afterwards(world, fn, call, next, quiet))
    ];
    if (why.length > 0) return { end: 'wrong', why: why.join('; ') };
    return { end: result?.status === 'success' ? (isMet ? 'right' : 'not met') : 'clear', why: '' };
}

/** Null where it never ends. */
async function run(
    world: MatrixWorld,
    fn: CompiledFunction,
    call: Call,
    { later = false, ...options }: RunOptions & { readonly later?: boolean } = {}
): Promise<ExecutionResult | null> {
    const { nango } = world;
    nango.idleTimers?.reset();
    nango.clock.reset();
    // As long as a sync waits for its next run: Nango leaves a provider alone that gave it no token a moment ago.
    if (later) nango.clock.advance(HOUR_MS);
    const result = await Promise.race([start(world, fn, call, options), world.hung().then(() => null)]);
    if (result !== null) await nango.idle();
    return result;
}

async function start(
    { nango }: MatrixWorld,
    fn: CompiledFunction,
    { connection, input }: Call,
    options: RunOptions
): Promise<ExecutionResult> {
    if (fn.kind === 'sync') return await nango.runSync(fn.integration, fn.name, connection, options);
    if (fn.kind === 'action') return await nango.runAction(fn.integration, fn.name, connection, input);
    return await nango.runOnEvent(fn.integration, fn.name, connection);
}

interface Expected {
    readonly fault: Fault;
    readonly quiet: string;
    readonly before: string;
}

function faultsOf(
    world: MatrixWorld,
    fn: CompiledFunction,
    call: Call,
    result: ExecutionResult,
    { fault, quiet, before }: Expected
): string[] {
    const wrong: string[] = [];
    if (deletedBy(result) > 0) wrong.push(`deleted ${deletedBy(result)}`);
    const isException = EXCEPTIONS.some(
        (each) => (each.fault ?? fault.name) === fault.name && each.functions.test(fn.name)
    );
    const mayDiffer = isException || ANSWERS_DIFFER.has(fn.name) || TELLS_TROUBLE.has(fn.name);
    if (fn.kind === 'sync' && !mayDiffer && recordsOf(world, fn, call) !== before) wrong.push('changed records');
    if (result.status === 'success') {
        const outcome = outcomeOf(world, fn, call, result);
        if (!mayDiffer && outcome !== quiet) wrong.push(`answered ${outcome.slice(0, 200)}`);
    } else if (!isClear(result, fault)) wrong.push(`unclear: ${JSON.stringify(result.error).slice(0, 300)}`);
    return wrong;
}

function afterwards(
    world: MatrixWorld,
    fn: CompiledFunction,
    call: Call,
    result: ExecutionResult,
    quiet: string
): string[] {
    if (result.error !== null) return [`the next run failed: ${JSON.stringify(result.error.payload).slice(0, 300)}`];
    const wrong = deletedBy(result) > 0 ? [`the next run deleted ${deletedBy(result)}`] : [];
    return outcomeOf(world, fn, call, result) === quiet ? wrong : [...wrong, 'the next run left other records'];
}

function deletedBy({ counts }: ExecutionResult): number {
    return Object.values(counts).reduce((sum, { deleted }) => sum + deleted, 0);
}

/** Trouble of Nango's own is told by Nango. */
function isClear({ error }: ExecutionResult, fault: Fault): boolean {
    if (fault.name.startsWith('Nango')) return error !== null;
    return error?.type === 'action_script_runtime_error' && Payload.safeParse(error.payload).success;
}

/** What a caller, or a reader of the records, sees. */
function outcomeOf(world: MatrixWorld, fn: CompiledFunction, call: Call, result: ExecutionResult): string {
    if (fn.kind === 'sync') return recordsOf(world, fn, call);
    const seen = result.error === null ? (result.output ?? null) : { refused: result.error.payload['code'] };
    return JSON.stringify(seen, withoutMoments);
}

function recordsOf({ nango }: MatrixWorld, fn: CompiledFunction, { connection }: Call): string {
    const models = fn.kind === 'sync' ? (fn.definition?.output ?? []) : [];
    return models
        .flatMap((model) => nango.records(fn.integration, connection, model))
        .map(({ _nango_metadata: _metadata, ...record }) => JSON.stringify(record, withoutMoments))
        .sort()
        .join('\n');
}

/** When a row was written last, or a user seen last, says nothing of what they are. */
function withoutMoments(key: string, value: unknown): unknown {
    return ['updated_at', 'last_success_login'].includes(key) ? undefined : value;
}
