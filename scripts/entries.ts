/** The entry files of a project: the CLI compiles what `index.ts` lists and nothing else. */
import { globSync } from 'node:fs';
import path from 'node:path';

export function entriesIn(folder: string): string[] {
    return globSync('*/{syncs,actions,on-events}/*.ts', { cwd: folder })
        .map((file) => file.split(path.sep).join('/'))
        .sort();
}

export function indexSource(files: Iterable<string>): string {
    return [...files]
        .sort()
        .map((file) => `import './${file.replace(/\.ts$/, '.js')}';\n`)
        .join('');
}
