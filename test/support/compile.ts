/**
 * Vitest's global set-up: compiles the package's functions with the real CLI when a source is not the one that its bundle
 * was made from. Tests run the bundles, so a stale one would test yesterday's code.
 */
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { fingerprint, isCompiled } from '../../scripts/compiled-from.js';
import { INTEGRATIONS_FOLDER, runNango } from '../../scripts/nango.js';
import { withLock } from '../../scripts/process-lock.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export async function setup(): Promise<void> {
    if (existsSync(path.join(INTEGRATIONS_FOLDER, 'index.ts'))) await compileIfStale(INTEGRATIONS_FOLDER);
}

export async function compileIfStale(folder: string): Promise<void> {
    if (isCompiled(folder)) return;
    const run = await runNango(['compile'], { folder });
    if (run.exitCode !== 0) throw new Error(`Compiling ${path.relative(ROOT, folder)} failed:\n${run.output}`);
}

/** Copies a project of a test out of the tree, compiles it there, and returns where it is. */
export async function compiledCopy(folder: string): Promise<string> {
    const relative = path.relative(ROOT, folder);
    const copy = path.join(ROOT, '.work', 'compiled', relative.replaceAll(path.sep, '-'));
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
