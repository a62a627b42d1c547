/**
 * What a project was compiled from, by content. It is taken before the CLI reads the first file, so that whatever is
 * edited while it compiles counts as not compiled; and a checkout or a merge, which touches files without changing them,
 * makes nothing stale.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const PACKAGE = path.join(ROOT, 'integrations');

/** The project's own files; the package's functions import `shared/` as well. */
const OWN = ['*.ts', '*/*/*.ts'];
const SHARED = ['shared/**/*.{ts,js}'];

export function fingerprint(folder: string): string {
    const files = [
        ...globSync(OWN, { cwd: folder }).map((file) => path.join(folder, file)),
        ...(path.relative(PACKAGE, folder) === '' ? globSync(SHARED, { cwd: ROOT }) : []).map((file) =>
            path.join(ROOT, file)
        )
    ];
    const hash = createHash('sha256');
    for (const file of files.sort()) {
        const content = readFileSync(file);
        hash.update(`${path.relative(folder, file)}\0${content.length}\0`).update(content);
    }
    return hash.digest('hex');
}

const noteOf = (folder: string): string => path.join(folder, '.nango', 'compiled-from');

/** `from`: the fingerprint before the compilation began. */
export function noteCompiled(folder: string, from: string): void {
    if (existsSync(path.dirname(noteOf(folder)))) writeFileSync(noteOf(folder), from);
}

export function isCompiled(folder: string): boolean {
    const isThere = [noteOf(folder), path.join(folder, '.nango', 'nango.json'), path.join(folder, 'build')].every(
        (each) => existsSync(each)
    );
    return isThere && readFileSync(noteOf(folder), 'utf8') === fingerprint(folder);
}
