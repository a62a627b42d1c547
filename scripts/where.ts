/**
 * `npm run where -- '<stack trace>'` (or on standard input): the lines of our sources that a trace from Nango's log
 * speaks of. Nango names `<function>-<integration>.js` and lines of the compiled file, and reads no source map.
 * The function is bundled once more as the CLI does it, so check out what was deployed.
 */
import { readFile } from 'node:fs/promises';
import { createRequire, SourceMap } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';

import { build, type Plugin } from 'esbuild';
import { z } from 'zod';

import { entriesIn } from './entries.js';
import { CLI } from 'nango-cli/run.js';
import { INTEGRATIONS_FOLDER } from './nango.js';
import { isRunDirectly } from './run-directly.js';

/** As Nango's runner writes a place: `at run (tables-snowflake-jwt.js:812:15)`. */
const PLACE = /([\w-]+)\.c?js:(\d+):(\d+)/g;

interface Bundled {
    /** The name of the module that a line belongs to, from the folder of `index.ts`, and its line there. */
    source(line: number, column: number): { readonly file: string; readonly line: number | undefined } | undefined;
}

/** Names the source in each place of a trace; what is no place of ours stays as it is. */
export async function located(trace: string, folder = INTEGRATIONS_FOLDER): Promise<string> {
    const bundles = new Map<string, Bundled>();
    for (const entry of entriesIn(folder)) {
        const [integration = ''] = entry.split('/');
        const name = `${path.basename(entry, '.ts')}-${integration}`;
        if (trace.includes(`${name}.`)) bundles.set(name, await bundled(entry, folder));
    }
    return trace.replaceAll(PLACE, (place, name: string, line: string, column: string) => {
        const source = bundles.get(name)?.source(Number(line), Number(column));
        if (source === undefined) return place;
        const file = path.relative(path.join(folder, '..'), path.join(folder, source.file));
        return source.line === undefined ? file : `${file}:${source.line}`;
    });
}

/** Bundles an entry into the same lines as the CLI, with a map to the sources as they are written. */
async function bundled(entryFile: string, folder: string): Promise<Bundled> {
    const result = await build({
        absWorkingDir: folder,
        entryPoints: [entryFile],
        bundle: true,
        format: 'cjs',
        target: 'esnext',
        platform: 'node',
        external: ['zod', 'crypto', 'url'],
        tsconfigRaw: { compilerOptions: { strict: true, target: 'esnext' } },
        plugins: [printedByBabel(path.join(folder, entryFile), folder)],
        sourcemap: 'external',
        outfile: path.join(folder, 'build', 'where.cjs'),
        write: false
    });
    const output = (ending: string): string =>
        result.outputFiles.find((file) => file.path.endsWith(ending))?.text ?? '';
    const modules = moduleOfLines(output('.cjs'));
    const map = new SourceMap(JSON.parse(output('.map')));
    return {
        source: (line, column) => {
            const file = modules[line - 1];
            if (file === undefined) return undefined;
            // What is vendored has no map: the entry before it would be found.
            const entry = file.endsWith('.ts') ? map.findEntry(line - 1, column - 1) : {};
            const found: unknown = Reflect.get(entry, 'originalLine');
            return { file, line: typeof found === 'number' ? found + 1 : undefined };
        }
    };
}

/** esbuild writes the name of each module above it. */
function moduleOfLines(code: string): readonly (string | undefined)[] {
    let current: string | undefined;
    return code.split('\n').map((line) => {
        current = /^\/\/ (\S+\.[cm]?[jt]s)$/.exec(line)?.[1] ?? current;
        return current;
    });
}

interface Printed {
    readonly code?: string | null;
}
const BabelSchema = z.object({
    transformAsync: z.custom<(source: string, options: object) => Promise<Printed | null>>(
        (value) => typeof value === 'function'
    )
});

/**
 * The CLI prints each source by Babel first, which moves lines, and turns the call in the entry into a named export,
 * which adds one. Babel is the CLI's own, with the configuration in `folder`, so that it prints the same.
 */
function printedByBabel(entry: string, folder: string): Plugin {
    const babel = BabelSchema.parse(createRequire(CLI)('@babel/core'));
    return {
        name: 'printed-by-babel',
        setup(setup) {
            setup.onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
                const source = await readFile(file, 'utf8');
                const printed = await babel.transformAsync(file === entry ? unwrapped(source) : source, {
                    filename: file,
                    cwd: folder,
                    parserOpts: { sourceType: 'module', plugins: ['typescript'] },
                    sourceMaps: 'inline'
                });
                return { contents: printed?.code ?? source, loader: 'ts' };
            });
        }
    };
}

function unwrapped(source: string): string {
    const withoutImport = source.replace(/^import \{ (\w+) \} from 'nango';$/m, 'const $1 = (spec) => spec;');
    return `${withoutImport}\nexport const named = 0;\n`;
}

if (isRunDirectly(import.meta.url)) {
    const given = process.argv.slice(2).join(' ');
    process.stdout.write(`${await located(given === '' ? await text(process.stdin) : given)}\n`);
}
