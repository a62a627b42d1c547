/**
 * `integrations/index.ts`: the CLI compiles what is listed there and nothing else, so it is derived from the files.
 * An entry file stands in `<integration>/{syncs,actions,on-events}/`; anything else there is a helper.
 */
import { globSync } from 'node:fs';
import path from 'node:path';

export function entryFiles(folder: string): string[] {
    return globSync('*/{syncs,actions,on-events}/*.ts', { cwd: folder })
        .map((file) => file.split(path.sep).join('/'))
        .sort();
}

export function indexSource(files: readonly string[]): string {
    return files.map((file) => `import './${file.replace(/\.ts$/, '.js')}';\n`).join('');
}
