/**
 * Builds what `npx nango-snowflake` is: the program, and the functions that `add` puts into a project. There the
 * functions' code is JavaScript with declarations, not TypeScript: it is checked here, once, so that neither the
 * options nor the packages of another project decide whether it compiles. Entry files stay as they are.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

import { CODE_FOLDER } from '../cli/add/places.js';
import { emitWithTsc, reached } from './emit.js';
import { entriesIn } from './entries.js';
import { isRunDirectly } from './run-directly.js';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const OUTPUT = path.join(ROOT, 'cli', 'dist');
const EMITTED = path.join(ROOT, '.work', 'functions');
const INTEGRATIONS = path.join(ROOT, 'integrations');
const VENDOR = path.join('shared', 'vendor');

function buildFunctions(): void {
    emitWithTsc(path.join(ROOT, 'cli', 'tsconfig.functions.json'), EMITTED);
    // tsc takes no JavaScript along.
    cpSync(path.join(ROOT, VENDOR), path.join(EMITTED, VENDOR), { recursive: true });
    const found = new Set<string>();
    for (const entry of entriesIn(INTEGRATIONS)) {
        const emitted = path.join(EMITTED, 'integrations', entry);
        reached(emitted.replace(/\.ts$/, '.js'), '.js', found);
        reached(emitted.replace(/\.ts$/, '.d.ts'), '.d.ts', found);
        // What an entry imports by value is checked where it is compiled, so its declarations come too.
        for (const module of importedBy(path.join(INTEGRATIONS, entry))) {
            reached(path.join(EMITTED, `${module}.d.ts`), '.d.ts', found);
        }
        const source = readFileSync(path.join(INTEGRATIONS, entry), 'utf8');
        write(path.join('functions', entry), source.replaceAll("'../../../shared/", `'../../${CODE_FOLDER}/`));
    }
    for (const file of found) {
        const place = path.relative(path.join(EMITTED, 'shared'), file);
        if (!place.startsWith('..')) copy(file, place);
        const licences = file.replace(/\.js$/, '.LICENSES.txt');
        if (file.endsWith('.js') && file.includes(VENDOR)) copy(licences, place.replace(/\.js$/, '.LICENSES.txt'));
    }
}

function importedBy(entry: string): string[] {
    const names = readFileSync(entry, 'utf8').matchAll(/from '(?:\.\.\/)+(shared\/[^']+)\.js'/g);
    return [...names].flatMap(([, name]) => name ?? []);
}

function write(file: string, text: string): void {
    const target = path.join(OUTPUT, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
}

function copy(from: string, place: string): void {
    write(path.join('functions', CODE_FOLDER, place), readFileSync(from, 'utf8'));
}

async function buildProgram(): Promise<void> {
    await build({
        entryPoints: [path.join(ROOT, 'cli', 'main.ts')],
        outdir: OUTPUT,
        bundle: true,
        splitting: true,
        format: 'esm',
        platform: 'node',
        target: 'node20',
        packages: 'external',
        banner: { js: '#!/usr/bin/env node' },
        logLevel: 'warning'
    });
}

export async function buildCli(): Promise<void> {
    rmSync(OUTPUT, { recursive: true, force: true });
    buildFunctions();
    await buildProgram();
}

if (isRunDirectly(import.meta.url)) {
    await buildCli();
}
