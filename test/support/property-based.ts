/**
 * Vitest's set-up of the property-based tests. `npm test` is what a user judges the package by, so one state of the code
 * gives one verdict: the seed is fixed. `npm run test:search` draws a new one and tries many times as many inputs.
 */
import fc from 'fast-check';

const FIXED_SEED = 20_261_122;
const { FC_SEED, FC_RUNS } = process.env;

fc.configureGlobal({
    seed: FC_SEED === undefined ? FIXED_SEED : Number(FC_SEED),
    ...(FC_RUNS === undefined ? {} : { numRuns: Number(FC_RUNS) })
});
