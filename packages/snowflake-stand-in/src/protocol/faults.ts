/**
 * The trouble a test orders: slow answers, refusals, broken connections, statements that stay running.
 * A fault hits the requests it matches, the oldest order first, and is then used up; it never changes anything else.
 */
import { deferred } from './deferred.js';

export interface FaultMatch {
    readonly method?: string;
    readonly path?: string | RegExp;
    /** Looked for in the request's statement text. */
    readonly statement?: string | RegExp;
}

export type Fault =
    /** Answers right, but only after this long. */
    | { readonly kind: 'slow'; readonly ms: number }
    /** Does no work and answers with this status. */
    | {
          readonly kind: 'status';
          readonly status: number;
          readonly retryAfterSeconds?: number;
          readonly code?: string;
          readonly message?: string;
      }
    /** Snowflake's own refusal, as each protocol writes it: HTTP 422, or 200 without `success`. */
    | { readonly kind: 'refuse'; readonly code: string; readonly sqlState?: string; readonly message: string }
    /** What stands before Snowflake answers with a page of its own. */
    | { readonly kind: 'page'; readonly status: number }
    /** Does the work and gives the answer so slowly that its body never ends. */
    | { readonly kind: 'drip'; readonly onHang?: () => void }
    /** Breaks the connection before any work is done. */
    | { readonly kind: 'drop-before' }
    /** Does the work and breaks the connection without an answer. */
    | { readonly kind: 'drop-after' }
    /** Does the work, sends the headers and half the body, then breaks the connection. */
    | { readonly kind: 'cut-body' }
    /** Does the work, and answers with another text or status: an answer that somebody on the way, or Snowflake, got wrong. */
    | { readonly kind: 'rewrite'; readonly status?: number; readonly change?: (text: string) => string }
    /** Does the work, and packs the answer without a header that says so. */
    | { readonly kind: 'unlabelled-gzip' }
    /** The token of this request counts as expired: 390144 for a JWT, 390112 for a session, 390114 for a renewal. */
    | { readonly kind: 'expire-token' }
    /** A network policy refuses this request, naming this address. */
    | { readonly kind: 'refuse-ip'; readonly ip: string };

/**
 * As many requests as the account answers: so many a second, and a reserve of `burst` (default: those of one second) that
 * fills up again. The others get 429 at once. Snowflake publishes no numbers, and sends no `Retry-After`.
 * https://community.snowflake.com/s/article/SQL-API-request-fails-with-error-Request-rate-exceeds-max
 */
export interface RateLimit {
    readonly perSecond: number;
    readonly burst?: number;
    /** As something in between may send it. */
    readonly retryAfterSeconds?: number;
}

/** Statements held in `running`. */
export interface Hold {
    /** Settles when the first matching statement has come. */
    readonly reached: Promise<void>;
    release(): void;
}

export interface FaultSubject {
    readonly method: string;
    readonly path: string;
    readonly statement: string | null;
}

interface Order {
    readonly fault: Fault;
    readonly match: FaultMatch;
    left: number;
}

interface HeldOrder {
    readonly match: Pick<FaultMatch, 'statement'>;
    readonly released: Promise<void>;
    readonly reach: () => void;
}

export class Faults {
    readonly #orders: Order[] = [];
    readonly #holds = new Set<HeldOrder>();
    readonly #now: () => number;
    #refusedIp: string | null = null;
    #limit: RateLimit | null = null;
    #allowed = 0;
    #countedAtMs = 0;

    /** `now` is the clock that the rate is counted by. */
    constructor(now: () => number = Date.now) {
        this.#now = now;
    }

    /** Orders a fault for the next `times` matching requests. */
    order(fault: Fault, match: FaultMatch = {}, times = 1): void {
        this.#orders.push({ fault, match, left: times });
    }

    /** Keeps matching statements running, before any work is done, until released. */
    hold(statement?: string | RegExp): Hold {
        const reached = deferred();
        const released = deferred();
        const held: HeldOrder = {
            match: statement === undefined ? {} : { statement },
            released: released.promise,
            reach: () => reached.resolve()
        };
        this.#holds.add(held);
        return {
            reached: reached.promise,
            release: () => {
                this.#holds.delete(held);
                released.resolve();
            }
        };
    }

    /** Lets a network policy refuse every request, as coming from this address; null lifts it. */
    refuseAddress(ip: string | null): void {
        this.#refusedIp = ip;
    }

    /** Limits the rate of all requests to the account; null lifts it. */
    limitRate(limit: RateLimit | null): void {
        this.#limit = limit;
        this.#allowed = limit ? reserveOf(limit) : 0;
        this.#countedAtMs = this.#now();
    }

    /** Forgets every order that has not hit yet. Holds stay until they are released. */
    clear(): void {
        this.#orders.length = 0;
        this.#refusedIp = null;
        this.#limit = null;
    }

    /** Takes the faults that hit this request. */
    take(subject: FaultSubject): Fault[] {
        const hits: Fault[] = [];
        for (const order of this.#orders) {
            if (order.left > 0 && matches(order.match, subject) && !hits.some((hit) => hit.kind === order.fault.kind)) {
                order.left -= 1;
                hits.push(order.fault);
            }
        }
        this.#orders.splice(0, this.#orders.length, ...this.#orders.filter((order) => order.left > 0));
        if (this.#refusedIp !== null) hits.push({ kind: 'refuse-ip', ip: this.#refusedIp });
        const isStorage = subject.path.startsWith('/chunks/');
        if (this.#limit !== null && !isStorage && !this.#isAllowed(this.#limit)) hits.push(tooMany(this.#limit));
        return hits;
    }

    #isAllowed(limit: RateLimit): boolean {
        const now = this.#now();
        const refilled = this.#allowed + ((now - this.#countedAtMs) / 1000) * limit.perSecond;
        this.#allowed = Math.min(reserveOf(limit), refilled);
        this.#countedAtMs = now;
        if (this.#allowed < 1) return false;
        this.#allowed -= 1;
        return true;
    }

    /** Waits while a hold matches the statement. */
    async gate(statement: string): Promise<void> {
        for (const held of this.#holds) {
            if (found(held.match.statement, statement)) {
                held.reach();
                await held.released;
            }
        }
    }
}

function reserveOf({ perSecond, burst }: RateLimit): number {
    return burst ?? Math.max(1, perSecond);
}

function tooMany({ retryAfterSeconds }: RateLimit): Fault {
    return {
        kind: 'status',
        status: 429,
        message: 'Too many requests: the request rate exceeds the maximum.',
        ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds })
    };
}

function matches(match: FaultMatch, subject: FaultSubject): boolean {
    return (
        (match.method === undefined || match.method === subject.method) &&
        found(match.path, subject.path) &&
        (match.statement === undefined || (subject.statement !== null && found(match.statement, subject.statement)))
    );
}

function found(wanted: string | RegExp | undefined, text: string): boolean {
    if (wanted === undefined) return true;
    return typeof wanted === 'string' ? text.includes(wanted) : text.search(wanted) !== -1;
}
