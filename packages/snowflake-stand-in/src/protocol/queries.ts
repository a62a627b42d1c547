/**
 * The statements of the account, by query id, which the SQL API calls statement handle. Both protocols start, follow
 * and cancel them here. A query's state changes once, from running to how it ended.
 */
import { randomUUID } from 'node:crypto';

import { StatementFailure, type ResultSet } from '../types.js';

import { deferred } from './deferred.js';

import type { Faults } from './faults.js';

export type QueryState =
    | { readonly kind: 'running' }
    | { readonly kind: 'succeeded'; readonly result: ResultSet }
    | { readonly kind: 'failed'; readonly failure: StatementFailure };

export interface QueryPlan {
    /** Login name: nobody else sees the query. */
    readonly owner: string;
    readonly statement: string;
    /** Seconds; 0 stands for the service's longest. */
    readonly timeoutSeconds?: number | undefined;
    readonly children?: readonly Query[];
    /** ABORT_DETACHED_QUERY, as it stands when somebody asks. */
    readonly endsUnasked?: () => boolean;
    readonly run: (signal: AbortSignal) => Promise<ResultSet>;
}

export interface Query {
    readonly id: string;
    readonly owner: string;
    readonly statement: string;
    readonly createdOnMs: number;
    readonly children: readonly Query[];
    readonly state: QueryState;
    /** Settles, never rejects, when the query has ended. */
    readonly ended: Promise<void>;
    readonly endsUnasked: () => boolean;
    /** Answers whether it was still running. */
    cancel(): boolean;
}

/** https://docs.snowflake.com/en/sql-reference/parameters#statement-timeout-in-seconds: seven days at most. */
const LONGEST_TIMEOUT_SECONDS = 604_800;
/** https://docs.snowflake.com/en/sql-reference/parameters#abort-detached-query */
const UNASKED_MS = 300_000;
/** The longest that a Node timer can wait. */
const LONGEST_TIMER_MS = 2_147_483_647;

export class Queries {
    readonly #byId = new Map<string, Query>();
    readonly #asked = new Map<string, number>();
    readonly #faults: Faults;
    readonly #now: () => number;

    constructor(faults: Faults, now: () => number) {
        this.#faults = faults;
        this.#now = now;
    }

    start(plan: QueryPlan): Query {
        const query = startQuery(plan, this.#faults, this.#now());
        this.#byId.set(query.id, query);
        this.#asked.set(query.id, query.createdOnMs);
        return query;
    }

    find(id: string, owner: string): Query | null {
        const query = this.#byId.get(id);
        if (query?.owner !== owner) return null;
        const unasked = this.#now() - (this.#asked.get(id) ?? query.createdOnMs);
        if (unasked > UNASKED_MS && query.endsUnasked()) query.cancel();
        this.#asked.set(id, this.#now());
        return query;
    }

    /** As after a day, which is how long Snowflake keeps results. */
    forgetAll(): void {
        this.cancelAll();
        this.#byId.clear();
    }

    /** Ends what still runs, so that a closing server leaves no timer behind. */
    cancelAll(): void {
        for (const query of this.#byId.values()) query.cancel();
    }
}

function startQuery(plan: QueryPlan, faults: Faults, createdOnMs: number): Query {
    const abort = new AbortController();
    const ended = deferred();
    let state: QueryState = { kind: 'running' };
    const end = (next: QueryState): boolean => {
        if (state.kind !== 'running') return false;
        state = next;
        clearTimeout(timer);
        ended.resolve();
        return true;
    };
    const stop = (failure: StatementFailure): boolean => {
        if (!end({ kind: 'failed', failure })) return false;
        abort.abort(failure);
        for (const child of plan.children ?? []) child.cancel();
        return true;
    };
    const timeoutSeconds = plan.timeoutSeconds || LONGEST_TIMEOUT_SECONDS;
    const timer = setTimeout(
        () => stop(timedOut(timeoutSeconds)),
        Math.min(timeoutSeconds * 1000, LONGEST_TIMER_MS)
    ).unref();

    const work = async (): Promise<void> => {
        await faults.gate(plan.statement);
        if (abort.signal.aborted) return;
        const result = await plan.run(abort.signal);
        end({ kind: 'succeeded', result });
    };
    work().catch((error: unknown) => end({ kind: 'failed', failure: asFailure(error) }));

    return {
        id: newQueryId(),
        owner: plan.owner,
        statement: plan.statement,
        createdOnMs,
        children: plan.children ?? [],
        endsUnasked: plan.endsUnasked ?? (() => false),
        ended: ended.promise,
        get state() {
            return state;
        },
        cancel: () => stop(new StatementFailure('000604', '57014', 'SQL execution canceled'))
    };
}

/** Query ids look like UUIDs that start with 01. */
function newQueryId(): string {
    return `01${randomUUID().slice(2)}`;
}

function timedOut(seconds: number): StatementFailure {
    return new StatementFailure(
        '000630',
        '57014',
        `Statement reached its statement or warehouse timeout of ${seconds} second(s) and was canceled.`
    );
}

/** What is not Snowflake's refusal is a defect of the stand-in: it must be seen, not look like a wrong statement. */
export function asFailure(error: unknown): StatementFailure {
    if (error instanceof StatementFailure) return error;
    const said = error instanceof Error ? error.message : String(error);
    return new StatementFailure('000603', 'XX000', `SQL execution internal error: ${said}`);
}

/** Waits for the query, but no longer than this. */
export async function waitFor(query: Query, ms: number): Promise<void> {
    if (query.state.kind !== 'running') return;
    const waited = deferred();
    const timer = setTimeout(() => waited.resolve(), ms);
    await Promise.race([query.ended, waited.promise]);
    clearTimeout(timer);
}
