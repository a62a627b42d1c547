/**
 * Makes packages written for Node run on the globals of Nango's sandbox: of Node's modules it has what is called there,
 * each a small shim of our own. `crypto` and `url` stay imports: the sandbox hands out the real ones.
 */
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

const SHIMS = fileURLToPath(new URL('shims/', import.meta.url));
const NANGO_REQUEST_HANDLER = fileURLToPath(new URL('aws/nango-request-handler.ts', import.meta.url));

/**
 * Modules that Nango's sandbox has, and what CommonJS packages ask of them: a copy of all of `crypto` would start Web
 * Crypto and whatever else it keeps ready, which takes a function ten milliseconds.
 */
const GIVEN: Readonly<Record<string, readonly string[]>> = {
    crypto: [
        'constants',
        'createHash',
        'createHmac',
        'createPrivateKey',
        'createPublicKey',
        'createSecretKey',
        'createSign',
        'createVerify',
        'KeyObject',
        'randomUUID',
        'timingSafeEqual'
    ],
    url: ['format', 'URL']
};

/** Node's module, and the shim of ours. */
const OWN: Readonly<Record<string, string>> = {
    buffer: 'buffer-module.ts',
    events: 'events.ts',
    fs: 'fs.ts',
    os: 'os.ts',
    path: 'path.ts',
    process: 'process.ts',
    querystring: 'querystring.ts',
    stream: 'stream.cjs',
    util: 'util.ts',
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
            build.onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
                const module = path.replace(/^node:/, '').replace(/\/$/, '');
                const shim = own[module];
                if (shim !== undefined) return { path: SHIMS + shim };
                if (GIVEN[module] === undefined) return undefined;
                // What a bundle does not use must not stay in it.
                const unused = { sideEffects: false };
                // An ES module has no `require`: what a CommonJS package requires becomes an import here.
                if (kind === 'require-call') return { path: module, namespace: 'given', ...unused };
                return { path: module, external: true, ...unused };
            });
            build.onLoad({ filter: /.*/, namespace: 'given' }, (args) => ({
                contents: `export { ${GIVEN[args.path]?.join(', ')} } from '${args.path}';`
            }));
        }
    };
}
