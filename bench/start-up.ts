/**
 * What a function costs before it does anything: its bundle read, run in a context of its own, and asked until its
 * first request leaves; each time in a fresh process, as a runner that was just started does. By hand, after `npm run compile`:
 * `tsx bench/start-up.ts [--times 5] [--functions snowflake-password/sync/columns] [--compile]`. `--compile` also times
 * `nango compile` of all functions. Medians; the zod and Node of the process are loaded before.
 */
import { fork } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compile } from 'nango-cli/compile.js';
import { INTEGRATIONS_FOLDER } from '../scripts/nango.js';
import { cpuSeconds } from './counting-handle.js';
import { Credentials } from './processes.js';
import { StartedSchema } from './starting.js';
import type { StartOrder, Started } from './starting.js';

const FUNCTIONS = [
    'snowflake-jwt/sync/columns',
    'snowflake-password/sync/columns',
    'snowflake-jwt/action/execute-statement',
    'snowflake-password/action/execute-statement',
    'snowflake-password/sync/export-secrets'
] as const;

const { values } = parseArgs({
    options: {
        times: { type: 'string', default: '5' },
        functions: { type: 'string', default: FUNCTIONS.join(',') },
        compile: { type: 'boolean', default: false }
    }
});

const START = fileURLToPath(new URL('./start.ts', import.meta.url));

async function startedIn(order: StartOrder): Promise<Started> {
    const child = fork(START);
    return await new Promise((resolve, reject) => {
        child.once('message', (message) => resolve(StartedSchema.parse(message)));
        child.once('error', reject);
        child.once('exit', (code) => reject(new Error(`Starting ${order.name} ended with exit code ${code}.`)));
        child.send(order);
    });
}

function median(numbers: readonly number[]): number {
    return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

const size = { databases: 1, schemas: 1, tables: 1, columns: 1, roles: 1, users: 1, queryRows: 0 };
const credentials = new Credentials();
const served = await credentials.serve({ size, cap: 'documented', latencyMs: 0 });
process.stdout.write(
    '| function | kB | load ms | load CPU ms | to the first request ms |\n| --- | --- | --- | --- | --- |\n'
);
for (const path of values.functions.split(',')) {
    const [integration = '', type = '', name = ''] = path.split('/');
    const connected = credentials.connections().find((each) => each.integration === integration);
    if (!connected || (type !== 'sync' && type !== 'action')) throw new Error(`There is no function ${path}.`);
    const runs: Started[] = [];
    for (let time = 0; time < Number(values.times); time += 1) {
        runs.push(await startedIn({ ...connected, metadata: {}, snowflake: served.url, type, name }));
    }
    const of = (pick: (run: Started) => number): string => median(runs.map(pick)).toFixed(0);
    process.stdout.write(
        `| ${path} | ${of((run) => run.bytes / 1000)} | ${of((run) => run.loadMs)} | ${of((run) => run.loadCpuMs)} | ${of((run) => run.firstRequestMs)} |\n`
    );
}
served.close();
if (values.compile) {
    const [startMs, startCpu] = [performance.now(), cpuSeconds()];
    const run = await compile({ folder: INTEGRATIONS_FOLDER });
    const seconds = ((performance.now() - startMs) / 1000).toFixed(0);
    process.stdout.write(
        `\nnango compile: ${seconds} s, exit code ${run.exitCode} (CPU here ${(cpuSeconds() - startCpu).toFixed(1)} s)\n`
    );
}
