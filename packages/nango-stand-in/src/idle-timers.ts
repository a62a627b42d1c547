/**
 * Timers for tests: nobody waits. The earliest timer fires as soon as nothing is under way that could still answer, and
 * the clock moves to its time; deadlines and retries keep their order and the lengths they are made for. Executions side
 * by side share the time: it moves when none of them has anything under way.
 */
import crypto from 'node:crypto';

import * as z from 'zod';

import type { MovableClock } from 'stand-in-base/clock.js';

interface Timer {
    dueMs: number;
    readonly run: () => void;
}

/** Answers on their way through sockets and streams of this process need turns of the event loop, not time. */
const IDLE_TURNS = 20;

/** A request that nobody answers for now. */
export interface Standing {
    /** It will be answered after all. */
    end(): void;
}

export class IdleTimers {
    readonly clock: MovableClock;
    readonly #executions = new Set<ExecutionTimers>();
    readonly #standing = new Set<Standing>();
    #isWatching = false;

    constructor(clock: MovableClock) {
        this.clock = clock;
    }

    /** Timers of one execution, which end with it. */
    open(): ExecutionTimers {
        const execution = new ExecutionTimers(this);
        this.#executions.add(execution);
        return execution;
    }

    /** One of the requests under way stands without an answer: only a timer can end the wait for it. */
    abandonOne(): Standing {
        const standing: Standing = { end: () => void this.#standing.delete(standing) };
        this.#standing.add(standing);
        this.watch();
        return standing;
    }

    /** Ends what executions that never end have left open. */
    reset(): void {
        for (const execution of this.#executions) execution.close();
        this.#standing.clear();
    }

    /** `underWay` requests of an execution that has ended: those without an answer are nobody's any more. */
    closed(execution: ExecutionTimers, underWay: number): void {
        if (!this.#executions.delete(execution)) return;
        for (const standing of [...this.#standing].slice(0, underWay)) standing.end();
        this.watch();
    }

    watch(turns = 0): void {
        if (turns === 0 && this.#isWatching) return;
        this.#isWatching = this.#isIdle();
        if (!this.#isWatching) return;
        setImmediate(() => {
            if (turns < IDLE_TURNS) this.watch(turns + 1);
            else this.#fire();
        });
    }

    #isIdle(): boolean {
        const all = [...this.#executions];
        const underWay = all.reduce((sum, execution) => sum + execution.underWay, 0);
        return underWay <= this.#standing.size && all.some(({ timers }) => timers.size > 0);
    }

    #fire(): void {
        this.#isWatching = false;
        const all = [...this.#executions].flatMap(({ timers }) => [...timers].map((timer) => ({ timer, timers })));
        const [first] = all.sort((one, other) => one.timer.dueMs - other.timer.dueMs);
        if (first !== undefined && this.#isIdle()) {
            first.timers.delete(first.timer);
            this.clock.advance(Math.max(0, first.timer.dueMs - this.clock.now()));
            first.timer.run();
        }
        this.watch();
    }
}

export class ExecutionTimers {
    readonly timers = new Set<Timer>();
    underWay = 0;
    readonly #all: IdleTimers;
    #isOpen = true;

    constructor(all: IdleTimers) {
        this.#all = all;
    }

    /** In place of `setTimeout`. */
    readonly set = (run: (...args: unknown[]) => void, delayMs = 0, ...args: unknown[]): object => {
        const timer = { dueMs: 0, run: () => run(...args) };
        const start = (): void => {
            if (!this.#isOpen) return;
            // Clocks show whole milliseconds.
            timer.dueMs = Math.ceil(this.#all.clock.now() + Math.max(0, Number(delayMs)));
            this.timers.add(timer);
            this.#all.watch();
        };
        start();
        const handle = {
            close: () => void this.timers.delete(timer),
            refresh: () => {
                start();
                return handle;
            },
            ref: () => handle,
            unref: () => handle,
            hasRef: () => true
        };
        return handle;
    };

    /** While this work is under way no timer fires. */
    async during<Result>(work: Promise<Result>): Promise<Result> {
        this.underWay += 1;
        try {
            return await work;
        } finally {
            this.underWay -= 1;
            if (this.#isOpen) this.#all.watch();
        }
    }

    close(): void {
        this.#isOpen = false;
        this.timers.clear();
        this.#all.closed(this, this.underWay);
    }
}

/** A `nango` whose calls hold the timers while they are under way; a fetched body belongs to its call. */
export function holding<Handle extends object>(nango: Handle, timers: ExecutionTimers): Handle {
    return new Proxy(nango, {
        get: (target, key) => {
            const value: unknown = Reflect.get(target, key);
            if (typeof value !== 'function' || key === 'ActionError' || key === 'constructor') return value;
            return (...args: unknown[]): unknown => {
                const result: unknown = Reflect.apply(value, target, args);
                if (!(result instanceof Promise)) return result;
                return timers.during(key === 'uncontrolledFetch' ? result.then(whole) : result);
            };
        }
    });
}

/** What the module does beside the event loop when it is given a callback. */
const IN_THREADS: ReadonlySet<string | symbol> = new Set(
    'generateKey generateKeyPair hkdf pbkdf2 randomBytes randomFill randomInt scrypt sign verify'.split(' ')
);

/**
 * A `crypto` whose work in threads holds the timers: it takes time of the machine, but none of the clock. A digest that is
 * slow on purpose, against guessing, is made quickly: what it is compared with was made here as well.
 */
export function holdingCrypto(timers: ExecutionTimers): object {
    return new Proxy(crypto, {
        get: (target, key) => {
            const value: unknown = Reflect.get(target, key);
            if (typeof value !== 'function' || !IN_THREADS.has(key)) return value;
            return (...args: unknown[]): unknown => {
                const callback = args.at(-1);
                if (typeof callback !== 'function') return Reflect.apply(value, target, args);
                let done = nothing;
                void timers.during(new Promise<void>((resolve) => void (done = resolve)));
                const called = (...results: unknown[]): void => {
                    Reflect.apply(callback, undefined, results);
                    done();
                };
                const cheap = key === 'scrypt' ? args.slice(0, -1).map(withoutCost) : args.slice(0, -1);
                return Reflect.apply(value, target, [...cheap, called]);
            };
        }
    });
}

function nothing(): void {}

/** https://nodejs.org/api/crypto.html#cryptoscryptpassword-salt-keylen-options-callback */
function withoutCost(arg: unknown): unknown {
    const isCost = typeof arg === 'object' && arg !== null && 'N' in arg;
    return isCost ? { ...arg, N: 2, p: 1 } : arg;
}

/** By its methods: the local servers put a `Response` of their own into the global one's place. */
const Fetched = z.custom<Response>((value) => typeof value === 'object' && value !== null && 'arrayBuffer' in value);

async function whole(fetched: unknown): Promise<unknown> {
    const response = Fetched.parse(fetched);
    if (response.body === null) return response;
    const { status, statusText, headers } = response;
    return new Response(await response.arrayBuffer(), { status, statusText, headers });
}
