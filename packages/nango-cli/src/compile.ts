/** Compiles projects with the real CLI, when that is needed. */
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';

import { fingerprint, isCompiled, noteCompiled, OWN_SOURCES } from './compiled-from.js';
import { withLock } from './process-lock.js';
import { runNango } from './run.js';

import type { Sources } from './compiled-from.js';
import type { CliOptions, CliRun } from './run.js';

const TRANSFORM_ONCE = new URL('./transform-once.mjs', import.meta.url);

/** `nango compile`, which notes what it compiled. */
export async function compile(
    options: CliOptions,
    sources: Sources = OWN_SOURCES,
    flags: readonly string[] = []
): Promise<CliRun> {
    const from = fingerprint(options.folder, sources);
    const run = await runNango(['compile', ...flags], { ...options, preload: [TRANSFORM_ONCE] });
    if (run.exitCode === 0) noteCompiled(options.folder, from);
    return run;
}

/** Compiles a project unless its bundles were made from the sources as they are. */
export async function compileIfStale(
    folder: string,
    sources: Sources = OWN_SOURCES,
    options: Pick<CliOptions, 'onOutput'> = {}
): Promise<void> {
    if (isCompiled(folder, sources)) return;
    const run = await compile({ folder, ...options }, sources);
    if (run.exitCode !== 0) throw new Error(`Compiling ${folder} failed:\n${run.output}`);
}

/** Copies a project to `copy`, unless it is there already, and compiles it there. Answers `copy`. */
export async function compiledCopy(folder: string, copy: string): Promise<string> {
    mkdirSync(path.dirname(copy), { recursive: true });
    await withLock(`${copy}.lock`, async () => {
        if (!existsSync(copy) || fingerprint(folder) !== fingerprint(copy)) {
            rmSync(copy, { recursive: true, force: true });
            cpSync(folder, copy, { recursive: true });
            mkdirSync(path.join(copy, '.nango'), { recursive: true });
        }
        await compileIfStale(copy);
    });
    return copy;
}
