/**
 * What a project was compiled from, by content. It is taken before the CLI reads the first file, so that whatever is
 * edited while it compiles counts as not compiled; and a checkout or a merge, which touches files without changing them,
 * makes nothing stale.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface Sources {
    /** Glob patterns. */
    readonly patterns: readonly string[];
    /** Where they begin; unset: at the project. */
    readonly root?: string;
}

/** A project that imports nothing but its own files. */
export const OWN_SOURCES: Sources = { patterns: ['*.ts', '*/*/*.ts'] };

export function fingerprint(folder: string, { patterns, root = folder }: Sources = OWN_SOURCES): string {
    const hash = createHash('sha256');
    for (const file of globSync([...patterns], { cwd: root }).sort()) {
        const content = readFileSync(path.join(root, file));
        hash.update(`${file}\0${content.length}\0`).update(content);
    }
    return hash.digest('hex');
}

const noteOf = (folder: string): string => path.join(folder, '.nango', 'compiled-from');

/** `from`: the fingerprint before the compilation began. */
export function noteCompiled(folder: string, from: string): void {
    if (existsSync(path.dirname(noteOf(folder)))) writeFileSync(noteOf(folder), from);
}

export function isCompiled(folder: string, sources: Sources = OWN_SOURCES): boolean {
    const made = [noteOf(folder), path.join(folder, '.nango', 'nango.json'), path.join(folder, 'build')];
    return (
        made.every((each) => existsSync(each)) && readFileSync(noteOf(folder), 'utf8') === fingerprint(folder, sources)
    );
}
