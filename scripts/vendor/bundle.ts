/** Bundles one package into an ES module that runs on the globals of Nango's sandbox. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build, type Metafile } from 'esbuild';
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

/** Writes a bundle, and the licences of what is in it. */
export async function buildBundle(root: string, bundle: Bundle): Promise<Bundled> {
    const built = await bundled(root, bundle);
    const file = join(root, 'shared/vendor', bundle.name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.js`, built.text);
    await writeFile(`${file}.LICENSES.txt`, await licenceNotices(root, Object.keys(built.metafile.inputs)));
    return built;
}

export async function bundled(root: string, bundle: Bundle): Promise<Bundled> {
    const result = await build({
        absWorkingDir: root,
        entryPoints: [bundle.entry],
        bundle: true,
        minify: true,
        format: 'esm',
        target: 'es2022',
        legalComments: 'none',
        drop: ['console'],
        define: { global: 'globalThis' },
        inject: [...GLOBAL_SHIMS],
        plugins: [...(bundle.plugins ?? []), sandboxPlugin(bundle.replacements)],
        ...(bundle.resolve === 'browser'
            ? { platform: 'browser', conditions: ['browser', 'module', 'import'] }
            : { platform: 'neutral', mainFields: ['main'], conditions: ['require', 'node', 'default'] }),
        tsconfigRaw: {},
        metafile: true,
        write: false,
        logLevel: 'warning'
    });
    const code = result.outputFiles.map((output) => output.text).join('\n');
    refuseConsole(bundle, code);
    const text = `${HEADER}\n${code.trimEnd()}\n//# sourceMappingURL=data:application/json;base64,${EMPTY_SOURCE_MAP}\n`;
    const bytes = Buffer.byteLength(text);
    if (bytes > bundle.maxBytes) {
        throw new Error(`${bundle.name} has ${bytes} bytes, over its ceiling of ${bundle.maxBytes}.`);
    }
    return { text, bytes, metafile: result.metafile };
}

/** Nango's CLI warns of every `console.` it finds in a function. */
function refuseConsole(bundle: Bundle, code: string): void {
    const at = code.indexOf('console.');
    if (at >= 0) throw new Error(`${bundle.name} still writes to the console: ${code.slice(at - 60, at + 60)}`);
}
