/**
 * How long a walk that tracks deletions may stay open. Nango remembers which records such a walk has saved for two days
 * at least (`RECORDS_POSTGRES_SEEN_PARTITION_MAX_AGE_MS`); what it has forgotten, `trackDeletesEnd` deletes. One
 * execution of a sync takes a day at most, so a walk may be resumed within a day of its start. An older one starts
 * over: `trackDeletesStart` again, and everything is saved afresh.
 */
const DAY_MS = 24 * 60 * 60 * 1000;
const MAX_AGE_MS = DAY_MS;
/** Two days, kept by whole days. */
const SEEN_AT_MOST_MS = 3 * DAY_MS;

/**
 * `started` and `now` in milliseconds since 1970. A start that makes no sense is stale too, but one a little ahead is
 * not: executions run on different machines, whose clocks differ.
 */
export function isStale(started: number, now: number): boolean {
    return !(Math.abs(now - started) < MAX_AGE_MS);
}

/** Whether Nango has forgotten for sure what was saved then. */
export function isForgotten(saved: number, now: number): boolean {
    return now - saved >= SEEN_AT_MOST_MS;
}
