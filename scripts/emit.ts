/** What tsc writes of TypeScript files, and which of it an entry reaches. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';

const TSC = path.join(path.dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
const RELATIVE_IMPORT = /(?:from |import\()['"](\.[^'"]+)\.js['"]/g;

/** Into `outDir`, which is emptied first; it stands inside the repository, so that packages are found from there. */
export function emitWithTsc(project: string, outDir: string): void {
    rmSync(outDir, { recursive: true, force: true });
    const run = spawnSync(process.execPath, [TSC, '-p', project, '--outDir', outDir], { encoding: 'utf8' });
    if (run.status !== 0) throw new Error(`tsc failed:\n${run.stdout}${run.stderr}`);
}

/** Every file with this ending that `file` reaches by relative imports, itself included. */
export function reached(file: string, ending: '.d.ts' | '.js', found = new Set<string>()): Set<string> {
    if (found.has(file)) return found;
    found.add(file);
    for (const [, name] of readFileSync(file, 'utf8').matchAll(RELATIVE_IMPORT)) {
        reached(path.resolve(path.dirname(file), `${name}${ending}`), ending, found);
    }
    return found;
}
