/**
 * What a function costs before it does anything: its bundle run in a context of its own, and asked until its first
 * request leaves; each time in a fresh process. Medians; zod, Node, the providers and axios are loaded before, as on a
 * runner. And what it takes to compile all of them.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { compile } from 'nango-cli/compile.js';
import { SOURCES } from '../../scripts/nango.js';
import type { Runs } from '../process/runs.js';
import { StartedSchema } from '../process/starting.js';
import type { StartOrder, Started } from '../process/starting.js';
import { tableOf } from '../report/markdown.js';
import type { Report } from '../report/report.js';

const FUNCTIONS = [
    ['snowflake-jwt', 'sync', 'columns'],
    ['snowflake-password', 'sync', 'columns'],
    ['snowflake-jwt', 'action', 'execute-statement'],
    ['snowflake-password', 'action', 'execute-statement'],
    ['snowflake-password', 'sync', 'export-secrets']
] as const;
const TIMES = 5;
const SIZE = { databases: 1, schemas: 1, tables: 1, columns: 1, roles: 1, users: 1, queryRows: 0 };
const START = fileURLToPath(new URL('../process/start.ts', import.meta.url));

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

export async function measureStartUp(runs: Runs): Promise<Report> {
    const served = await runs.credentials.serve({ size: SIZE, cap: 'documented', latencyMs: 0 });
    const figures: (Started & { readonly name: string })[] = [];
    for (const [integration, type, name] of FUNCTIONS) {
        const connected = runs.connections.find((each) => each.integration === integration);
        if (!connected) throw new Error(`There is no connection of ${integration}.`);
        const started: Started[] = [];
        for (let time = 0; time < TIMES; time += 1) {
            const { folder } = runs;
            started.push(await startedIn({ folder, ...connected, metadata: {}, snowflake: served.url, type, name }));
        }
        const of = (pick: (start: Started) => number): number => median(started.map(pick));
        figures.push({
            name: `\`${integration}\`, \`${name}\``,
            bytes: of(({ bytes }) => bytes),
            loadMs: of(({ loadMs }) => loadMs),
            loadCpuMs: of(({ loadCpuMs }) => loadCpuMs),
            firstRequestMs: of(({ firstRequestMs }) => firstRequestMs)
        });
    }
    served.close();
    return {
        title: 'Start-up',
        conditions: `Medians of ${TIMES} fresh processes.`,
        tables: [
            tableOf([
                ['function', 'kB', 'load, CPU ms', 'load, ms', 'to the first request, ms'],
                ...figures.map(({ name, bytes, loadCpuMs, loadMs, firstRequestMs }) => [
                    name,
                    ...[bytes / 1000, loadCpuMs, loadMs, firstRequestMs].map((number) => number.toFixed(0))
                ])
            ])
        ],
        targets: [],
        figures
    };
}

/** All functions, whether or not they are compiled already. */
export async function measureCompile({ folder }: Runs): Promise<Report> {
    const startMs = performance.now();
    const { exitCode, output } = await compile({ folder }, SOURCES);
    if (exitCode !== 0) throw new Error(`Compiling failed:\n${output}`);
    const seconds = (performance.now() - startMs) / 1000;
    return {
        title: 'Compilation',
        conditions: `\`npm run compile\` of all functions took ${seconds.toFixed(0)} s.`,
        tables: [],
        targets: [],
        figures: { seconds }
    };
}
