/** Compiles projects with the real CLI, when that is needed. */
import { cpSync, existsSync, globSync, mkdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';

import { withLock } from './process-lock.js';
import { runNango } from './run.js';

/** Compiles a project unless its output is newer than all of its sources (patterns, from `root`). */
export async function compileIfStale(folder: string, sources: readonly string[], root = folder): Promise<void> {
    const newest = (): number =>
        Math.max(...globSync([...sources], { cwd: root }).map((file) => statSync(path.join(root, file)).mtimeMs));
    if (builtAt(folder) > newest()) return;
    const started = new Date();
    const run = await runNango(['compile'], { folder });
    if (run.exitCode !== 0) throw new Error(`Compiling ${folder} failed:\n${run.output}`);
    // A source that was saved meanwhile may not be in the bundles.
    utimesSync(outputOf(folder), started, started);
}

/** Written last by the CLI. */
function outputOf(folder: string): string {
    return path.join(folder, '.nango', 'nango.json');
}

/** When the last compilation of the project began; 0 if there was none, or none to the end. */
function builtAt(folder: string): number {
    const output = outputOf(folder);
    return existsSync(output) && existsSync(path.join(folder, 'build')) ? statSync(output).mtimeMs : 0;
}

/** Copies a project to `copy`, unless it is there already, and compiles it there. Answers `copy`. */
export async function compiledCopy(folder: string, copy: string): Promise<string> {
    mkdirSync(path.dirname(copy), { recursive: true });
    await withLock(`${copy}.lock`, async () => {
        if (isStale(folder, copy)) {
            rmSync(copy, { recursive: true, force: true });
            cpSync(folder, copy, { recursive: true });
            mkdirSync(path.join(copy, '.nango'), { recursive: true });
        }
        await compileIfStale(copy, ['*.ts', '*/*/*.ts']);
    });
    return copy;
}

function isStale(folder: string, copy: string): boolean {
    return globSync('**/*.ts', { cwd: folder }).some((file) => {
        const copied = path.join(copy, file);
        return !existsSync(copied) || statSync(copied).mtimeMs < statSync(path.join(folder, file)).mtimeMs;
    });
}
