/**
 * Makes packages written for Node run on the globals of Nango's sandbox: Node's modules come from well-kept packages,
 * or from a small shim of our own. `crypto` and `url` stay imports: the sandbox hands out the real ones.
 */
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

const SHIMS = fileURLToPath(new URL('shims/', import.meta.url));
const NANGO_REQUEST_HANDLER = fileURLToPath(new URL('aws/nango-request-handler.ts', import.meta.url));

/** Modules that Nango's sandbox has. */
const GIVEN = new Set(['crypto', 'url']);

/** Node's module, and the package that stands in for it. */
const PACKAGES: Readonly<Record<string, string>> = {
    events: 'events/events.js',
    os: 'unenv/node/os',
    path: 'unenv/node/path',
    querystring: 'unenv/node/querystring',
    util: 'unenv/node/util',
    'util/types': 'unenv/node/util/types'
};

/** Packages of polyfills without side effects that do not say so: what a bundle does not use must not stay in it. */
const NO_SIDE_EFFECTS = new Set(['crypto', 'url']);

/** Node's module, and the shim of ours. */
const OWN: Readonly<Record<string, string>> = {
    buffer: 'buffer-module.ts',
    fs: 'fs.ts',
    process: 'process.ts',
    zlib: 'zlib.ts'
};

/** Injected where a bundle uses the global, and only there. */
export const GLOBAL_SHIMS: readonly string[] = [
    'abort.ts',
    'console.ts',
    'process.ts',
    'readable-stream-class.ts',
    'text-encoding.ts',
    'timers.ts',
    'web-crypto.ts'
].map((file) => SHIMS + file);

/** `replacements`: a module's name, and the shim of ours that stands in for it in this bundle only. */
export function sandboxPlugin(replacements: Readonly<Record<string, string>> = {}): Plugin {
    const own = { ...OWN, ...replacements };
    return {
        name: 'nango-sandbox',
        setup(build) {
            build.onResolve({ filter: /^\.\/nango-request-handler\.js$/ }, () => ({ path: NANGO_REQUEST_HANDLER }));
            build.onResolve({ filter: /^[^./]/ }, async (args) => {
                if (args.pluginData === RESOLVED) return undefined;
                const module = args.path.replace(/^node:/, '').replace(/\/$/, '');
                const sideEffects = !NO_SIDE_EFFECTS.has(module);
                if (GIVEN.has(module)) {
                    // An ES module has no `require`: what a CommonJS package requires becomes an import here.
                    if (args.kind === 'require-call') return { path: module, namespace: 'given', sideEffects };
                    return { path: module, external: true, sideEffects };
                }
                const shim = own[module];
                if (shim !== undefined) return { path: SHIMS + shim };
                const stand = PACKAGES[module];
                if (stand === undefined && sideEffects) return undefined;
                const found = await build.resolve(stand ?? module, {
                    kind: args.kind,
                    resolveDir: stand === undefined ? args.resolveDir : SHIMS,
                    pluginData: RESOLVED
                });
                return { ...found, sideEffects: sideEffects && found.sideEffects };
            });
            build.onLoad({ filter: /.*/, namespace: 'given' }, (args) => ({
                contents: `export * from '${args.path}';`
            }));
        }
    };
}

/** Marks what this plugin asks esbuild to resolve, so that it does not ask for ever. */
const RESOLVED = Symbol('resolved by this plugin');
