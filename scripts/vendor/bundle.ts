/** Bundles one package into an ES module that runs on the globals of Nango's sandbox. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build, type BuildOptions, type Metafile } from 'esbuild';
import type { Bundle } from './bundles.js';
import { licenceNotices } from './licences.js';
import { GLOBAL_SHIMS, sandboxPlugin } from './sandbox-plugin.js';

export interface Bundled {
    readonly text: string;
    readonly bytes: number;
    readonly metafile: Metafile;
}

/**
 * Nango's CLI embeds the sources of what it bundles in every function. With a map of its own that says nothing, a
 * bundle is embedded as that nothing; without one, each function grows threefold. The one place that it maps is the
 * comment above the code, so that none of the code is in the function's map: that would be 100 KB for the driver.
 */
const EMPTY_SOURCE_MAP = Buffer.from(
    JSON.stringify({ version: 3, sources: ['bundled'], sourcesContent: [''], names: [], mappings: 'AAAA' })
).toString('base64');

const HEADER = '/* Built by `npm run build`; see README.md beside this file. */';

const COMMON = {
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    drop: ['console'],
    tsconfigRaw: {},
    metafile: true,
    write: false,
    logLevel: 'warning'
} as const satisfies BuildOptions;

/** Writes a bundle, and the licences of what is in it. */
export async function buildBundle(root: string, bundle: Bundle): Promise<Bundled> {
    const built = await bundled(root, bundle);
    const file = join(root, 'shared/vendor', bundle.name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.js`, built.text);
    await writeFile(`${file}.LICENSES.txt`, await licenceNotices(root, Object.keys(built.metafile.inputs)));
    return built;
}

/**
 * In two passes: shims that are injected while packages are bundled are called at the head of every CommonJS module, which
 * is a tenth of a bundle; in the finished code they are one import.
 */
export async function bundled(root: string, bundle: Bundle): Promise<Bundled> {
    const bare = await build({
        ...COMMON,
        absWorkingDir: root,
        entryPoints: [bundle.entry],
        define: { global: 'globalThis', ...bundle.define },
        plugins: [...(bundle.plugins ?? []), sandboxPlugin(bundle.replacements)],
        ...(bundle.resolve === 'browser'
            ? { platform: 'browser', conditions: ['browser', 'module', 'import'] }
            : { platform: 'neutral', mainFields: ['main'], conditions: ['require', 'node', 'default'] })
    });
    const shimmed = await build({
        ...COMMON,
        absWorkingDir: root,
        stdin: {
            contents: bundle.runsAtFirstCall === true ? runAtFirstCall(bundle.name, textOf(bare)) : textOf(bare),
            resolveDir: root,
            sourcefile: `${bundle.name}.js`
        },
        platform: 'neutral',
        mainFields: ['module', 'main'],
        inject: [...GLOBAL_SHIMS],
        plugins: [sandboxPlugin(bundle.replacements)]
    });
    const code = textOf(shimmed);
    refuseConsole(bundle, code);
    const text = `${HEADER}\n${code.trimEnd()}\n//# sourceMappingURL=data:application/json;base64,${EMPTY_SOURCE_MAP}\n`;
    const bytes = Buffer.byteLength(text);
    if (bytes > bundle.maxBytes) {
        throw new Error(`${bundle.name} has ${bytes} bytes, over its ceiling of ${bundle.maxBytes}.`);
    }
    const inputs = { ...bare.metafile.inputs, ...shimmed.metafile.inputs };
    return { text, bytes, metafile: { ...bare.metafile, inputs } };
}

/** What esbuild ends an ES module with: `export{a as one,b as two};`. */
const EXPORTS = /export\{([^}]*)\};?\s*$/;

/** The same functions, over code that runs when the first of them is called. */
function runAtFirstCall(name: string, code: string): string {
    const [end, list] = EXPORTS.exec(code) ?? [];
    if (end === undefined || list === undefined) throw new Error(`${name} exports nothing that could be called.`);
    const functions = list.split(',').map((each) => each.split(' as '));
    const offered = functions.map(([inside = '', outside = inside]) => `${outside}: ${inside}`);
    const calls = functions.map(([inside = '', outside = inside]) => {
        return `export const ${outside} = (...given) => (bundle ??= run()).${outside}(...given);`;
    });
    const run = `function run() { ${code.slice(0, -end.length)} return { ${offered.join(', ')} }; }`;
    return [run, 'let bundle;', ...calls].join('\n');
}

function textOf({ outputFiles }: { readonly outputFiles: readonly { readonly text: string }[] }): string {
    return outputFiles.map(({ text }) => text).join('\n');
}

/** Nango's CLI warns of every `console.` it finds in a function. */
function refuseConsole(bundle: Bundle, code: string): void {
    const at = code.indexOf('console.');
    if (at >= 0) throw new Error(`${bundle.name} still writes to the console: ${code.slice(at - 60, at + 60)}`);
}
