/**
 * What happens to a destination while something else than its credentials is in the way: it stays Pending, says why,
 * and is tried again with growing waits. Measured in time: a destination that is polled has many runs within minutes.
 */
import type { Context } from './context.js';
import { step } from './lifecycle.js';
import type { Problem, Row } from './record.js';
import { saveRow } from './rows.js';

/** Beyond it the destination fails, so that nothing waits for ever. */
const PATIENCE_MS = 4 * 3_600_000;
/** Within the run that meets the trouble first. */
const WAITS_MS = [2_000, 5_000, 12_000] as const;
const FIRST_RETRY_MS = 30_000;
const LONGEST_RETRY_MS = 3_600_000;

export function waitsOf(row: Row): readonly number[] {
    return row.unavailable_since === null ? WAITS_MS : [];
}

/** Null when it has lasted too long. The hourly run and whoever polls it go on with it. */
export async function postpone(context: Context, row: Row, problem: Problem): Promise<Row | null> {
    const now = Date.now();
    const since = row.unavailable_since ?? new Date(now).toISOString();
    if (Date.parse(since) + PATIENCE_MS <= now) return null;
    const waitMs = Math.min(FIRST_RETRY_MS * 2 ** row.postponed, LONGEST_RETRY_MS);
    return await saveRow(context.nango, row, {
        ...step(row.status, 'postpone'),
        error: problem,
        attempts: 0,
        unavailable_since: since,
        postponed: row.postponed + 1,
        retry_at: new Date(now + waitMs).toISOString()
    });
}
