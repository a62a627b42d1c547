/**
 * Timers for tests of many faults: nobody waits. The earliest timer fires as soon as nothing is under way that could
 * still answer, and the clock moves to its time; deadlines and retries keep their order and the lengths they are made for.
 * One execution at a time.
 */
import * as z from 'zod';

import type { MovableClock } from 'stand-in-base/clock.js';

interface Timer {
    dueMs: number;
    readonly run: () => void;
}

/** Answers on their way through sockets and streams of this process need turns of the event loop, not time. */
const IDLE_TURNS = 20;

export class IdleTimers {
    readonly #timers = new Set<Timer>();
    readonly #clock: MovableClock;
    #underWay = 0;
    #unanswered = 0;
    #round = 0;
    #isWatching = false;

    constructor(clock: MovableClock) {
        this.#clock = clock;
    }

    /** In place of `setTimeout`. */
    readonly set = (run: (...args: unknown[]) => void, delayMs = 0, ...args: unknown[]): object => {
        const timer = { dueMs: 0, run: () => run(...args) };
        const start = (): void => {
            // Clocks show whole milliseconds.
            timer.dueMs = Math.ceil(this.#clock.now() + Math.max(0, Number(delayMs)));
            this.#timers.add(timer);
            this.#watch();
        };
        start();
        const handle = {
            close: () => void this.#timers.delete(timer),
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
        const round = this.#round;
        this.#underWay += 1;
        try {
            return await work;
        } finally {
            // What an earlier execution left under way is not counted any more.
            if (round === this.#round) this.#underWay -= 1;
            this.#watch();
        }
    }

    /** One of the requests under way will never be answered: only a timer can end the wait for it. */
    abandonOne(): void {
        this.#unanswered += 1;
        this.#watch();
    }

    /** Between two executions: what the last one left open is nobody's any more. */
    reset(): void {
        this.#round += 1;
        this.#timers.clear();
        this.#underWay = 0;
        this.#unanswered = 0;
    }

    #watch(turns = 0): void {
        if (turns === 0 && this.#isWatching) return;
        this.#isWatching = this.#timers.size > 0 && this.#underWay <= this.#unanswered;
        if (!this.#isWatching) return;
        setImmediate(() => {
            if (turns < IDLE_TURNS) this.#watch(turns + 1);
            else this.#fire();
        });
    }

    #fire(): void {
        this.#isWatching = false;
        const [first] = [...this.#timers].sort((one, other) => one.dueMs - other.dueMs);
        if (first !== undefined && this.#underWay <= this.#unanswered) {
            this.#timers.delete(first);
            this.#clock.advance(Math.max(0, first.dueMs - this.#clock.now()));
            first.run();
        }
        this.#watch();
    }
}

/** A `nango` whose calls hold the timers while they are under way; a fetched body belongs to its call. */
export function holding<Handle extends object>(nango: Handle, timers: IdleTimers): Handle {
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

/** By its methods: the local servers put a `Response` of their own into the global one's place. */
const Fetched = z.custom<Response>((value) => typeof value === 'object' && value !== null && 'arrayBuffer' in value);

async function whole(fetched: unknown): Promise<unknown> {
    const response = Fetched.parse(fetched);
    if (response.body === null) return response;
    const { status, statusText, headers } = response;
    return new Response(await response.arrayBuffer(), { status, statusText, headers });
}
