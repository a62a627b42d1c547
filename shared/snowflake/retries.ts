/**
 * How much trouble one execution puts up with, whatever its cause and whichever protocol meets it: so many attempts and
 * so much time for each request, and one budget for all of them, which answers refill. Their pace is one as well, see
 * pace.ts. Nango gives every execution a handle of its own, so both hang on that.
 */
import { sleep } from '../nango/sleep.js';
import { Pace } from './pace.js';
import type { Verdict } from './pace.js';

const MAX_ATTEMPTS = 7;
/** From the first attempt to the start of the last one: past a minute of `Retry-After: 30`. */
const PATIENCE_MS = 180_000;
const BUDGET = 60;
const MAX_RENEWALS = 3;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
const LONGEST_RETRY_AFTER_MS = 120_000;

export interface PatienceLimits {
    readonly attempts?: number;
    readonly patienceMs?: number;
    /** Before the second attempt; doubles from there. */
    readonly firstWaitMs?: number;
}

export class Retries {
    /** Snowflake has answered with more than a refusal: host, account and credentials are good. */
    isKnownAccount = false;
    readonly pace = new Pace();
    #left = BUDGET;
    #renewals = 0;
    #patienceMs = PATIENCE_MS;

    /** For one request, or one statement. */
    patience(limits: PatienceLimits = {}): Patience {
        return new Patience(() => this.#take(), {
            attempts: limits.attempts ?? MAX_ATTEMPTS,
            patienceMs: Math.min(limits.patienceMs ?? PATIENCE_MS, this.#patienceMs),
            firstWaitMs: limits.firstWaitMs ?? FIRST_WAIT_MS
        });
    }

    /** Where a person waits for the answer. */
    atMost(patienceMs: number): void {
        this.#patienceMs = patienceMs;
    }

    /** A statement or a part of its result was answered: the run moves on. */
    succeeded(): void {
        this.isKnownAccount = true;
        this.#renewals = 0;
        this.#left = Math.min(this.#left + 1, BUDGET);
    }

    /** False when session or token were renewed time and again and nothing came of it. */
    mayRenew(): boolean {
        this.#renewals += 1;
        return this.#renewals <= MAX_RENEWALS;
    }

    #take(): boolean {
        if (this.#left <= 0) return false;
        this.#left -= 1;
        return true;
    }
}

export class Patience {
    readonly startedMs = Date.now();
    /** The attempt under way, from 1. */
    attempt = 1;
    readonly #take: () => boolean;
    readonly #limits: Required<PatienceLimits>;

    constructor(take: () => boolean, limits: Required<PatienceLimits>) {
        this.#take = take;
        this.#limits = limits;
    }

    /** Waits for the next attempt, as long as was asked for; false, at once, when there is to be none. */
    async again(askedForMs?: number): Promise<boolean> {
        const { attempts, patienceMs, firstWaitMs } = this.#limits;
        const wait = askedForMs ?? backOffMs(this.attempt, firstWaitMs);
        const isTooLate = Date.now() + wait - this.startedMs > patienceMs;
        if (this.attempt >= attempts || isTooLate || !this.#take()) return false;
        await sleep(wait);
        this.attempt += 1;
        return true;
    }
}

const OF_EXECUTIONS = new WeakMap<object, Retries>();

export function retriesOf(handle: object): Retries {
    const known = OF_EXECUTIONS.get(handle);
    if (known !== undefined) return known;
    const retries = new Retries();
    OF_EXECUTIONS.set(handle, retries);
    return retries;
}

/** What an attempt that failed says of the pace: of these two alone Snowflake says that there were too many. */
export function verdictOf(status: number | undefined, askedForMs: number | undefined): Verdict {
    if (status !== 429 && status !== 503) return { kind: 'failed' };
    return { kind: 'refused', ...(askedForMs !== undefined && { askedForMs }) };
}

/** Seconds or an HTTP date. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
export function retryAfterMs(header: unknown, nowMs: number = Date.now()): number | undefined {
    if (typeof header !== 'string' && typeof header !== 'number') return undefined;
    const seconds = Number(header);
    const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(String(header)) - nowMs;
    return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), LONGEST_RETRY_AFTER_MS) : undefined;
}

/** Doubling, with up to a quarter of jitter so that parallel requests do not come back together. */
function backOffMs(attempt: number, firstWaitMs: number): number {
    const wait = Math.min(firstWaitMs * 2 ** (attempt - 1), LONGEST_WAIT_MS);
    return wait * (1 + Math.random() / 4);
}
