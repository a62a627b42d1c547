/**
 * Writes what is derived from the functions: `integrations/index.ts`, `nango.yaml` and `docs/functions.md`.
 * `npm run generate` after adding or changing a function; a test fails while they are out of date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { format } from 'oxfmt';

import { Project } from '../local/nango/project.js';
import { entryFiles, indexSource } from './generate/entry-files.js';
import { functionTable } from './generate/function-table.js';
import { nangoYaml } from './generate/nango-yaml.js';
import { INTEGRATIONS_FOLDER, runNango } from './nango.js';

export const ROOT = fileURLToPath(new URL('../', import.meta.url));
export const INDEX_FILE = path.join(INTEGRATIONS_FOLDER, 'index.ts');
export const YAML_FILE = path.join(ROOT, 'nango.yaml');
export const TABLE_FILE = path.join(ROOT, 'docs', 'functions.md');

/** What `integrations/index.ts` must hold. */
export function expectedIndex(): string {
    return indexSource(entryFiles(INTEGRATIONS_FOLDER));
}

/** What the derived files must hold, given the compiled project. */
export async function expectedFiles(project: Project): Promise<Map<string, string>> {
    const { code } = await format(TABLE_FILE, functionTable(project), { printWidth: 120, tabWidth: 4 });
    return new Map([
        [YAML_FILE, nangoYaml(project.integrations)],
        [TABLE_FILE, code]
    ]);
}

function write(file: string, text: string): void {
    writeFileSync(file, text);
    process.stdout.write(`${path.relative(ROOT, file)}\n`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(path.resolve(process.argv[1])).href) {
    if (readFileSync(INDEX_FILE, 'utf8') !== expectedIndex()) write(INDEX_FILE, expectedIndex());
    const run = await runNango(['compile'], { onOutput: (text) => process.stderr.write(text) });
    if (run.exitCode === 0) {
        for (const [file, text] of await expectedFiles(new Project(INTEGRATIONS_FOLDER))) write(file, text);
    } else {
        process.exitCode = run.exitCode;
    }
}
