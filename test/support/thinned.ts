/**
 * What `npm test` runs of a search over every place where something can go wrong: every sixth place, from another one on
 * in each test. `npm run faults` (FAULTS=all) runs all of them; on an AWS that is not ours some places say enough.
 */
export const IS_WHOLE = process.env['FAULTS'] === 'all';

export const STRIDE = IS_WHOLE ? 1 : process.env['AWS_INTEROP_ENDPOINT'] === undefined ? 6 : 9;

/** Where the n-th of similar tests begins. */
export function offset(nth: number): number {
    return nth % STRIDE;
}

/** A run killed before a step leaves the same as one killed after the step before, so one of the two is enough. */
export function momentsOf(step: number): readonly ('before' | 'after')[] {
    return IS_WHOLE || step === 1 ? ['before', 'after'] : ['after'];
}
