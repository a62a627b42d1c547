/** Tries of a compare and swap: each lost one means that somebody else moved on, or that a read lags behind. */
import { ActionableError } from '../errors.js';
import { sleep } from '../nango/sleep.js';

/** So many lost in a row do not happen by themselves. */
const MAX_ROUNDS = 14;
const FIRST_WAIT_MS = 20;
const LONGEST_WAIT_MS = 1_000;

/** Until the work answers something else than null. */
export async function untilWon<T>(work: () => Promise<T | null>): Promise<T> {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
        if (round > 0) await sleep(Math.min(FIRST_WAIT_MS * 2 ** (round - 1), LONGEST_WAIT_MS));
        const won = await work();
        if (won !== null) return won;
    }
    throw busy();
}

export function busy(): ActionableError {
    return new ActionableError(
        'export_secret_busy',
        'Other destinations of this type are being created, restored or disconnected at the same time.',
        'Try again in a minute.'
    );
}
