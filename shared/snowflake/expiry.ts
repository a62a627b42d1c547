/** When access tokens and key pairs end, by what Snowflake shows of them. Times are ISO 8601; null has no end. */
import { EXPIRY_WARNING_DAYS } from '../limits.js';

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;

/** Snowflake, whose clock may be ahead of ours, refuses more than what it sees left. */
const CLOCKS_APART_MS = 600_000;

/** Whole ones that are surely left; without an end there is no end to them. */
export function hoursLeft(expiresAt: string | null, nowMs: number): number {
    if (expiresAt === null) return Number.POSITIVE_INFINITY;
    return Math.floor((Date.parse(expiresAt) - nowMs - CLOCKS_APART_MS) / HOUR_MS);
}

export function inHours(hours: number, nowMs: number): string {
    return new Date(nowMs + hours * HOUR_MS).toISOString();
}

/** The date, as people are told it. */
export function dayOf(time: string): string {
    return time.slice(0, 10);
}

export function endsSoon(expiresAt: string, nowMs: number): boolean {
    return Date.parse(expiresAt) - nowMs <= EXPIRY_WARNING_DAYS * DAY_HOURS * HOUR_MS;
}

export function hasEnded(expiresAt: string | null, nowMs: number): boolean {
    return expiresAt !== null && Date.parse(expiresAt) <= nowMs;
}

/** Those without an end come last. */
export function firstToEnd<Ending extends { readonly expiresAt: string | null }>(
    all: readonly Ending[]
): Ending | undefined {
    return all.toSorted((one, other) => ((one.expiresAt ?? '~') < (other.expiresAt ?? '~') ? -1 : 1))[0];
}
