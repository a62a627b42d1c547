/**
 * `nango dryrun --validate` of the real CLI against a local Nango. `dryrun` runs the command itself, which compiles the
 * whole project each time; `dryrunAll` runs many with the CLI's dry-run service on bundles that are compiled already.
 * Event functions cannot be dry-run: the CLI looks for their bundle among the syncs.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { build } from 'esbuild';
import * as z from 'zod';

import { quietEnvironment, runNango } from 'nango-cli/run.js';
import { takeLock } from 'nango-cli/process-lock.js';
import { HOSTS_VARIABLE } from './dryrun-network.js';

import type { CliRun } from 'nango-cli/run.js';
import type { LocalNango } from './local-nango.js';

export interface DryRun {
    readonly name: string;
    readonly connectionId: string;
    readonly integration: string;
    readonly input?: unknown;
    /** In place of the connection's metadata; for syncs. */
    readonly metadata?: unknown;
    readonly checkpoint?: Readonly<Record<string, string | number | boolean>>;
    readonly variant?: string;
    /** A sync that the function starts. */
    readonly starts?: string;
}
export type DryRunResult = CliRun & { readonly name: string; readonly integration: string };

const Line = z.object({ name: z.string(), integration: z.string(), exitCode: z.number(), output: z.string() });
const SCRIPTS = ['dryrun-network', 'dryrun-many'].map((name) =>
    fileURLToPath(new URL(`./${name}.ts`, import.meta.url))
);

/** `folder`: another project than the one that this Nango runs, with the function in it. */
export async function dryrun(nango: LocalNango, run: DryRun, folder = nango.project.folder): Promise<CliRun> {
    const { input, metadata, checkpoint, variant } = run;
    const args = [
        'dryrun',
        run.name,
        run.connectionId,
        '-e',
        'dev',
        '--validate',
        '--auto-confirm',
        '--integration-id',
        run.integration
    ];
    for (const [flag, value] of [
        ['-i', input],
        ['-m', metadata],
        ['-c', checkpoint]
    ] as const) {
        if (value !== undefined) args.push(flag, JSON.stringify(value));
    }
    if (variant !== undefined) args.push('--variant', variant);
    const scripts = await buildScripts(folder);
    try {
        return await runNango(args, { folder, env: environment(nango, scripts) });
    } finally {
        await rm(scripts, { recursive: true, force: true });
    }
}

/** In the order given; the project must be compiled. */
export async function dryrunAll(nango: LocalNango, runs: readonly DryRun[]): Promise<DryRunResult[]> {
    const dryRuns = await startDryRuns(nango);
    try {
        const results: DryRunResult[] = [];
        for (const each of runs) results.push(await dryRuns.run(each));
        return results;
    } finally {
        await dryRuns.close();
    }
}

/** For runs that depend on one another: one process, which runs what it is given one after the other. */
export interface DryRuns {
    run(next: DryRun): Promise<DryRunResult>;
    close(): Promise<void>;
}

/** The CLI reads every bundle, so nobody can compile until it is closed. */
export async function startDryRuns(nango: LocalNango): Promise<DryRuns> {
    const unlock = await takeLock(path.join(nango.project.folder, '.nango', 'lock'));
    const scripts = await buildScripts(nango.project.folder);
    const child = spawn(process.execPath, [path.join(scripts, 'dryrun-many.mjs')], {
        cwd: nango.project.folder,
        env: quietEnvironment(environment(nango, scripts)),
        stdio: ['pipe', 'pipe', 'pipe']
    });
    const ended = once(child, 'close');
    const errors = text(child.stderr);
    // Its end shows as an answer that never comes; a broken pipe says no more.
    child.stdin.on('error', () => undefined);
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return {
        run: async ({ input, metadata, checkpoint, ...run }) => {
            const asked = {
                ...run,
                ...(input === undefined ? {} : { input: JSON.stringify(input) }),
                ...(metadata === undefined ? {} : { metadata: JSON.stringify(metadata) }),
                ...(checkpoint === undefined ? {} : { checkpoint: JSON.stringify(checkpoint) })
            };
            child.stdin.write(`${JSON.stringify(asked)}\n`);
            const answer = await answers.next();
            if (answer.done === true) throw new Error(`The dry runs ended early: ${await errors}`);
            return Line.parse(JSON.parse(answer.value));
        },
        close: async () => {
            child.kill();
            await ended;
            await rm(scripts, { recursive: true, force: true });
            unlock();
        }
    };
}

/**
 * Our two scripts as plain JavaScript, beside the project: a loader for TypeScript in the CLI's process would change how
 * it reads the bundles.
 */
async function buildScripts(project: string): Promise<string> {
    const folder = await mkdtemp(path.join(project, '.nango', 'dryrun-'));
    await build({
        entryPoints: SCRIPTS,
        outdir: folder,
        bundle: true,
        packages: 'external',
        platform: 'node',
        format: 'esm',
        outExtension: { '.js': '.mjs' }
    });
    return folder;
}

function environment(nango: LocalNango, scripts: string): Record<string, string> {
    const network = pathToFileURL(path.join(scripts, 'dryrun-network.mjs')).href;
    return {
        NANGO_HOSTPORT: nango.url,
        NANGO_SECRET_KEY_DEV: nango.secretKey,
        [HOSTS_VARIABLE]: JSON.stringify(nango.hosts),
        // Without what the parent was started with: a test runner's loaders have no place in the CLI.
        NODE_OPTIONS: `--import ${network}`
    };
}
