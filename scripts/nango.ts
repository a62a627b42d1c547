/**
 * Runs the real `nango` CLI on this package's functions: `tsx scripts/nango.ts compile`.
 * They stand in a folder of their own, as the CLI refuses one that holds a `nango.yaml`.
 */
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { envFileVariables } from '../cli/env-files.js';
import { compile } from 'nango-cli/compile.js';
import { runNango as run } from 'nango-cli/run.js';
import type { Sources } from 'nango-cli/compiled-from.js';
import type { CliOptions, CliRun } from 'nango-cli/run.js';
import { isRunDirectly } from './run-directly.js';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
export const INTEGRATIONS_FOLDER = path.join(ROOT, 'integrations/');
/** Beside `index.ts`: the CLI's Babel reads it in the folder that the CLI runs in. */
export const BABEL_CONFIG = 'babel.config.cjs';

/** What its bundles are made from. */
export const SOURCES: Sources = {
    root: ROOT,
    patterns: ['integrations/*.{ts,cjs}', 'integrations/*/*/*.ts', 'shared/**/*.{ts,js}']
};

/** In `integrations/`, unless another folder is named. */
export async function runNango(args: readonly string[], options: Partial<CliOptions> = {}): Promise<CliRun> {
    const folder = options.folder ?? INTEGRATIONS_FOLDER;
    const all = { ...options, folder, env: { ...envFileVariables(folder), ...options.env } };
    const [command, ...flags] = args;
    return command === 'compile' && options.folder === undefined
        ? await compile(all, SOURCES, flags)
        : await run(args, all);
}

if (isRunDirectly(import.meta.url)) {
    const args = process.argv.slice(2);
    const asks = args[0] === 'deploy' && process.stdin.isTTY && process.stdout.isTTY;
    const { exitCode } = await runNango(args, { asks, onOutput: (text) => process.stdout.write(text) });
    process.exitCode = exitCode;
}
