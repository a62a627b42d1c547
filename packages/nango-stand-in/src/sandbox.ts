/**
 * Loads a bundle as Nango's runner does: `node:vm`, a handful of globals, six modules, no `eval`.
 * Only `Error` is the host's. What the engine itself throws inside is therefore not `instanceof Error`, as on a server.
 */
import { Buffer } from 'node:buffer';
import crypto from 'node:crypto';
import url from 'node:url';
import vm from 'node:vm';

import * as z from 'zod';

import type { MovableClock } from 'stand-in-base/clock.js';

/** Modules that a function may `require`. Nango offers these, `crypto`, and `unzipper`, `soap`, `botbuilder`, unused here. */
const MODULES: ReadonlyMap<string, unknown> = new Map<string, unknown>([
    ['url', url],
    ['zod', z]
]);

const Exec = z.custom<(nango: unknown, input?: unknown) => Promise<unknown>>((value) => typeof value === 'function');

const Exported = z.object({
    default: z.object({
        type: z.enum(['sync', 'action', 'onEvent']),
        description: z.string(),
        event: z.string().optional(),
        exec: Exec
    })
});
export type LoadedFunction = z.infer<typeof Exported>['default'];

/** A console that does nothing: what a function prints is lost on a server. */
function silentConsole(): Record<string, () => void> {
    return { debug: silent, error: silent, info: silent, log: silent, trace: silent, warn: silent };
}

function silent(): void {}

export interface SandboxOptions {
    readonly filename: string;
    /** Time inside runs this many times faster: timers fire in the same order, sooner. */
    readonly timeScale: number;
    /** In place of the scaled one. */
    readonly setTimeout?: (callback: (...args: unknown[]) => void, delayMs?: number, ...args: unknown[]) => unknown;
    /** In place of `crypto`. */
    readonly crypto?: object;
    /** The time that `Date` shows inside; the machine's unless a test has moved it. */
    readonly clock?: MovableClock;
}

const scripts = new Map<string, vm.Script>();

function scriptOf(code: string, filename: string): vm.Script {
    const known = scripts.get(code);
    if (known !== undefined) return known;
    const wrapped = `(function() { var module = { exports: {} }; var exports = module.exports; ${code}
        return module.exports;
    })();
    `;
    const script = new vm.Script(wrapped, { filename });
    scripts.set(code, script);
    return script;
}

/** A fresh context per execution: nothing of one run is seen by the next. */
export function loadFunction(code: string, options: SandboxOptions): LoadedFunction {
    const { filename, timeScale, clock } = options;
    const sandbox: vm.Context = {
        console: silentConsole(),
        require: (name: string): unknown => {
            const found = name === 'crypto' ? (options.crypto ?? crypto) : MODULES.get(name);
            if (found === undefined) throw new Error(`Module '${name}' is not allowed`);
            return found;
        },
        Buffer,
        setTimeout: options.setTimeout ?? scaledTimeout(timeScale),
        Error,
        URL,
        URLSearchParams
    };
    Object.setPrototypeOf(sandbox, null);
    const context = vm.createContext(sandbox, { codeGeneration: { strings: false, wasm: false } });
    // Timers that nobody waits for move the clock while the function runs.
    if (clock !== undefined && (clock.isMoved || options.setTimeout !== undefined)) moveDate(context, clock);
    return Exported.parse(scriptOf(code, filename).runInContext(context)).default;
}

/** `setTimeout` that waits a fraction of what is asked. Waits that differ by a millisecond or more keep their order. */
function scaledTimeout(timeScale: number): unknown {
    if (timeScale === 1) return setTimeout;
    return (callback: (...args: unknown[]) => void, delayMs = 0, ...args: unknown[]): NodeJS.Timeout =>
        setTimeout(callback, Number(delayMs) / timeScale, ...args);
}

const MovedDate = new vm.Script(`(now) => {
    Date = new Proxy(Date, {
        construct: (made, args, as) => Reflect.construct(made, args.length === 0 ? [now()] : args, as),
        get: (made, key) => (key === 'now' ? now : Reflect.get(made, key))
    });
}`);
const Mover = z.custom<(now: () => number) => void>((value) => typeof value === 'function');

function moveDate(context: vm.Context, clock: MovableClock): void {
    Mover.parse(MovedDate.runInContext(context))(() => clock.now());
}
