/**
 * Runs the real `nango` CLI in `integrations/`, without upgrades, telemetry or source maps, and without questions but for
 * a deploy at a terminal: `tsx scripts/nango.ts compile`.
 * The CLI refuses a folder that holds a `nango.yaml`, which is why it never runs at the top of the repository, and some
 * of its failures end with exit code 0, which is why its output is read here as well.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

import { fingerprint, noteCompiled } from './compiled-from.js';
import { withLock } from './process-lock.js';

export const INTEGRATIONS_FOLDER = fileURLToPath(new URL('../integrations/', import.meta.url));

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
    /** The folder that holds `index.ts` and `.nango/`; the project's own unless a test brings another. */
    readonly folder?: string;
    readonly env?: Readonly<Record<string, string>>;
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

export async function runNango(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
    const folder = options.folder ?? INTEGRATIONS_FOLDER;
    const state = path.join(folder, '.nango');
    if (!COMPILING.has(args[0] ?? '') || !existsSync(state)) return await spawnNango(args, options);
    return await withLock(path.join(state, 'lock'), async () => {
        const from = args[0] === 'compile' ? fingerprint(folder) : null;
        const run = await spawnNango(args, options);
        if (from !== null && run.exitCode === 0) noteCompiled(folder, from);
        return run;
    });
}

async function spawnNango(args: readonly string[], options: CliOptions): Promise<CliRun> {
    const help = args.length === 0 || args.includes('--help') || args.includes('-h') || args.includes('--version');
    const asks = options.asks ?? false;
    const wanted = help ? [] : ['--no-dependency-update', ...(asks ? [] : ['--no-interactive']), ...withoutMaps(args)];
    const more = wanted.filter((flag) => !args.includes(flag));
    const child = spawn(process.execPath, [CLI, ...args, ...more], {
        cwd: options.folder ?? INTEGRATIONS_FOLDER,
        env: quietEnvironment({ ...(asks && { CI: '' }), ...options.env }),
        stdio: [asks ? 'inherit' : 'ignore', 'pipe', 'pipe']
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8');
        stream.on('data', (text: string) => {
            output += text;
            options.onOutput?.(text);
        });
    }
    const code = await new Promise<number>((resolve, reject) => {
        child.once('error', reject);
        child.once('close', (exitCode) => resolve(exitCode ?? FAILURE));
    });
    const plain = stripVTControlCharacters(output);
    return { exitCode: code === 0 && printedFailure(plain) ? FAILURE : code, output: plain };
}

/** Nothing that runs a function reads its source map, which is half of a deploy: see docs/decisions/no-source-maps.md. */
function withoutMaps(args: readonly string[]): readonly string[] {
    const decided = args.some((arg) => arg.startsWith('--sourcemap'));
    return !decided && COMPILING.has(args[0] ?? '') ? ['--sourcemap=false'] : [];
}

const FAILURES =
    /^\s*(?:✖ )?(?:Failed to (?:build|compile|check)|Could not read index\.ts|No entry points found|Found \d+ errors?\b|The `nango\.yaml` configuration file is deprecated|Not inside a Nango folder)/m;

/** True when the CLI said that it failed, whatever its exit code. */
export function printedFailure(output: string): boolean {
    return FAILURES.test(output);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(path.resolve(process.argv[1])).href) {
    const args = process.argv.slice(2);
    const asks = args[0] === 'deploy' && process.stdin.isTTY && process.stdout.isTTY;
    const run = await runNango(args, { asks, onOutput: (text) => process.stdout.write(text) });
    process.exitCode = run.exitCode;
}
