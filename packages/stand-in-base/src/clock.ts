/** A time that tests can move forward. */
export class MovableClock {
    readonly #base: () => number;
    #offsetMs = 0;

    /** `base`: the time that it is moved against, in milliseconds; the machine's own, or that of what stands around. */
    constructor(base: () => number = () => Date.now()) {
        this.#base = base;
    }

    get isMoved(): boolean {
        return this.#offsetMs !== 0;
    }

    now(): number {
        return this.#base() + this.#offsetMs;
    }

    advance(ms: number): void {
        this.#offsetMs += ms;
    }

    /** Back to the time that it is moved against. */
    reset(): void {
        this.#offsetMs = 0;
    }
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
