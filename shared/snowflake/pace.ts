/**
 * How fast one execution may ask Snowflake, for all of its requests together. Snowflake publishes no limit and says no more
 * than 429 or 503, so it is found out: requests begin one by one and soon stand side by side; a refusal slows all of them
 * down at once, and answers speed them up again.
 *
 * The thing to get right: a refusal speaks of the time when its request was sent. Those of one volley are one piece of
 * news, and what was sent before the pace was slowed says nothing of the new pace.
 * https://community.snowflake.com/s/article/SQL-API-request-fails-with-error-Request-rate-exceeds-max
 */
import { REQUESTS_AT_ONCE } from '../limits.js';
import { sleep } from '../nango/sleep.js';

/** The pace of the last second is what Snowflake let through, when it refuses for the first time. */
const LOOK_BACK_MS = 1000;
const MOST_NOTED = 1000;
const LONGEST_INTERVAL_MS = 30_000;
/** Below this a pause is none. */
const SHORTEST_INTERVAL_MS = 5;
/** All requests wait as long after a refusal, where Snowflake does not say how long. */
const REST_MS = 1000;
/** What is left of the pace after a refusal, and of one that came while the pace was not known yet. */
const SLOWER = 0.7;
const MUCH_SLOWER = 0.5;
/** Each answer makes the pace that much faster: carefully near the one that was refused last. */
const FASTER = 1.05;
const CAREFULLY = 1.005;
const NEAR = 0.75;
const WELL_PAST = 1.2;
/** Requests of several executions must not come back together. */
const JITTER = 0.25;

/** How one attempt ended, as far as the pace goes. `askedForMs` is what `Retry-After` says. */
export type Verdict = { readonly kind: 'fine' | 'failed' } | { readonly kind: 'refused'; readonly askedForMs?: number };

/** A place among the requests under way. It must be given back. */
export interface Turn {
    end(verdict: Verdict): void;
}

export class Pace {
    #most: number;
    /** How many may be under way now; grows from one. */
    #window = 1;
    #underWay = 0;
    /** Between the starts of two requests; 0 while Snowflake has refused none. */
    #intervalMs = 0;
    /** The interval at the last refusal; 0 while none is known. */
    #refusedAtMs = 0;
    #nextAtMs = 0;
    #slowedAtMs = Number.NEGATIVE_INFINITY;
    /** When the last requests were answered, while the pace is not known. */
    #answeredAtMs: number[] = [];
    /** Those that were refused come before those that were not sent yet. */
    readonly #again: (() => void)[] = [];
    readonly #waiting: (() => void)[] = [];
    #isResting = false;

    constructor(most = REQUESTS_AT_ONCE) {
        this.#most = most;
    }

    /** At most so many requests under way. */
    atMost(requests: number): void {
        this.#most = requests;
        this.#window = Math.min(this.#window, requests);
    }

    get most(): number {
        return this.#most;
    }

    /** Waits until a request may be sent. */
    async turn(isAnotherAttempt = false): Promise<Turn> {
        const queue = isAnotherAttempt ? this.#again : this.#waiting;
        await new Promise<void>((resolve) => {
            queue.push(resolve);
            this.#wake();
        });
        const sentAtMs = Date.now();
        let isOpen = true;
        return {
            end: (verdict) => {
                if (!isOpen) return;
                isOpen = false;
                this.#underWay -= 1;
                if (verdict.kind === 'refused') this.#slowDown(sentAtMs, verdict.askedForMs);
                else if (verdict.kind === 'fine') this.#speedUp();
                this.#wake();
            }
        };
    }

    #slowDown(sentAtMs: number, askedForMs: number | undefined): void {
        const now = Date.now();
        const isOldNews = sentAtMs < this.#slowedAtMs;
        // What each of a volley is told to wait for counts, but the pace is slowed once.
        if (askedForMs !== undefined || !isOldNews) this.#restFor(askedForMs ?? Math.max(REST_MS, this.#intervalMs));
        if (isOldNews) return;
        this.#slowedAtMs = now;
        this.#window = Math.max(1, Math.floor(this.#window / 2));
        const before = this.#intervalMs;
        const isSearching = this.#refusedAtMs === 0 || before > this.#refusedAtMs;
        this.#refusedAtMs = before;
        const slower =
            before === 0 ? this.#knownInterval(now) / MUCH_SLOWER : before / (isSearching ? MUCH_SLOWER : SLOWER);
        this.#intervalMs = Math.min(slower, LONGEST_INTERVAL_MS);
    }

    #restFor(ms: number): void {
        this.#nextAtMs = Math.max(this.#nextAtMs, Date.now() + ms + Math.random() * JITTER * Math.min(ms, REST_MS));
    }

    /** Between the answers of the last second; a first request that is refused says nothing of a pace. */
    #knownInterval(now: number): number {
        const lately = this.#answeredAtMs.filter((at) => now - at < LOOK_BACK_MS).length;
        this.#answeredAtMs = [];
        return LOOK_BACK_MS / Math.max(lately, 4);
    }

    #speedUp(): void {
        this.#window = Math.min(this.#most, this.#window + (this.#refusedAtMs === 0 ? 1 : 1 / this.#window));
        if (this.#intervalMs === 0) {
            this.#answeredAtMs.push(Date.now());
            if (this.#answeredAtMs.length > MOST_NOTED) this.#answeredAtMs.splice(0, MOST_NOTED / 2);
            return;
        }
        // As a pace: 1 is the one that was refused last.
        const share = this.#refusedAtMs / this.#intervalMs;
        const isNear = share > NEAR && share < WELL_PAST;
        this.#intervalMs /= isNear ? CAREFULLY : FASTER;
        if (this.#intervalMs < SHORTEST_INTERVAL_MS) this.#intervalMs = 0;
    }

    /** Lets as many go as may, and comes back when the next one may. */
    #wake(): void {
        while (this.#underWay < Math.floor(this.#window) && this.#again.length + this.#waiting.length > 0) {
            if (this.#isResting) return;
            if (this.#nextAtMs > Date.now()) {
                void this.#rest();
                return;
            }
            this.#underWay += 1;
            const jitter = 1 + (Math.random() - 0.5) * JITTER;
            if (this.#intervalMs > 0) this.#nextAtMs = Date.now() + this.#intervalMs * jitter;
            (this.#again.shift() ?? this.#waiting.shift())?.();
        }
    }

    /** The time that timers take counts, not the clock's, which may be moved. */
    async #rest(): Promise<void> {
        this.#isResting = true;
        for (let restedTo = Date.now(); restedTo < this.#nextAtMs;) {
            const until = this.#nextAtMs;
            await sleep(Math.ceil(until - restedTo));
            restedTo = until;
        }
        this.#nextAtMs = 0;
        this.#isResting = false;
        this.#wake();
    }
}
