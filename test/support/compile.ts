/**
 * Vitest's global set-up: compiles the package's functions with the real CLI when a source is newer than its bundle.
 * Tests run the bundles, so a stale one would test yesterday's code.
 */
import { cpSync, existsSync, globSync, mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { INTEGRATIONS_FOLDER, runNango } from '../../scripts/nango.js';
import { withLock } from '../../scripts/process-lock.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export async function setup(): Promise<void> {
    if (existsSync(path.join(INTEGRATIONS_FOLDER, 'index.ts'))) {
        await compileIfStale(INTEGRATIONS_FOLDER, ['integrations/**/*.ts', 'shared/**/*.{ts,js}']);
    }
}

/** Compiles a project unless its output is newer than all of its sources (patterns from the top of the repository). */
export async function compileIfStale(folder: string, sources: readonly string[]): Promise<void> {
    const newest = (): number =>
        Math.max(...globSync([...sources], { cwd: ROOT }).map((file) => statSync(path.join(ROOT, file)).mtimeMs));
    if (builtAt(folder) > newest()) return;
    const run = await runNango(['compile'], { folder });
    if (run.exitCode !== 0) throw new Error(`Compiling ${path.relative(ROOT, folder)} failed:\n${run.output}`);
}

/** When the project was compiled last; 0 if it never was, or not to the end. */
function builtAt(folder: string): number {
    const output = path.join(folder, '.nango', 'nango.json');
    return existsSync(output) && existsSync(path.join(folder, 'build')) ? statSync(output).mtimeMs : 0;
}

/** Copies a project of a test out of the tree, compiles it there, and returns where it is. */
export async function compiledCopy(folder: string): Promise<string> {
    const relative = path.relative(ROOT, folder);
    const copy = path.join(ROOT, '.work', 'compiled', relative.replaceAll(path.sep, '-'));
    mkdirSync(path.dirname(copy), { recursive: true });
    await withLock(`${copy}.lock`, async () => {
        if (isStale(folder, copy)) {
            rmSync(copy, { recursive: true, force: true });
            cpSync(folder, copy, { recursive: true });
            mkdirSync(path.join(copy, '.nango'), { recursive: true });
        }
        const place = path.relative(ROOT, copy);
        await compileIfStale(copy, [`${place}/*.ts`, `${place}/*/*/*.ts`]);
    });
    return copy;
}

function isStale(folder: string, copy: string): boolean {
    return globSync('**/*.ts', { cwd: folder }).some((file) => {
        const copied = path.join(copy, file);
        return !existsSync(copied) || statSync(copied).mtimeMs < statSync(path.join(folder, file)).mtimeMs;
    });
}
