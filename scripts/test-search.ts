/**
 * `npm run test:search`: the property-based tests with a new seed and many times as many inputs. `npm test` tries the
 * same inputs each time; this is where new counterexamples are looked for. A failure names its seed: `FC_SEED=<seed>`.
 */
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const RUNS = process.env['FC_RUNS'] ?? '5000';
const SEED = process.env['FC_SEED'] ?? String(randomInt(2 ** 31));

const tests = globSync('test/{shared,local,integrations/model}/**/*.test.ts').filter((file) =>
    readFileSync(file, 'utf8').includes("from 'fast-check'")
);
const vitest = join('node_modules', 'vitest', 'vitest.mjs');

console.log(`Seed ${SEED}; ${RUNS} inputs for each property that sets no number of its own.`);
const child = spawn(process.execPath, [vitest, 'run', '--testTimeout', '600000', ...tests], {
    stdio: 'inherit',
    env: { ...process.env, FC_SEED: SEED, FC_RUNS: RUNS }
});
child.once('exit', (code) => {
    process.exitCode = code ?? 1;
});
