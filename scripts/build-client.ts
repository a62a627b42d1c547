/**
 * Builds what an app imports (`client/` with the schemas it takes from `shared/`) into `client/dist`: one ES module by
 * esbuild, and the declarations that it reaches, by tsc. The code that functions run with stands beside many schemas;
 * it must fall away here, so every module of ours is declared free of side effects, and a test looks at the result.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { build } from 'esbuild';

import type { Plugin } from 'esbuild';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const OUTPUT = path.join(ROOT, 'client', 'dist');
/** All declarations, of which few are published. Inside the repository, so that packages are found from there. */
const ALL_TYPES = path.join(ROOT, '.work', 'client-types');

const withoutSideEffects: Plugin = {
    name: 'without-side-effects',
    setup({ onResolve, resolve }) {
        onResolve({ filter: /.*/ }, async ({ path: name, pluginData: seen, ...from }) => {
            if (seen === true || from.kind === 'entry-point') return null;
            if (!name.startsWith('.')) return { path: name, external: true, sideEffects: false };
            const { path: file, errors } = await resolve(name, { ...from, pluginData: true });
            return { path: file, errors, sideEffects: false };
        });
    }
};

/** Every declaration that the entry reaches by a relative import, itself included. */
function reached(file: string, found = new Set<string>()): Set<string> {
    if (found.has(file)) return found;
    found.add(file);
    const text = readFileSync(file, 'utf8');
    for (const [, name] of text.matchAll(/(?:from |import\()['"](\.[^'"]+)\.js['"]/g)) {
        reached(path.resolve(path.dirname(file), `${name}.d.ts`), found);
    }
    return found;
}

function emitTypes(): void {
    rmSync(ALL_TYPES, { recursive: true, force: true });
    const tsc = path.join(
        path.dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
        'bin',
        'tsc'
    );
    const run = spawnSync(process.execPath, [tsc, '-p', path.join(ROOT, 'client'), '--outDir', ALL_TYPES], {
        encoding: 'utf8'
    });
    if (run.status !== 0) throw new Error(`tsc failed:\n${run.stdout}${run.stderr}`);
    for (const file of reached(path.join(ALL_TYPES, 'client', 'index.d.ts'))) {
        const target = path.join(OUTPUT, 'types', path.relative(ALL_TYPES, file));
        mkdirSync(path.dirname(target), { recursive: true });
        cpSync(file, target);
    }
}

export async function buildClient(): Promise<void> {
    rmSync(OUTPUT, { recursive: true, force: true });
    await build({
        entryPoints: [path.join(ROOT, 'client', 'index.ts')],
        outfile: path.join(OUTPUT, 'index.js'),
        bundle: true,
        format: 'esm',
        platform: 'neutral',
        target: 'es2023',
        plugins: [withoutSideEffects],
        logLevel: 'warning'
    });
    emitTypes();
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(path.resolve(process.argv[1])).href) {
    await buildClient();
}
