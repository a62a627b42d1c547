/**
 * Runs the real `nango` CLI in a project, without upgrades, telemetry or source maps, and without questions but for a
 * deploy at a terminal. Some of its failures end with exit code 0, which is why its output is read here as well.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { stripVTControlCharacters } from 'node:util';

import { withLock } from './process-lock.js';

export const CLI = createRequire(import.meta.url)
    .resolve('nango')
    .replace(/sdkScripts\.js$/, 'index.js');

/** Exit code 1 is what the CLI itself gives for a failure without a code of its own. */
const FAILURE = 1;

export interface CliRun {
    readonly exitCode: number;
    /** Standard output and standard error, in the order they came, without colours. */
    readonly output: string;
}

export interface CliOptions {
    /** The folder that holds `index.ts` and `.nango/`. The CLI refuses one that holds a `nango.yaml`. */
    readonly folder: string;
    readonly env?: Readonly<Record<string, string>>;
    /** Modules that are loaded into the CLI's process before it starts. */
    readonly preload?: readonly URL[];
    /** Called with each piece of output as it comes. */
    readonly onOutput?: (text: string) => void;
    /** Lets the CLI ask the person at the terminal, as `deploy` does before it removes syncs that are in use. */
    readonly asks?: boolean;
}

/** Environment for the CLI: it must neither ask, nor upgrade itself, nor change `package.json`, nor report home. */
export function quietEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
    return {
        ...process.env,
        CI: 'true',
        NANGO_CLI_DEPENDENCY_UPDATE: 'false',
        NANGO_CLI_UPGRADE_MODE: 'ignore',
        NANGO_CLI_TELEMETRY: 'false',
        DO_NOT_TRACK: '1',
        ...extra
    };
}

/** Commands that write `build/`. */
const COMPILING = new Set(['compile', 'dryrun', 'deploy']);

export async function runNango(args: readonly string[], options: CliOptions): Promise<CliRun> {
    const run = (): Promise<CliRun> => spawnNango(args, options);
    const state = path.join(options.folder, '.nango');
    if (!COMPILING.has(args[0] ?? '') || !existsSync(state)) return await run();
    return await withLock(path.join(state, 'lock'), run);
}

async function spawnNango(args: readonly string[], options: CliOptions): Promise<CliRun> {
    const asks = options.asks ?? false;
    const preload = (options.preload ?? []).flatMap(({ href }) => ['--import', href]);
    const child = spawn(process.execPath, [...preload, CLI, ...args, ...flagsFor(args, asks)], {
        cwd: options.folder,
        env: quietEnvironment({ ...(asks && { CI: '' }), ...options.env }),
        stdio: [asks ? 'inherit' : 'ignore', 'pipe', 'pipe']
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8');
        stream.on('data', (text: string) => {
            output += text;
            const told = withoutNoise(text);
            if (told !== '') options.onOutput?.(told);
        });
    }
    const code = await new Promise<number>((resolve, reject) => {
        child.once('error', reject);
        child.once('close', (exitCode) => resolve(exitCode ?? FAILURE));
    });
    const plain = stripVTControlCharacters(output);
    const failed = printedFailure(plain) || (!asks && askedForKey(plain));
    return { exitCode: code === 0 && failed ? FAILURE : code, output: plain };
}

/** What a command is given beside what it was called with. */
export function flagsFor(args: readonly string[], asks: boolean): string[] {
    if (args.length === 0 || args.includes('--help') || args.includes('-h') || args.includes('--version')) return [];
    // A dry run with more than ten log messages asks whether to show them, also where it was told not to ask.
    const quiet = args[0] === 'dryrun' ? ['--no-interactive', '--auto-confirm'] : ['--no-interactive'];
    const wanted = ['--no-dependency-update', ...(asks ? [] : quiet), ...withoutMaps(args)];
    return wanted.filter((flag) => !args.includes(flag));
}

/** Nothing that runs a function reads its source map, which is half of a deploy: see docs/decisions/no-source-maps.md. */
function withoutMaps(args: readonly string[]): readonly string[] {
    const decided = args.some((arg) => arg.startsWith('--sourcemap'));
    return !decided && COMPILING.has(args[0] ?? '') ? ['--sourcemap=false'] : [];
}

const FAILURES =
    /^\s*(?:✖ )?(?:Failed to (?:build|compile|check)|Could not read index\.ts|No entry points found|Found \d+ errors?\b|The `nango\.yaml` configuration file is deprecated|Not inside a Nango folder)/m;

const NOISE = /^(?: *Building \d+ file\(s\) - .*|Dependencies are out of date but .*)\r?\n/gm;

/** Leaves out a line for each file as it is built, and advice on packages that the CLI was told to let be. */
export function withoutNoise(text: string): string {
    return text.replaceAll(NOISE, '');
}

/** Where nobody can answer, the CLI ends there, with exit code 0. */
export function askedForKey(output: string): boolean {
    return /^NANGO_SECRET_KEY\S* environment variable is not set\. Please set it now/m.test(output);
}

/** True when the CLI said that it failed, whatever its exit code. */
export function printedFailure(output: string): boolean {
    return FAILURES.test(output);
}
