/** A time that tests can move forward. */
export class MovableClock {
    #offsetMs = 0;

    get isMoved(): boolean {
        return this.#offsetMs !== 0;
    }

    now(): number {
        return Date.now() + this.#offsetMs;
    }

    advance(ms: number): void {
        this.#offsetMs += ms;
    }

    /** Back to the machine's own time. */
    reset(): void {
        this.#offsetMs = 0;
    }
}

export const DAY_MS = 86_400_000;
