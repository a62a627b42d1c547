/**
 * Writes what is derived: from the lists of kinds, ways to connect and destinations the entry files in `integrations/`,
 * the client's registry and sessions, `docs/models.md` and `docs/integrations.md`; from the schema of the settings the tables
 * of `docs/settings.md`; from the compiled functions `nango.yaml` and `docs/functions.md`.
 * `npm run generate` after adding or changing a function; a test fails while they are out of date.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { format } from 'oxfmt';

import { Project } from 'nango-stand-in/project.js';
import { entriesIn, indexSource } from './entries.js';
import { entryFiles } from './generate/entry-files.js';
import { functionTable } from './generate/function-table.js';
import { integrationDocs } from './generate/integration-docs.js';
import { modelDocs } from './generate/model-docs.js';
import { nangoYaml } from './generate/nango-yaml.js';
import { modelsSource, registrySource } from './generate/registry.js';
import { settingsDocs } from './generate/settings-docs.js';
import { sessionsSource } from './generate/sessions.js';
import { INTEGRATIONS_FOLDER, runNango } from './nango.js';
import { isRunDirectly } from './run-directly.js';

export const ROOT = fileURLToPath(new URL('../', import.meta.url));
export const YAML_FILE = path.join(ROOT, 'nango.yaml');
const SETTINGS_FILE = path.join(ROOT, 'docs', 'settings.md');
export const TABLE_FILE = path.join(ROOT, 'docs', 'functions.md');

/** What the derived sources must hold, by file. */
export async function expectedSources(): Promise<Map<string, string>> {
    const entries = await entryFiles();
    const inIntegrations = [...entries, ['index.ts', indexSource(entries.keys())] as const];
    return new Map([
        ...inIntegrations.map(([file, text]) => [path.join(INTEGRATIONS_FOLDER, file), text] as const),
        [path.join(ROOT, 'client', 'functions.ts'), await registrySource()],
        [path.join(ROOT, 'client', 'models.ts'), await modelsSource()],
        [path.join(ROOT, 'client', 'sessions.ts'), await sessionsSource()],
        [path.join(ROOT, 'docs', 'integrations.md'), await integrationDocs()],
        [path.join(ROOT, 'docs', 'models.md'), await modelDocs()],
        [SETTINGS_FILE, await settingsDocs(SETTINGS_FILE)]
    ]);
}

/** Entry files that nothing stands for. */
export function strayEntries(expected: ReadonlyMap<string, string>): string[] {
    return entriesIn(INTEGRATIONS_FOLDER)
        .map((file) => path.join(INTEGRATIONS_FOLDER, file))
        .filter((file) => !expected.has(file));
}

/** What the derived files must hold, given the compiled project. */
export async function expectedFiles(project: Project): Promise<Map<string, string>> {
    const { code } = await format(TABLE_FILE, functionTable(project), { printWidth: 120, tabWidth: 4 });
    return new Map([
        [YAML_FILE, nangoYaml(project.integrations)],
        [TABLE_FILE, code]
    ]);
}

/** Writes what differs, and leaves the rest its time: what is unchanged need not be compiled anew. */
function write(file: string, text: string): void {
    if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    process.stdout.write(`${path.relative(ROOT, file)}\n`);
}

if (isRunDirectly(import.meta.url)) {
    const sources = await expectedSources();
    for (const file of strayEntries(sources)) rmSync(file);
    for (const [file, text] of sources) write(file, text);
    const run = await runNango(['compile'], { onOutput: (text) => process.stderr.write(text) });
    if (run.exitCode === 0) {
        for (const [file, text] of await expectedFiles(new Project(INTEGRATIONS_FOLDER))) write(file, text);
    } else {
        process.exitCode = run.exitCode;
    }
}
