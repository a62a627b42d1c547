/**
 * Builds what an app imports (`client/` with the schemas it takes from `shared/`) into `client/dist`: one ES module by
 * esbuild, and the declarations that it reaches, by tsc. The code that functions run with stands beside many schemas;
 * it must fall away here, so every module of ours is declared free of side effects, and a test looks at the result.
 */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

import { emitWithTsc, reached } from './emit.js';

import type { Plugin } from 'esbuild';
import { isRunDirectly } from './run-directly.js';

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

function emitTypes(): void {
    emitWithTsc(path.join(ROOT, 'client'), ALL_TYPES);
    for (const file of reached(path.join(ALL_TYPES, 'client', 'index.d.ts'), '.d.ts')) {
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

if (isRunDirectly(import.meta.url)) {
    await buildClient();
}
